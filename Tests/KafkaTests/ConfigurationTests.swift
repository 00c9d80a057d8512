import Kafka
import Testing

struct ConfigurationTests {
  @Test(arguments: [
    ("bootstrap.server", "bootstrap.servers"), ("sasl.pasword", "sasl.password"),
    ("ssl.ca.locaton", "ssl.ca.location"),
  ])
  func anUnknownPropertyNamesTheNearest(typed: String, meant: String) throws {
    var configuration = Configuration()
    let error = #expect(throws: KafkaError.self) { try configuration.set(typed, "x") }
    #expect(error?.hint == "did you mean '\(meant)'?")
    #expect(error?.kind == .configuration)
    #expect(error?.description.contains(typed) == true)
    #expect(configuration.properties.isEmpty)
  }

  @Test func aNameLikeNoOtherHasNoSuggestion() {
    var configuration = Configuration()
    let error = #expect(throws: KafkaError.self) { try configuration.set("zzzzzzzzzz", "x") }
    #expect(error?.hint == nil || error?.hint?.contains("did you mean") == false)
  }

  @Test func anInvalidValueKeepsTheLibrarysReason() {
    var configuration = Configuration()
    let error = #expect(throws: KafkaError.self) {
      try configuration.set("security.protocol", "telnet")
    }
    #expect(error?.reason.contains("telnet") == true)
  }

  @Test(arguments: [("bootstrap.servers", "a\0b"), ("bootstrap\0.servers", "a")])
  func aNulByteIsRefused(name: String, value: String) {
    var configuration = Configuration()
    #expect(throws: KafkaError.self) { try configuration.set(name, value) }
  }

  @Test func propertiesTextIsReadAsKcatAndJavaWriteIt() throws {
    let text =
      "# kcat\r\nbootstrap.servers = a:9092,b:9093\r\n\r\n! java\n  security.protocol=SASL_SSL\n"
      + "sasl.password=p=w#d\ntopic.request.timeout.ms=1000\nsasl.password=later"
    let configuration = try Configuration(propertiesText: text)
    #expect(
      configuration.properties.map { "\($0.name)=\($0.value)" } == [
        "bootstrap.servers=a:9092,b:9093", "security.protocol=SASL_SSL", "sasl.password=later",
        "request.timeout.ms=1000",
      ])
    #expect(configuration["sasl.password"] == "later")
    #expect(configuration["client.id"] == nil)
  }

  @Test(arguments: [
    ("a line without equals", "line 1"), ("\n\nnonsense.property=1", "line 3"), ("=x", "line 1"),
  ])
  func aBadLineIsNamedByItsNumber(text: String, line: String) {
    let error = #expect(throws: KafkaError.self) { try Configuration(propertiesText: text) }
    #expect(error?.description.contains(line) == true)
  }

  @Test(arguments: [
    "sasl.password", "ssl.key.password", "ssl.keystore.password", "ssl.key.pem",
    "sasl.oauthbearer.config", "ssl.certificate.pem",
  ])
  func aSecretNeverShows(name: String) throws {
    var configuration = try Configuration(bootstrapServers: "a:9092")
    try configuration.set(name, "hunter2")
    #expect(!configuration.description.contains("hunter2"))
    #expect(configuration.description.contains("bootstrap.servers=a:9092"))
    let dump = configuration.dump()
    #expect(dump.first { $0.name == name }?.value == "[redacted]")
    #expect(!dump.contains { $0.value.contains("hunter2") })
    #expect(configuration[name] == "hunter2")
  }

  @Test func theDumpHoldsDefaultsAndTopicProperties() throws {
    let dump = try Configuration(propertiesText: "acks=1").dump()
    #expect(dump.contains { $0.name == "fetch.wait.max.ms" && $0.value == "500" })
    #expect(dump.contains { $0.name == "request.required.acks" && $0.value == "1" })
    #expect(dump.map(\.name) == dump.map(\.name).sorted())
  }

  @Test(arguments: [
    ("a:1", "a:1"), ("ssl://Host.example:9093", "host.example:9093"), ("[::1]:9092", "[::1]:9092"),
    ("onlyhost", "onlyhost:9092"), ("a:99999", nil), (":9092", nil), ("", nil), ("a:-1", nil),
    ("[::1]", "[::1]:9092"),
  ])
  func anAddressIsReadAsHostAndPort(text: String, address: String?) {
    #expect(BrokerAddress(text)?.description == address)
  }
}
