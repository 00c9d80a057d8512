internal import JSON

/// What somebody, or a connector's own window, asks of a connector.
public struct Signal: Sendable, Hashable {
  /// What is asked.
  public enum Kind: Sendable, Hashable {
    /// `execute-snapshot`.
    case executeSnapshot(ExecuteSnapshot)
    /// `stop-snapshot` for the tables given; none is all of them.
    case stopSnapshot([String])
    /// `pause-snapshot`.
    case pause
    /// `resume-snapshot`.
    case resume
    /// `snapshot-window-open`, which a connector writes itself.
    case windowOpen(SnapshotWindow)
    /// `snapshot-window-close`, which a connector writes itself.
    case windowClose(SnapshotWindow)
    /// `log`, with its message; empty when there is none.
    case log(String)
    /// `schema-changes`.
    case schemaChanges
    /// `set-binlog-position`.
    case setBinlogPosition
    /// An unknown type, or a known one whose data keeps Debezium from acting on it (``problems``
    /// say why), by the type's own text.
    case other(String)
  }

  /// Why Debezium does not act on a signal, or acts otherwise than meant.
  public enum Problem: Error, Sendable, Hashable {
    /// The data is no JSON, or no object.
    case unreadableData
    /// The data names no table, or something that is no text among them.
    case missingDataCollections
    /// The type is not one that Debezium knows.
    case unknownType(String)
    /// The snapshot's type is neither incremental nor blocking.
    case unknownSnapshotType(String)
    /// A row of the signal table with this many columns instead of three.
    case wrongColumnCount(Int)
    /// Through Kafka: no id, so each answer has a random one.
    case missingID
    /// Through Kafka: no `data` object, which ends the connector's polling for signals until its
    /// task is started again.
    case missingData
    /// Through Kafka: the record's key is not the connector's `topic.prefix`; nil is no key.
    case wrongKey(String?)
  }

  /// The signal's id; nil when it has none.
  public let id: String?
  /// What is asked.
  public let kind: Kind
  /// The type's own text; empty when it has none.
  public let type: String
  /// What is wrong with the signal; empty when nothing is.
  public let problems: [Problem]

  /// A signal of `type`, with its data, null for none, and what was found wrong with it before.
  init(id: String?, type: String, data: JSONValue, problems: [Problem]) {
    self.id = id
    self.type = type
    do throws(Problem) {
      kind = try Self.kind(id: id, type: type, data: data)
      self.problems = problems
    } catch {
      kind = .other(type)
      self.problems = problems.contains(error) ? problems : problems + [error]
    }
  }

  private static func kind(
    id: String?, type: String, data: JSONValue
  ) throws(Problem) -> Kind {
    switch type {
    case "execute-snapshot": .executeSnapshot(try ExecuteSnapshot(data: data))
    case "stop-snapshot": .stopSnapshot(try collections(data))
    case "pause-snapshot": .pause
    case "resume-snapshot": .resume
    case "snapshot-window-open": .windowOpen(SnapshotWindow(id: id ?? "", data: data))
    case "snapshot-window-close": .windowClose(SnapshotWindow(id: id ?? "", data: data))
    case "log": .log(data["message"]?.scalarText ?? "")
    case "schema-changes": .schemaChanges
    case "set-binlog-position": .setBinlogPosition
    default: throw .unknownType(type)
    }
  }

  /// The `data-collections` of a signal that needs them.
  static func requiredCollections(_ data: JSONValue) throws(Problem) -> [String] {
    guard data.members != nil else { throw .unreadableData }
    let names = try collections(data)
    guard !names.isEmpty else { throw .missingDataCollections }
    return names
  }

  private static func collections(_ data: JSONValue) throws(Problem) -> [String] {
    guard let list = data["data-collections"], list != .null else { return [] }
    guard let elements = list.elements else { throw .missingDataCollections }
    var names: [String] = []
    for element in elements {
      guard let name = element.stringValue else { throw .missingDataCollections }
      names.append(name)
    }
    return names
  }
}
