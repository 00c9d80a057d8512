import Checks
import Databases
import Debezium
import JSON
import KafkaConnect

/// What setting or removing a connector's offset comes to, before anything is changed.
struct OffsetChange {
  let target: OffsetTarget
  /// `{"server":"PREFIX"}`.
  let partition: JSONValue
  /// What Connect has now; nil when it has none.
  let before: SourceOffset?
  /// What it gets; nil when it is removed.
  let after: SourceOffset?
  /// Everything that is written; an offset of null removes the partition's.
  let offsets: [ConnectorOffset]
  /// What the connector would do then.
  let judgement: OffsetJudgement
  /// Whether that is what was asked for.
  let isWanted: Bool
  /// The slot that is made first; nil when there is nothing to make.
  var newSlot: NewReplicationSlot?
  /// What a slot leaves out; nil when it leaves out nothing.
  var window: UndeliveredWindow?
  /// How that is read again.
  var reading: WindowReading?
  /// The database that told; nil when none was named.
  var database: DatabaseURI?
  /// Why the slot cannot be made; sentences without a full stop.
  var obstacles: [String] = []
  /// What should be known before; sentences without a full stop.
  var remarks: [String] = []

  /// Whether a change that was agreed to by `self` may be done as `newer` says, taken just before.
  ///
  /// RESUME and REPLAY of a slot change places by themselves while it is read.
  func covers(_ newer: OffsetChange) -> Bool {
    if newer.newSlot != nil, newSlot == nil { return false }
    guard newer.isWanted else { return newer.judgement.verdict == judgement.verdict && !isWanted }
    let (now, then) = (newer.judgement.verdict, judgement.verdict)
    guard target == .slot || now == then || now == .resume else { return false }
    return newer.window == nil || window != nil
  }

  /// What does not change by itself while nothing is done.
  var hashed: [String] {
    let isWhole = isWanted && window == nil
    let verdict =
      target == .slot && isWhole ? "nothing is left out" : judgement.verdict.rawValue
    let removed = after == nil ? offsets.map(\.partition.text) : []
    return [target.words, partition.text, verdict, database.map { "\($0)" } ?? "no database"]
      + (newSlot.map { ["make the slot \($0.name) with \($0.plugin)"] } ?? []) + removed
  }
}
