import Checks
import Debezium
import JSON
import OffsetBackup
import Runtime

/// The plan of a restore into the offsets topics themselves, and what came of it.
struct TopicRestoreReport: PlannedChange {
  let connector: String
  /// The connector's name in the backup.
  let saved: String
  /// The backup's place.
  let place: String
  let takenAt: Timestamp
  /// What changes for the connector.
  let plan: RestorePlan
  /// What is written for that.
  let writes: TopicWritePlan
  /// Nil where nobody told the connector's configuration.
  let judgement: OffsetJudgement?
  let absence: TaskAbsence
  /// Why a task of the connector of the former name may live.
  let rivals: [String]
  /// The Kafka cluster of the backup and the one that is written; nil where nobody told.
  let savedCluster: String?
  let cluster: String?
  let broker: String
  /// The offsets topic of this connector alone; nil when it uses the workers'.
  let ownTopic: String?
  /// The ids of the checks that are overruled.
  let forced: Set<String>
  /// What becomes of the slot that was kept with the backup; nil when there is nothing to do.
  var slot: PinnedSlotReturn?
  /// What goes back with the offsets; nil where nobody told the connector's configuration.
  var surroundings: RestoreSurroundings?
  var hash = ""
  var typedName = ""
  /// What was done, a line a step; nil when only the plan was asked for.
  var result: [String]?

  // MARK: Deciding

  private var isOtherCluster: Bool {
    guard let savedCluster, let cluster else { return false }
    return savedCluster != cluster && !forced.contains("cluster")
  }

  private var isDoubtful: Bool {
    !absence.doubts.isEmpty && !forced.contains(TaskAbsence.statusCheck)
  }

  private var hasRival: Bool { !rivals.isEmpty && !forced.contains("former-connector") }

  private var ownTopicRefusal: String? {
    guard let ownTopic, plan.refusals.isEmpty,
      !(writes.values + writes.unchanged).contains(where: { $0.topic == ownTopic }),
      writes.refusals.isEmpty
    else { return nil }
    return "the connector keeps its offsets in '\(ownTopic)', of which the backup has none"
  }

  /// Why it is not done; sentences without a full stop.
  var refusals: [String] {
    var refusals = absence.objections + plan.refusals + writes.refusals
    if isDoubtful { refusals += absence.doubts }
    if let ownTopicRefusal { refusals.append(ownTopicRefusal) }
    if isOtherCluster {
      refusals.append(
        "the backup is of the Kafka cluster \(savedCluster ?? ""), and this is \(cluster ?? "")")
    }
    refusals += surroundings?.refusals(forced) ?? []
    if hasRival { refusals += rivals }
    if !judgement.isSafe, plan.refusals.isEmpty, !forced.contains(judgement.verdictID) {
      refusals.append("the verdict is \(judgement.words)")
    }
    return refusals
  }

  /// What to type next when it is refused.
  var refusalHint: String {
    if !absence.objections.isEmpty { return absence.hint }
    if !plan.refusals.isEmpty { return "'cdcwatch offsets verify \(place)' shows what it holds" }
    if let topic = writes.topicsToMake.first {
      return "no worker may run meanwhile: "
        + TopicMaking(topic.name, partitions: topic.savedPartitions, broker: broker)
        .text(isThere: topic.now != nil)
    }
    if isDoubtful { return absence.hint + (isOtherCluster ? " --force cluster" : "") }
    if isOtherCluster { return "if that is what you want: --force cluster" }
    if let hint = surroundings?.hint(forced) { return hint }
    if hasRival { return RestoreSubject.rivalHint(saved) }
    return judgement.wayOn
  }

  /// What the plan's hash is taken over; see `RestoreReport.hashed`.
  var hashed: [String] {
    ["backup \(place)", "Kafka \(cluster ?? "")", judgement.verdict.rawValue]
      + written + forced.sorted() + (slot?.hashed ?? [])
      + (surroundings?.history?.hashed ?? [])
  }

