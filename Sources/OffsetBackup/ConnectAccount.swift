public import Debezium
public import KafkaConnect

/// What one Connect cluster tells for a backup: one list call, one for its version, one for its
/// plugins, and one for each connector class.
public struct ConnectAccount: Sendable {
  /// A source connector.
  public struct Connector: Sendable {
    /// Its name.
    public var name: String
    /// Its whole configuration, secrets included; for finding topics, never to be kept.
    public var configuration: ConnectorConfiguration
    /// What a manifest may say of it.
    public var saved: SavedConnector
  }

  /// The source connectors, by name.
  public let connectors: [Connector]
  /// The id of the Kafka cluster that Connect keeps its topics in; nil when it does not say.
  public let clusterID: String?

  /// Asks; throws when Connect does not answer as it should.
  public init(_ cluster: inout ConnectCluster) throws(ConnectError) {
    let all = try cluster.connectors()
    let info = try cluster.info()
    let versions = Dictionary(
      try cluster.plugins().map { ($0.className, $0.version) }, uniquingKeysWith: { $1 })
    clusterID = info.clusterID
    var passwords: [String: Set<String>] = [:]
    var connectors: [Connector] = []
    for connector in all where connector.type != .sink {
      guard let configuration = ConnectorConfiguration(connector.configuration) else { continue }
      let className = connector.className ?? ""
      if passwords[className] == nil {
        passwords[className] = try Self.passwords(of: className, in: &cluster)
      }
      let open = PublicConfiguration(
        connector.configuration, passwords: passwords[className] ?? [])
      connectors.append(
        Connector(
          name: connector.name, configuration: configuration,
          saved: SavedConnector(
            name: connector.name, offsets: [],
            configuration: .saved(open.properties, leftOut: open.leftOut),
            state: connector.status.state.description,
            tasks: connector.status.tasks.map(\.state.description), connectVersion: info.version,
            pluginVersion: Self.version(of: className, versions), history: nil)))
    }
    self.connectors = connectors
  }

  /// An older Connect, or one whose plugin has gone, tells none: names have to do.
  private static func passwords(
    of className: String, in cluster: inout ConnectCluster
  ) throws(ConnectError) -> Set<String> {
    do throws(ConnectError) {
      return try cluster.passwordSettings(of: className)
    } catch {
      switch error {
      case .unsupported, .notFound, .server(_, 400..<500, _, _): return []
      case .server(_, 500, _, _): return []
      default: throw error
      }
    }
  }

  /// A configuration may name its class without the package.
  private static func version(of className: String, _ versions: [String: String?]) -> String? {
    if let version = versions[className] { return version }
    return versions.first { $0.key.hasSuffix("." + className) }?.value
  }
}
