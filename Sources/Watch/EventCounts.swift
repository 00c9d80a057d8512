public import Debezium
public import EnvelopeReader
public import Runtime

/// A topic's records counted by what they are.
public struct EventCounts: Sendable {
  /// Change events of one operation and one `source.snapshot`.
  public struct Class: Sendable, Hashable {
    /// The operation; nil for a schema change, which has none.
    public var operation: Operation?
    /// The text of `source.snapshot`; nil where the record has none.
    public var snapshot: String?
    /// How many there are.
    public var count: Int64
  }

  /// Where a record lies.
  public struct Position: Sendable, Hashable {
    /// Its partition.
    public var partition: Int32
    /// Its offset.
    public var offset: Int64
    /// Its timestamp; nil when it has none.
    public var time: Timestamp?
  }

  /// All records, tombstones and unreadable ones too.
  public private(set) var records: Int64 = 0
  /// Null values.
  public private(set) var tombstones: Int64 = 0
  /// The records that are no change events.
  public private(set) var unreadable = UnreadableRecords()
  /// The oldest of the partitions' first records, by time, then by partition.
  public var first: Position? { extents.values.map(\.first).min(by: Self.isBefore) }
  /// The newest of the partitions' last records.
  public var last: Position? { extents.values.map(\.last).max(by: Self.isBefore) }
  private var extents: [Int32: (first: Position, last: Position)] = [:]

  // One cell for each operation, and none, with each marker: no dictionary on the way of a record.
  private static let markers = SnapshotMarker.allCases.count
  private var cells = [Int64](repeating: 0, count: 7 * markers)
  private var others: [OtherMarker: Int64] = [:]

  private struct OtherMarker: Hashable {
    var operation: Operation?
    var text: String
  }

  /// Nothing counted yet.
  public init() {}

  /// Counts a record; its place is asked for only when it is unreadable, and `markerText` only for a
  /// value of `source.snapshot` that no version of Debezium is known to write.
  public mutating func count(
    _ reading: Reading, at position: @autoclosure () -> Position,
    in topic: @autoclosure () -> String, markerText: @autoclosure () -> String?
  ) {
    records += 1
    switch reading {
    case .tombstone: tombstones += 1
    case .unreadable(let reason):
      let position = position()
      unreadable.add(
        topic: topic(), partition: position.partition, offset: position.offset,
        reason: reason.description)
    case .change(let envelope):
      guard envelope.marker == .other else {
        cells[Self.cell(envelope.operation, envelope.marker)] += 1
        return
      }
      // A topic of rubbish may hold any number of texts; beyond a thousand they share one name.
      let text = others.count < 1000 ? markerText() ?? "" : "(others)"
      others[OtherMarker(operation: envelope.operation, text: text), default: 0] += 1
    }
  }

  /// The change events by class, in the order of operations and markers; classes without any are
  /// left out.
  public var classes: [Class] {
    var found: [Class] = []
    for operation in Operation.allCases.map(Optional.some) + [nil] {
      for marker in SnapshotMarker.allCases where marker != .other {
        let count = cells[Self.cell(operation, marker)]
        guard count > 0 else { continue }
        found.append(Class(operation: operation, snapshot: marker.text, count: count))
      }
      let rest = others.filter { $0.key.operation == operation }.sorted {
        $0.key.text < $1.key.text
      }
      found += rest.map { Class(operation: operation, snapshot: $0.key.text, count: $0.value) }
    }
    return found
  }

  /// Notes that records up to this one, or from this one on, were counted: enough for the first and
  /// the last of each stretch of one partition's.
  public mutating func reached(_ position: Position) {
    let first = extents[position.partition]?.first ?? position
    extents[position.partition] = (first: first, last: position)
  }

  private static func isBefore(_ left: Position, _ right: Position) -> Bool {
    guard let one = left.time, let other = right.time else {
      return left.partition < right.partition
    }
    return (one, left.partition) < (other, right.partition)
  }

  private static func cell(_ operation: Operation?, _ marker: SnapshotMarker) -> Int {
    let row: Int
    switch operation {
    case .read: row = 0
    case .create: row = 1
    case .update: row = 2
    case .delete: row = 3
    case .truncate: row = 4
    case .message: row = 5
    case nil: row = 6
    }
    return row * markers + Int(marker.rawValue)
  }
}