  /// What stands in the topics afterwards, and what does not, whatever has been written already.
  private var written: [String] {
    writes.tombstones.map { "remove \(Self.name(of: $0))" }
      + (writes.values + writes.copies + writes.unchanged).map { record in
        "\(Self.name(of: record)) -> \(String(decoding: record.value ?? [], as: UTF8.self))"
      }.sorted()
  }

  /// Why what was agreed to by `self` is not done as `newer` says, taken just before; nil when it is.
  func objection(to newer: TopicRestoreReport) -> String? {
    let again = VerdictAgain(agreed: judgement, now: newer.judgement)
    guard again.isCovered else { return again.words }
    guard newer.refusals.isEmpty else {
      return "meanwhile \(newer.refusals.joined(separator: "; "))"
    }
    guard newer.written == written else {
      return "meanwhile the topics have changed, and something else would be written"
    }
    if let needed = newer.slot, needed.hashed != slot?.hashed {
      return "meanwhile a step is needed that was not in the plan:"
        + " \((needed.stepsBefore + needed.stepsAfter).joined(separator: ", "))"
    }
    return newer.surroundings?.history?.objection(agreed: surroundings?.history)
  }

  private static func name(of record: OffsetRecord) -> String {
    "\(record.topic)[\(record.partition)] \(String(decoding: record.key ?? [], as: UTF8.self))"
  }

  // MARK: Text

  var lines: [String] {
    var lines = [
      "restore '\(connector)'\(former) from \(place), taken at \(takenAt), into the offsets topic itself",
      "Kafka    \(broker), cluster \(cluster ?? "not told")",
    ]
    if absence.objections.isEmpty, !isDoubtful { lines.append("no task  \(absence.proof)") }
    lines += steps.enumerated().map { "\($0.offset + 1). \($0.element)" }
    lines += writes.unchanged.map { "\(Self.name(of: $0)) stands there already" }
    lines += plan.kept.map { "\(OffsetWords.partition($0)) is not in the backup, and stays" }
    lines += remarks.map { "note: \($0)" }
    lines.append("verdict  \(judgement.words)")
    return lines
  }

  private var former: String { saved == connector ? "" : ", which was '\(saved)'," }

  private var remarks: [String] {
    plan.remarks + (surroundings?.remarks ?? []) + writes.remarks
      + writes.strays.map { stray in
        "the key stands in \(stray.topic)[\(stray.partition)] too, if only with a tombstone, and gets the same offset there:"
          + " the next start of a worker is right then, whichever it reads last. The task goes on in"
          + " one partition alone, so a later start may take the other's, and repeat what came since."
          + " (A tombstone there would hide the offset until the topic was compacted)"
      }
  }

  private var steps: [String] {
    let changes = plan.changes.map { change in
      let name = OffsetWords.partition(change.partition)
      guard let after = change.after else { return "\(name) has no offset then" }
      let before = change.before.map { OffsetWords.position(of: $0) } ?? "no offset"
      let distance = change.distance.map { " (\(OffsetWords.distance($0)))" } ?? ""
      return "\(name) goes from \(before) to \(OffsetWords.position(of: after))\(distance)"
    }
    let tombstones = writes.tombstones.map { "write a tombstone: \(Self.name(of: $0))" }
    let what = saved == connector ? "the saved bytes" : "the saved value under the new name"
    let values = writes.values.map { "write \(what): \(Self.name(of: $0))" }
    let copies = writes.copies.map { "write the same there too: \(Self.name(of: $0))" }
    return ["prove once more that no task lives", "save the topics' records"]
      + (surroundings?.history?.steps ?? []) + (slot?.stepsBefore ?? []) + values + copies
      + tombstones
      + ["read the topics back to their ends"] + (slot?.stepsAfter ?? []) + changes
  }

  var object: JSONValue {
    .object(
      [
        ("schema_version", .integer(1)),
        ("connector", .string(connector)),
        ("backup", .string(place)),
        ("via", .string("kafka")),
        ("verdict", .string(judgement.verdict.rawValue)),
        ("plan", .array(steps.map(JSONValue.string))),
        ("kept", .array(plan.kept)),
        ("schema_history", surroundings?.history?.object ?? .null),
        ("notes", .array(remarks.map(JSONValue.string))),
      ] + outcome)
  }
}
