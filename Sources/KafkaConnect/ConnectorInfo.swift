public import JSON

/// A connector with its configuration and its status, as one answer of Connect gives them.
public struct ConnectorInfo: Sendable, Hashable {
  /// The connector's name.
  public let name: String
  /// Which way it carries records; nil when Connect does not say.
  public let type: ConnectorType?
  /// The configuration as it was given: an object of strings, `${file:...}` unresolved and
  /// passwords in plain text.
  public let configuration: JSONValue
  /// What it and its tasks do.
  public let status: ConnectorStatus

  /// The configured text of a key; nil when it is not set, or to null.
  public func setting(_ key: String) -> String? { configuration[key]?.stringValue }

  /// The connector's Java class; nil when the configuration has none.
  public var className: String? { setting("connector.class") }

  /// From a member of the object that `GET /connectors?expand=info&expand=status` answers; nil when
  /// it is none.
  package init?(name: String, json: JSONValue) {
    guard let info = json["info"], let configuration = info["config"],
      configuration.members != nil
    else { return nil }
    self.name = name
    self.configuration = configuration
    guard let answered = json["status"] else {
      status = ConnectorStatus(unknown: name)
      type = info["type"]?.stringValue.map { ConnectorType($0) }
      return
    }
    guard let status = ConnectorStatus(json: answered) else { return nil }
    self.status = status
    type = info["type"]?.stringValue.map { ConnectorType($0) } ?? status.type
  }

  /// All connectors of the whole answer, by name; nil when it is none.
  package static func all(json: JSONValue) -> [ConnectorInfo]? {
    guard let members = json.members else { return nil }
    let all = members.compactMap { ConnectorInfo(name: $0.name, json: $0.value) }
    guard all.count == members.count else { return nil }
    return all.sorted { $0.name < $1.name }
  }
}
