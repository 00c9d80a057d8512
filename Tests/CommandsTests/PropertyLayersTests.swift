import Kafka
import Testing

@testable import Commands

@Suite struct PropertyLayersTests {
  /// librdkafka would take both, and count the one that is set last.
  @Test func `a stronger layer replaces a weaker one's other name for the same property`() throws {
    var layers = PropertyLayers()
    try layers.set("bootstrap.servers", "weak:1", origin: "a file")
    try layers.set("metadata.broker.list", "middle:1", origin: "a variable")
    try layers.set("sasl.mechanism", "PLAIN", origin: "a file")
    try layers.set("sasl.mechanisms", "GSSAPI", origin: "-X")
    try layers.set("bootstrap.servers", "strong:1", origin: "-b")
    let properties = layers.configuration.properties
    #expect(properties.map(\.name) == ["bootstrap.servers", "sasl.mechanisms"])
    #expect(properties.map(\.value) == ["strong:1", "GSSAPI"])
    #expect(layers.origins == ["bootstrap.servers": "-b", "sasl.mechanisms": "-X"])
  }

  @Test func `a value that librdkafka does not take leaves the layers as they were`() throws {
    var layers = PropertyLayers()
    try layers.set("client.id", "one", origin: "a file")
    #expect(throws: KafkaError.self) { try layers.set("security.protocol", "wrong", origin: "-X") }
    #expect(throws: KafkaError.self) { try layers.set("clientid", "two", origin: "-X") }
    #expect(layers.configuration.properties.map(\.value) == ["one"])
    #expect(!layers.hasBrokers)
    try layers.set("metadata.broker.list", "h:1", origin: "-X")
    #expect(layers.hasBrokers)
  }
}
