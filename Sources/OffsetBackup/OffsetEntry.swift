public import Debezium

/// One connector partition's newest record, with what can be said of it.
public struct OffsetEntry: Sendable {
  /// The record.
  public var record: OffsetRecord
  /// The connector and its source partition; nil when the key is none of Connect's.
  public var key: SourceOffsetKey?
  /// The offset; nil for a tombstone and for a value that is none.
  public var offset: SourceOffset?
  /// Whether Connect has a connector of that name; nil when it was not asked.
  public var isLive: Bool?
  /// What somebody who restores or starts it should know, in sentences without a full stop.
  public var findings: [String] = []
}
