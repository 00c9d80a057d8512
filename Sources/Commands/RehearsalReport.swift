import JSON
import Kafka
import OffsetBackup

/// The plan of a rehearsal, and what came of it.
struct RehearsalReport: ExecutableChange {
  /// The backup's place.
  let place: String
  let plan: RehearsalPlan
  let backup: SoundBackup
  /// The Kafka cluster that it is made in.
  let cluster: String?
  let broker: String
  /// What was done, a line a step; nil when only the plan was asked for.
  var result: [String]?

  var refusals: [String] { plan.refusals }

  var refusalHint: String {
    "name a topic that is not there yet: --rehearse cdcwatch-rehearsal"
  }

  var way: String { "--execute does it" }

  var epilogue: [String] { ["next: \(next)"] }

  var lines: [String] {
    [
      "rehearse \(place), taken at \(backup.manifest.takenAt): \(BackupReport.count(backup.live.count, "record")), no connector is touched",
      "Kafka    \(broker), cluster \(cluster ?? "not told")",
    ] + steps.enumerated().map { "\($0.offset + 1). \($0.element)" }
  }

  private var steps: [String] {
    var steps = plan.topics.map { topic in
      let settings = topic.settings.configuration.sorted { $0.key < $1.key }
        .map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
      let parts = "\(topic.partitions) partition\(topic.partitions == 1 ? "" : "s")"
      return topic.exists
        ? "use the topic '\(topic.name)' with \(parts), which never held a record"
        : "make the topic '\(topic.name)' with \(parts), \(settings)"
    }
    steps += plan.topics.map { topic in
      "write \(BackupReport.count(topic.records.count, "record")) of '\(topic.original)' into"
        + " '\(topic.name)', each with its own bytes into its own partition"
    }
    return steps + ["read them back, and compare content_sha256"]
  }

  /// What shows it once more, by the usual way.
  private var next: String {
    "'cdcwatch offsets backup DIRECTORY "
      + plan.topics.map { "--offsets-topic \($0.name)" }.joined(separator: " ")
      + "' gives the same content_sha256; then remove "
      + plan.topics.map { "'\($0.name)'" }.joined(separator: " and ") + ", which nobody reads"
  }

  var object: JSONValue {
    .object([
      ("schema_version", .integer(1)),
      ("backup", .string(place)),
      ("topics", .array(plan.topics.map { .string($0.name) })),
      ("content_sha256", .string(backup.manifest.contentHash)),
      ("plan", .array(steps.map(JSONValue.string))),
      ("refusals", .array(plan.refusals.map(JSONValue.string))),
      ("executed", .bool(result != nil)),
      ("result", result.map { .array($0.map(JSONValue.string)) } ?? .null),
      ("next", result == nil ? .null : .string(next)),
    ])
  }
}
