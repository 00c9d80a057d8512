import Checks
import Databases
import Debezium
import JSON
import KafkaConnect
import Runtime

/// The plan of `offsets set` or `reset`, what it would lead to, and what came of it.
struct OffsetChangeReport: PlannedChange {
  let connector: String
  let change: OffsetChange
  /// How the connector is made first; nil for one that is there.
  let making: ConnectorMaking?
  /// Where the offsets from before go.
  let safety: String
  let connect: ConnectSettings.Cluster
  /// The Kafka cluster that Connect's workers use; nil where nobody told.
  let cluster: String?
  /// The ids of the checks that are overruled.
  let forced: Set<String>
  var hash = ""
  /// The name that a script has to give with `--confirm`.
  var typedName = ""
  /// What was done, a line a step; nil when only the plan was asked for.
  var result: [String]?

  var refusals: [String] { [refusal].compactMap(\.self) }

  private var refusal: String? {
    if !change.obstacles.isEmpty, !forced.contains("new-slot") {
      return "the slot cannot be made: \(change.obstacles.joined(separator: "; "))"
    }
    guard !change.isWanted, !forced.contains(change.judgement.verdictID) else { return nil }
    return "the verdict is \(change.judgement.verdict.rawValue): \(change.judgement.reason)"
  }

  /// What to type next when it is refused.
  var refusalHint: String {
    if !change.obstacles.isEmpty, !forced.contains("new-slot") {
      return "name a database and a user that can make it with --db; if it has to be:"
        + " --force new-slot"
    }
    return change.judgement.wayOn
  }

  /// What the plan's hash is taken over: what is done to what, with which verdict; no positions that
  /// move by themselves.
  var hashed: [String] {
    change.hashed + ["connect \(connect.workers.joined(separator: ","))"]
      + (making.map { [$0.step] } ?? []) + forced.sorted()
  }

  // MARK: Text

  var lines: [String] {
    var lines = [
      change.after == nil
        ? "remove the offsets of '\(connector)'"
        : "set the offset of '\(connector)' \(change.target.words)",
      "Connect  \(connect.workers.joined(separator: ",")) (\(connect.origin)), Kafka cluster \(cluster ?? "not told")",
      "database \(change.database.map { "\($0)" } ?? "none was named")",
    ]
    lines += steps.enumerated().map { "\($0.offset + 1). \($0.element)" }
    lines += change.remarks.map { "note: \($0)" }
    lines.append("verdict  \(change.judgement.verdict.rawValue): \(change.judgement.reason)")
    return lines + readingLines
  }

  private var readingLines: [String] {
    guard let reading = change.reading else { return [] }
    let statement = reading.statement.map { ["to read it again, once the connector runs: \($0)"] }
    return (statement ?? []) + reading.remarks.map { "note: \($0)" }
  }

  private var steps: [String] {
    let begin = making?.step ?? "stop the connector, and wait until no task is left"
    let slot = change.newSlot.map { slot in
      ["make the slot '\(slot.name)' with the plugin \(slot.plugin)"]
    }
    return [begin, "save the offsets that it has into \(safety)"] + (slot ?? []) + writes
      + ["read them back, twice"]
  }

  private var writes: [String] {
    guard let after = change.after else {
      return change.offsets.isEmpty
        ? ["nothing: it has no offset"]
        : change.offsets.map { "remove the offset of \(OffsetWords.partition($0.partition))" }
    }
    let name = OffsetWords.partition(change.partition)
    let before = change.before.map { OffsetWords.position(of: $0) } ?? "no offset"
    let position = OffsetWords.position(of: after)
    let distance = change.before.map { OffsetDistance(from: $0, to: after) }
    let far = distance.flatMap(Self.bytesAndTransactions).map { " (\($0))" } ?? ""
    guard change.target == .slot else {
      let place = OffsetWords.file(of: after).map { ", \($0)" } ?? ""
      return [
        "write \(name): from \(before) to \(position)\(after.gtidText == nil ? "" : place)\(far)"
      ]
    }
    return ["write \(name): from \(before) to the slot's position, now \(position)\(far)"]
  }

  /// Without the time, which an edited offset keeps from before.
  private static func bytesAndTransactions(_ distance: OffsetDistance) -> String? {
    var bare = distance
    bare.milliseconds = nil
    if bare.log == "WAL" { bare.transactions = nil }
    return bare.isUnknown ? nil : OffsetWords.distance(bare)
  }

  // MARK: JSON

  var object: JSONValue {
    .object(
      [
        ("schema_version", .integer(1)),
        ("connector", .string(connector)),
        ("verdict", .string(change.judgement.verdict.rawValue)),
        ("reason", .string(change.judgement.reason)),
        ("plan", .array(steps.map(JSONValue.string))),
        ("not_delivered", change.window.map(Self.object) ?? .null),
        ("read_again", JSONValue(change.reading?.statement)),
        ("notes", .array((change.remarks + (change.reading?.remarks ?? [])).map(JSONValue.string))),
      ] + outcome)
  }

  private static func object(_ window: UndeliveredWindow) -> JSONValue {
    .object([
      ("from", JSONValue(window.start?.description)),
      ("to", .string(window.end.description)),
      ("bytes", window.bytes.map(JSONValue.integer) ?? .null),
      ("since", JSONValue(window.since?.description)),
      ("until", .string(window.until.description)),
    ])
  }
}
