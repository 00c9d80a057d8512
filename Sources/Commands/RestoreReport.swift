import Checks
import Debezium
import JSON
import KafkaConnect
import OffsetBackup
import Runtime

/// The plan of a restore, what it would lead to, and what came of it.
struct RestoreReport: PlannedChange {
  let subject: RestoreSubject
  /// The backup's place.
  let place: String
  let takenAt: Timestamp
  let plan: RestorePlan
  let judgement: OffsetJudgement
  /// The Kafka cluster of the backup and that of Connect; nil where nobody told.
  let savedCluster: String?
  let cluster: String?
  let connect: ConnectSettings.Cluster
  /// What goes back with the offsets, and what has to be another one.
  let surroundings: RestoreSurroundings
  /// The ids of the checks that are overruled.
  let forced: Set<String>
  /// What becomes of the slot that was kept with the backup; nil when there is nothing to do.
  var slot: PinnedSlotReturn?
  /// Shows that a PostgreSQL connector reads where nothing is written; nil where nothing can.
  var activity: SlotActivity?
  var hash = ""
  /// The name that a script has to give with `--confirm`.
  var typedName = ""
  /// What was done, a line a step; nil when only the plan was asked for.
  var result: [String]?

  var connector: String { subject.name }

  /// Why it is not done; sentences without a full stop.
  var refusals: [String] {
    var refusals = plan.refusals
    if let savedCluster, let cluster, savedCluster != cluster, !forced.contains("cluster") {
      refusals.append(
        "the backup is of the Kafka cluster \(savedCluster), and Connect's is \(cluster)")
    }
    if let rival = subject.rival, !forced.contains("former-connector") { refusals.append(rival) }
    refusals += surroundings.refusals(forced)
    if !judgement.isSafe, plan.refusals.isEmpty, !forced.contains(judgement.verdictID) {
      refusals.append("the verdict is \(judgement.verdict.rawValue): \(judgement.reason)")
    }
    return refusals
  }

  /// What to type next when it is refused.
  var refusalHint: String {
    if !plan.refusals.isEmpty { return "'cdcwatch offsets verify \(place)' shows what it holds" }
    if let savedCluster, let cluster, savedCluster != cluster, !forced.contains("cluster") {
      return "if that is what you want: --force cluster\(surroundings.words)"
    }
    if subject.rival != nil, !forced.contains("former-connector") {
      return RestoreSubject.rivalHint(subject.saved)
    }
    if let hint = surroundings.hint(forced) { return hint }
    return judgement.wayOn
  }

  /// What the plan's hash is taken over: what is done to what, from which backup, with which verdict;
  /// no positions that move by themselves.
  var hashed: [String] {
    [
      "backup \(place) of \(subject.saved)", "connect \(connect.workers.joined(separator: ","))",
      judgement.verdict.rawValue,
    ]
      + plan.saved.map { "\($0.partition.text) -> \($0.offset.text)" }
      + plan.changes.filter { $0.after == nil }.map { "\($0.partition.text) -> removed" }
      + forced.sorted() + (subject.making.map { [$0.step] } ?? []) + (slot?.hashed ?? [])
      + (surroundings.history?.hashed ?? [])
  }

  /// Why what was agreed to by `self` is not done as `newer` says, taken just before; nil when it is.
  func objection(to newer: RestoreReport) -> String? {
    let again = VerdictAgain(agreed: judgement, now: newer.judgement)
    guard again.isCovered else { return again.words }
    guard newer.refusals.isEmpty else {
      return "meanwhile \(newer.refusals.joined(separator: "; "))"
    }
    if let needed = newer.slot, needed.hashed != slot?.hashed {
      return "meanwhile a step is needed that was not in the plan:"
        + " \((needed.stepsBefore + needed.stepsAfter).joined(separator: ", "))"
    }
    return newer.surroundings.history?.objection(agreed: surroundings.history)
  }

  // MARK: Text

  var lines: [String] {
    var lines = [
      "restore '\(connector)'\(former) from \(place), taken at \(takenAt)",
      "Connect  \(connect.workers.joined(separator: ",")) (\(connect.origin)), Kafka cluster \(cluster ?? "not told")",
    ]
    lines += steps.enumerated().map { "\($0.offset + 1). \($0.element)" }
    lines += plan.unchanged.map { "\(OffsetWords.partition($0)) has its saved offset already" }
    lines += plan.kept.map { "\(OffsetWords.partition($0)) is not in the backup, and stays" }
    lines += remarks.map { "note: \($0)" }
    if let database = judgement.checks.first(where: { $0.id == "database" }) {
      lines.append("database \(database.result.rawValue): \(database.detail)")
    }
    lines.append("verdict  \(judgement.verdict.rawValue): \(judgement.reason)")
    return lines
  }

  private var remarks: [String] { plan.remarks + surroundings.remarks }

  private var former: String {
    subject.saved == connector ? "" : ", which was '\(subject.saved)',"
  }

  private var steps: [String] {
    let writes = plan.changes.map { change in
      let name = OffsetWords.partition(change.partition)
      guard let after = change.after else { return "remove the offset of \(name)" }
      let before = change.before.map { OffsetWords.position(of: $0) } ?? "no offset"
      let distance = change.distance.map { " (\(OffsetWords.distance($0)))" } ?? ""
      return "write \(name): from \(before) to \(OffsetWords.position(of: after))\(distance)"
    }
    let begin = subject.making?.step ?? "stop the connector, and wait until no task is left"
    return [begin, "save the offsets that it has"] + (surroundings.history?.steps ?? [])
      + (slot?.stepsBefore ?? []) + writes + ["read them back, twice"] + (slot?.stepsAfter ?? [])
  }

  var object: JSONValue {
    .object(
      [
        ("schema_version", .integer(1)),
        ("connector", .string(connector)),
        ("backup", .string(place)),
        ("verdict", .string(judgement.verdict.rawValue)),
        ("plan", .array(steps.map(JSONValue.string))),
        ("kept", .array(plan.kept)),
        ("schema_history", surroundings.history?.object ?? .null),
        ("notes", .array(remarks.map(JSONValue.string))),
      ] + outcome)
  }
}
