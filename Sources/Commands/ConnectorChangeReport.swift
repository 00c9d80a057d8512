import JSON
import KafkaConnect
import Runtime

/// The plan of a change to a connector, and what came of it.
struct ConnectorChangeReport: PrintedReport {
  let change: ConnectorChange
  let before: ConnectorStatus
  let workers: [String]
  /// The flag or variable that named the workers.
  let origin: String
  /// The Kafka cluster that Connect's workers use.
  let clusterID: String?
  /// Its state afterwards; nil when only the plan was asked for.
  var after: ConnectorStatus?

  /// What will be done, a step a line.
  var plan: [String] {
    let name = "'\(DisplayText.printable(before.name))'"
    guard change.isNeeded(for: before) else {
      return ["nothing: \(name) is \(Self.words(before)) already"]
    }
    switch change {
    case .stop:
      return [
        "stop the connector \(name), which is \(Self.words(before))", "wait until no task is left",
      ]
    case .resume:
      return [
        "resume the connector \(name), which is \(Self.words(before))", "wait until its tasks run",
      ]
    case .restart(let onlyFailed):
      return [
        onlyFailed
          ? "restart what has failed of \(name), which is \(Self.words(before))"
          : "restart the connector \(name) and its tasks, which is \(Self.words(before))",
        "wait until its tasks run",
      ]
    }
  }

  /// Whether nothing was asked for, or what was has come about.
  var isProven: Bool {
    guard let after else { return true }
    guard change.isNeeded(for: before) else { return true }
    return change.outcome(after) == .done
  }

  var whyNotProven: String {
    guard let after else { return "" }
    let failure = after.tasks.lazy.compactMap(\.failure).first.map { ": \($0)" } ?? ""
    return "the connector '\(after.name)' is \(Self.words(after))\(failure)"
  }

  /// `RUNNING, 1 task RUNNING`.
  private static func words(_ status: ConnectorStatus) -> String {
    var counts: [(state: String, count: Int)] = []
    for task in status.tasks {
      let state = task.state.description
      if let index = counts.firstIndex(where: { $0.state == state }) {
        counts[index].count += 1
      } else {
        counts.append((state, 1))
      }
    }
    let tasks = counts.map { "\($0.count) task\($0.count == 1 ? "" : "s") \($0.state)" }
    return ([status.state.description] + (tasks.isEmpty ? ["no tasks"] : tasks))
      .joined(separator: ", ")
  }

  // MARK: Text

  var printed: [String] {
    var lines = plan.enumerated().map { "\($0.offset + 1). \($0.element)" }
    lines.append("Connect  \(workers.joined(separator: ",")) (\(origin))")
    lines.append("cluster  \(clusterID ?? "its id is not known")")
    if let after {
      lines.append(
        isProven ? "done: it is \(Self.words(after))" : "not done: it is \(Self.words(after))")
      if isProven, let remark { lines.append(remark) }
    } else {
      lines.append("nothing was changed: add --execute to do it")
    }
    return lines
  }

  /// What the state does not say.
  private var remark: String? {
    switch change {
    case .stop: nil
    case .resume, .restart:
      "RUNNING says that the task was started, not that it reads: 'cdcwatch offsets log -c"
        + " \(before.name)' shows whether its offset moves"
    }
  }

  var object: JSONValue {
    .object([
      ("schema_version", .integer(1)),
      ("connector", .string(before.name)),
      ("plan", .array(plan.map(JSONValue.string))),
      ("plan_hash", .null),
      ("executed", .bool(after != nil)),
      ("result", JSONValue(after.map(Self.words))),
      ("next", .null),
    ])
  }
}
