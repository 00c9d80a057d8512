import Debezium
import JSON
import OffsetBackup

/// What `offsets rescue` found, what it saved, and what to do now.
struct RescueReport: PrintedReport {
  let findings: RescueFindings
  let broker: String
  /// The new backup; nil when nothing could be saved.
  var place: String?
  var contentHash: String?

  /// 2 when nothing is known of a connector, 3 when an older backup had to do, 0 else.
  var status: ExitStatus {
    if findings.offsets.entries.isEmpty || !findings.missing.isEmpty { return .critical }
    return findings.offsets.entries.contains { $0.origin == .backup } ? .warning : .success
  }

  // MARK: Lines

  var printed: [String] {
    var lines = findings.topics.map { "\($0.name): \(state(of: $0))" }
    lines += findings.offsets.entries.map { entry in
      "\(entry.key.connector) \(OffsetWords.partition(entry.key.partition)):"
        + " \(OffsetWords.position(of: entry.record.decodedValue)), \(origin(of: entry))"
    }
    lines += findings.missing.map { "\($0): nothing is known of its offset" }
    lines += findings.notes.map { "note: \($0)" }
    if let place { lines.append("saved: \(place)") }
    lines += steps.isEmpty ? ["nothing is to be done"] : ["restart no worker. What to do now:"]
    lines += steps.enumerated().map { "\($0.offset + 1). \($0.element)" }
    return lines
  }

  private func state(of topic: RescuedTopic) -> String {
    let wanted =
      "\(topic.partitions) partitions\(topic.isAssumed ? " (Connect's usual number)" : "")"
    guard let now = topic.now else { return "there is no such topic; it should have \(wanted)" }
    let policy = topic.cleanupPolicy.map { ", cleanup.policy=\($0)" } ?? ""
    let count = now.partitions.count
    let present = "\(count) partition\(count == 1 ? "" : "s")\(policy)"
    guard topic.damage == .none else {
      return
        "made anew with \(present); it should have \(wanted), cleanup.policy=compact. No worker"
        + " starts with it as it is"
    }
    return now.live.isEmpty
      ? "\(present), as Connect needs it, and no offset in it"
      : "\(present), as Connect needs it, \(BackupReport.count(now.live.count, "offset")) in it"
  }

  private func origin(of entry: RescuedOffsets.Entry) -> String {
    switch entry.origin {
    case .topic:
      "as its task wrote it\(entry.record.time.map { " at \($0)" } ?? "")"
    case .connect: "as Connect has it in memory"
    case .backup:
      "as it was in a backup\(entry.record.time.map { ", of \($0)" } ?? "")"
    }
  }

  // MARK: What to do

  private var steps: [String] {
    var steps = findings.topics.flatMap { TopicMaking.steps($0, broker: broker) }
    if findings.isDamaged {
      steps.append(
        "'cdcwatch offsets rescue' again: tasks that run write their next offset into the topic")
    } else {
      steps += quiet.map { name in
        "\(name), unless its task writes its offset by itself: 'cdcwatch connector stop \(name)"
          + " --execute', 'cdcwatch offsets restore latest -c \(name) --via kafka', 'cdcwatch"
          + " connector resume \(name) --execute'"
      }
    }
    return steps + findings.missing.map(wayOut)
  }

  /// The connectors whose offsets are saved and stand in no topic.
  private var quiet: [String] {
    let saved = Set(findings.offsets.entries.map(\.key.connector))
    return saved.subtracting(findings.inTopic).sorted()
  }

  private func wayOut(_ connector: String) -> String {
    let configuration = findings.accounts.flatMap(\.connectors).first { $0.name == connector }?
      .configuration
    switch configuration?.engine {
    case .postgresql?:
      return
        "\(connector): its slot knows what was delivered: 'cdcwatch offsets set -c \(connector) --to-slot'"
    case .mysql?, .mariadb?:
      guard let position = findings.lastPositions[connector] else {
        return
          "\(connector): no topic of its tables holds a change; it begins as a new connector does"
      }
      return
        "\(connector): its last change in Kafka came from \(position); from there on what came is"
        + " repeated: 'cdcwatch offsets set -c \(connector) \(position.flags)' (where other servers"
        + " wrote too, with their parts of @@gtid_executed)"
    default:
      return "\(connector): it begins as a new connector does, by its snapshot.mode"
    }
  }

  // MARK: JSON

  var object: JSONValue {
    .object([
      ("schema_version", .integer(1)),
      ("backup", JSONValue(place)),
      ("content_sha256", JSONValue(contentHash)),
      ("topics", .array(findings.topics.map(topicObject))),
      ("offsets", .array(findings.offsets.entries.map(entryObject))),
      ("missing", .array(findings.missing.map(JSONValue.string))),
      ("notes", .array(findings.notes.map(JSONValue.string))),
      ("next", .array(steps.map(JSONValue.string))),
    ])
  }

  private func topicObject(_ topic: RescuedTopic) -> JSONValue {
    let state =
      switch topic.damage {
      case .absent: "absent"
      case .madeAnew: "made anew"
      case .none: topic.now?.live.isEmpty == true ? "empty" : "sound"
      }
    return .object([
      ("topic", .string(topic.name)),
      ("state", .string(state)),
      ("partitions", topic.now.map { .integer(Int64($0.partitions.count)) } ?? .null),
      ("cleanup_policy", JSONValue(topic.cleanupPolicy)),
      ("wanted_partitions", .integer(Int64(topic.partitions))),
    ])
  }

  private func entryObject(_ entry: RescuedOffsets.Entry) -> JSONValue {
    .object([
      ("connector", .string(entry.key.connector)),
      ("partition", entry.key.partition),
      ("offset", entry.record.decodedValue?.members ?? .null),
      ("from", .string(entry.origin.rawValue)),
      ("topic", .string(entry.record.topic)),
      ("kafka_partition", .integer(Int64(entry.record.partition))),
    ])
  }
}
