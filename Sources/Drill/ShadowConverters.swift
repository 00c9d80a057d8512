internal import Debezium

/// The converters of a shadow: the live connector's where they write JSON, else JSON.
struct ShadowConverters {
  private(set) var properties: [ShadowProperty] = []
  private(set) var dropped: [DroppedProperty] = []
  /// What the report has to say of it.
  private(set) var notes: [String] = []

  private static let json = "org.apache.kafka.connect.json.JsonConverter"

  init(_ configuration: ConnectorConfiguration) {
    for side in ["key", "value"] { take("\(side).converter", configuration) }
    takeHeader(configuration)
  }

  private mutating func take(_ name: String, _ configuration: ConnectorConfiguration) {
    let options = Self.options(of: name, configuration)
    let type = configuration[name]
    if let type, type == Self.json || type == "JsonConverter" {
      properties.append(ShadowProperty(name, type, .copied))
      for (key, value) in options { properties.append(ShadowProperty(key, value, .copied)) }
      return
    }
    properties.append(ShadowProperty(name, Self.json, .own))
    properties.append(ShadowProperty("\(name).schemas.enable", "false", .own))
    for (key, _) in options where key != "\(name).schemas.enable" {
      dropped.append(DroppedProperty(key, "it is of another converter, and the shadow writes JSON"))
    }
    notes.append(
      type.map { "\(name): JSON instead of \($0), whose records cannot be read here yet" }
        ?? "\(name): JSON, whatever the worker's own converter is")
  }

  /// Headers are not read for the proof; Connect's own converters need nothing.
  private mutating func takeHeader(_ configuration: ConnectorConfiguration) {
    let name = "header.converter"
    let options = Self.options(of: name, configuration)
    guard let type = configuration[name] else {
      return drop(options, "no converter for headers is named")
    }
    guard type.hasPrefix("org.apache.kafka.connect.") || !type.contains(".") else {
      dropped.append(DroppedProperty(name, "headers are not part of the proof"))
      return drop(options, "it belongs to header.converter")
    }
    properties.append(ShadowProperty(name, type, .copied))
    for (key, value) in options { properties.append(ShadowProperty(key, value, .copied)) }
  }

  private mutating func drop(_ options: [(key: String, value: String)], _ reason: String) {
    for (key, _) in options { dropped.append(DroppedProperty(key, reason)) }
  }

  private static func options(
    of name: String, _ configuration: ConnectorConfiguration
  ) -> [(key: String, value: String)] {
    configuration.properties.filter { $0.key.hasPrefix("\(name).") }.sorted { $0.key < $1.key }
  }
}
