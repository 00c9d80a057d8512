internal import Debezium

/// One thing that the removal of a shadow does, in the order in which they are done.
///
/// Each looks first and is content with what is gone already, so that all of them can be done
/// whatever was made; a journal names it by its ``id``.
public enum ShadowRemoval: Sendable, Hashable {
  /// The connector STOPPED, without a task.
  case stop
  /// Its offsets, of which Connect would not be told any more behind its deletion.
  case offsets
  /// The connector.
  case connector
  /// PostgreSQL: the slot.
  case slot
  /// PostgreSQL: the publication.
  case publication
  /// One topic.
  case topic(String)
  /// The tables, and the schema (or database) when it is empty.
  case tables

  /// All for a shadow, in order.
  public static func all(of shadow: ShadowConnector) -> [ShadowRemoval] {
    let slot: [ShadowRemoval] = shadow.engine == .postgresql ? [.slot, .publication] : []
    return [.stop, .offsets, .connector] + slot + shadow.topics.map { .topic($0.name) }
      + [.tables]
  }

  /// Whether it is a change that Connect may be at work on for a while when no answer came.
  public var isConnectChange: Bool { [.stop, .offsets, .connector].contains(self) }

  /// `remove slot`, `remove topic NAME`: what stands in a journal.
  public var id: String {
    switch self {
    case .stop: "stop"
    case .offsets: "remove offsets"
    case .connector: "remove connector"
    case .slot: "remove slot"
    case .publication: "remove publication"
    case .topic(let name): "remove topic \(name)"
    case .tables: "remove tables"
    }
  }

  /// The removal of that ``id``; nil when it is none.
  public init?(id: String) {
    let plain: [ShadowRemoval] = [.stop, .offsets, .connector, .slot, .publication, .tables]
    let topic = "remove topic "
    if let removal = plain.first(where: { $0.id == id }) {
      self = removal
    } else if id.hasPrefix(topic), id.utf8.count > topic.utf8.count {
      self = .topic(String(id.dropFirst(topic.count)))
    } else {
      return nil
    }
  }
}
