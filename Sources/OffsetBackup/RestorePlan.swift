public import Debezium
public import JSON
public import KafkaConnect

/// What putting a connector's offsets back would write, partition by partition, and why not.
///
/// A value: it compares what was saved with what Connect has now, and touches nothing. Whole
/// partitions are written, never members of them.
public struct RestorePlan: Sendable {
  /// What happens to one source partition.
  public struct Change: Sendable {
    /// The source partition, an object.
    public var partition: JSONValue
    /// The offset that Connect has now; nil when it has none.
    public var before: SourceOffset?
    /// The offset that will be written; nil when the partition's will be removed.
    public var after: SourceOffset?
    /// How far it is from `before` to `after`: negative is back; nil unless there are both.
    public var distance: OffsetDistance?
  }

  /// What will be written or removed, in the order of the partitions' texts.
  public private(set) var changes: [Change] = []
  /// Every saved partition with its offset, those too that have it already.
  public private(set) var saved: [ConnectorOffset] = []
  /// Partitions that already have their saved offset.
  public private(set) var unchanged: [JSONValue] = []
  /// Partitions that the backup does not have and that stay.
  public private(set) var kept: [JSONValue] = []
  /// Why it must not be done; sentences without a full stop.
  public private(set) var refusals: [String] = []
  /// What should be known before; sentences without a full stop.
  public private(set) var remarks: [String] = []

  /// Whether there is anything to write, and nothing against it.
  public var isPossible: Bool { refusals.isEmpty }

  /// Compares the saved records of `connector` with what Connect has of the connector that
  /// gets them.
  ///
  /// `prefix` is that connector's `topic.prefix`; nil when it is not known. `isExact` removes
  /// partitions that the backup does not have.
  public init(
    records: [OffsetRecord], of connector: String, live: [ConnectorOffset], prefix: String?,
    isExact: Bool
  ) {
    let wanted = Self.wanted(records.filter { $0.decodedKey?.connector == connector }, &refusals)
    if wanted.isEmpty, refusals.isEmpty {
      refusals.append("the backup has no offset of the connector '\(connector)'")
    }
    let now = Dictionary(
      live.map { ($0.partition.partitionText, $0) }, uniquingKeysWith: { first, _ in first })
    for (text, partition) in wanted.sorted(by: { $0.key < $1.key }) {
      look(at: partition, prefix: prefix)
      let before = now[text].flatMap { SourceOffset($0.offset) }
      guard let after = partition.offset else { continue }
      saved.append(ConnectorOffset(partition: partition.partition, offset: after.members))
      if let before, before.members == after.members {
        unchanged.append(partition.partition)
        continue
      }
      changes.append(
        Change(
          partition: partition.partition, before: before, after: after,
          distance: before.map { OffsetDistance(from: $0, to: after) }))
    }
    for (text, other) in now.sorted(by: { $0.key < $1.key })
    where wanted[text] == nil && other.offset != .null {
      guard isExact else {
        kept.append(other.partition)
        continue
      }
      changes.append(
        Change(partition: other.partition, before: SourceOffset(other.offset), after: nil))
    }
  }

  /// What Connect's `PATCH .../offsets` is given for it.
  public var offsets: [ConnectorOffset] {
    changes.map { change in
      ConnectorOffset(partition: change.partition, offset: change.after?.members ?? .null)
    }
  }

  // MARK: What was saved

  private struct Wanted {
    var partition: JSONValue
    /// Nil for a value that is no offset.
    var offset: SourceOffset?
    var record: OffsetRecord
  }

  /// The saved partitions by their text; a connector's own topic and the workers' copy may both have
  /// one.
  private static func wanted(
    _ records: [OffsetRecord], _ refusals: inout [String]
  ) -> [String: Wanted] {
    var wanted: [String: Wanted] = [:]
    for record in records where !record.isTombstone {
      guard let key = record.decodedKey else { continue }
      let text = key.partition.partitionText
      let new = Wanted(partition: key.partition, offset: record.decodedValue, record: record)
      guard let known = wanted[text] else {
        wanted[text] = new
        continue
      }
      guard known.record.value != record.value else { continue }
      refusals.append(
        "the backup has two offsets of \(key.partition.text):"
          + " \(known.record.topic)[\(known.record.partition)] and"
          + " \(record.topic)[\(record.partition)] differ")
    }
    return wanted
  }

  private mutating func look(at wanted: Wanted, prefix: String?) {
    guard let offset = wanted.offset else {
      refusals.append("the saved value of \(wanted.partition.text) is no JSON object")
      return
    }
    refusals += offset.defects()
    remarks += offset.remarks
    let server = wanted.record.decodedKey?.prefix
    if let prefix, server != prefix {
      refusals.append(
        "the partition \(wanted.partition.text) is not this connector's, whose topic.prefix is"
          + " '\(prefix)': it would never be read")
    }
  }
}
