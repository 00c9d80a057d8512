package import JSON

/// A connector class that a worker could run.
public struct ConnectorPlugin: Sendable, Hashable {
  /// The Java class.
  public let className: String
  /// Which way it carries records; nil when Connect does not say.
  public let type: ConnectorType?
  /// The plugin's version, such as `3.6.3.Final`; nil when it has none.
  public let version: String?

  /// All plugins of the array that `GET /connector-plugins` answers; nil when it is none.
  package static func all(json: JSONValue) -> [ConnectorPlugin]? {
    guard let elements = json.elements else { return nil }
    let all = elements.compactMap { element -> ConnectorPlugin? in
      guard let className = element["class"]?.stringValue else { return nil }
      return ConnectorPlugin(
        className: className, type: element["type"]?.stringValue.map { ConnectorType($0) },
        version: element["version"]?.stringValue)
    }
    return all.count == elements.count ? all : nil
  }
}
