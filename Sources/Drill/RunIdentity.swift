public import JSON

/// What a run acts on, as it was found at one moment.
public struct RunIdentity: Sendable, Hashable {
  /// What is known of the live connector.
  public enum Connector: Sendable, Hashable {
    /// Nobody has kept it.
    case notKnown
    /// Connect has none of that name.
    case absent
    /// The properties of its configuration that are no secrets.
    case there([String: String])
  }

  /// The Kafka cluster; nil where it is not known.
  public var cluster: String?
  /// The database's writer, in words; nil where it is not known.
  public var writer: String?
  /// The live connector.
  public var connector: Connector

  /// An identity; see the properties.
  public init(cluster: String?, writer: String?, connector: Connector) {
    self.cluster = cluster
    self.writer = writer
    self.connector = connector
  }
}

// As the run's folder and its journal keep it.
extension RunIdentity {
  /// An object: `kafka_cluster`, `writer`, `configuration` (an object; false for no connector, null
  /// for not known).
  public var document: JSONValue {
    let configuration: JSONValue =
      switch connector {
      case .notKnown: .null
      case .absent: .bool(false)
      case .there(let properties):
        .object(
          properties.sorted { $0.key < $1.key }
            .map { JSONValue.Member(name: $0.key, value: .string($0.value)) })
      }
    return .object([
      .init(name: "kafka_cluster", value: cluster.map(JSONValue.string) ?? .null),
      .init(name: "writer", value: writer.map(JSONValue.string) ?? .null),
      .init(name: "configuration", value: configuration),
    ])
  }

  /// Reads ``document``; nil for what is no object.
  public init?(_ document: JSONValue) {
    guard document.members != nil else { return nil }
    cluster = document["kafka_cluster"]?.stringValue
    writer = document["writer"]?.stringValue
    guard let members = document["configuration"]?.members else {
      connector = document["configuration"] == .bool(false) ? .absent : .notKnown
      return
    }
    var properties: [String: String] = [:]
    for member in members { properties[member.name] = member.value.stringValue }
    connector = .there(properties)
  }
}
