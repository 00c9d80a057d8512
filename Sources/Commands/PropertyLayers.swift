import Contexts
import Kafka

/// librdkafka's properties as they are laid over each other, with where each came from.
struct PropertyLayers {
  private struct Entry {
    var name: String
    var value: String
  }

  private var entries: [String: Entry] = [:]
  private(set) var origins: [String: String] = [:]
  /// The order of first setting, so that errors and dumps do not jump.
  private var order: [String] = []

  /// Lays a value over what there is; throws librdkafka's reason when it does not take it.
  mutating func set(_ name: String, _ value: String, origin: String) throws(KafkaError) {
    var check = Configuration()
    try check.set(name, value)
    let canonical = PropertyAlias.canonical(name)
    if entries[canonical] == nil { order.append(canonical) }
    entries[canonical] = Entry(name: name, value: value)
    origins[canonical] = origin
  }

  /// Whether a cluster is named.
  var hasBrokers: Bool { entries["bootstrap.servers"]?.value.isEmpty == false }

  /// What it comes to.
  var configuration: Configuration {
    var configuration = Configuration()
    for canonical in order {
      guard let entry = entries[canonical] else { continue }
      // Each was taken before.
      try? configuration.set(entry.name, entry.value)
    }
    return configuration
  }
}
