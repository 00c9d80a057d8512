import Debezium
import Kafka

/// The brokers that a connector's saved configuration names, held against the cluster on which it is
/// made.
///
/// A value without I/O. The addresses say nothing where workers reach the brokers by other names than
/// this machine does, so one that is typed anew is taken as it is.
struct NamedBrokers {
  /// A property that names brokers.
  struct Property {
    var name: String
    var servers: String
  }

  /// Those of which no address is known to be this cluster's, by name.
  let foreign: [Property]
  /// This cluster's brokers, as they were named; empty when none was.
  let brokers: String

  /// `stated` are the properties that were typed anew; `metadata` is nil where no cluster was named.
  init(
    _ configuration: ConnectorConfiguration, stated: Set<String>, brokers: String,
    metadata: ClusterMetadata?
  ) {
    self.brokers = brokers
    let own = Self.addresses(brokers).union((metadata?.brokers ?? []).compactMap(\.address))
    foreign = configuration.properties.filter { name, value in
      Self.suffixes.contains(where: name.hasSuffix) && !stated.contains(name)
        && !ConfigurationSecret.isReference(value) && own.isDisjoint(with: Self.addresses(value))
    }.map { Property(name: $0.key, servers: $0.value) }.sorted { $0.name < $1.name }
  }

  private static let suffixes = ["bootstrap.servers", "metadata.broker.list"]

  private static func addresses(_ text: String) -> Set<BrokerAddress> {
    Set(
      text.split(separator: ",").compactMap { part in
        BrokerAddress(String(part.filter { !$0.isWhitespace }))
      })
  }

  /// Why the connector must not be made so; sentences without a full stop.
  var refusals: [String] {
    foreign.map { property in
      "\(property.name) is '\(property.servers)' in the backup, and this cluster's brokers are"
        + " \(brokers.isEmpty ? "not named" : "'\(brokers)'")"
    }
  }

  /// What to type about them, as the workers reach this cluster; empty for none.
  var words: String {
    foreign.map { " --set-config \($0.name)=\(brokers.isEmpty ? "HOST:PORT" : brokers)" }.joined()
  }
}
