import CommandLine
import JSON
import KafkaConnect
import Runtime

/// `cdcwatch connector list` and `status`: what Connect says of its connectors.
struct ConnectorCommand {
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let settings = try ConnectSettings(invocation, context: context)
    guard !settings.clusters.isEmpty else { throw CommandFailure.noConnectCluster }
    let all = try context.withConnect { () throws(ConnectError) in
      try settings.connectors(stop: context.stop)
    }
    let chosen = try choose(from: all)
    let text = CommonOptions(invocation, context: context).format.text(
      ofEach: chosen.map(Self.object),
      table: invocation.path.last == "status" ? details(chosen) : table(chosen))
    try printing { () throws(RuntimeError) in try context.output.write(text) }
    return (chosen.map { Self.exit($0.status) }.max() ?? .success).rawValue
  }

  private func choose(from all: [ConnectorInfo]) throws(CommandFailure) -> [ConnectorInfo] {
    guard !invocation.arguments.isEmpty else { return all.sorted { $0.name < $1.name } }
    var chosen: [ConnectorInfo] = []
    for name in invocation.arguments {
      let found = all.filter { $0.name == name }
      guard !found.isEmpty else {
        throw CommandFailure(noConnector: name, known: all.map(\.name))
      }
      chosen += found
    }
    return chosen
  }

  private static func exit(_ status: ConnectorStatus) -> ExitStatus {
    if status.hasFailed { return .critical }
    switch status.state {
    case .running, .paused:
      let isWaiting =
        status.tasks.isEmpty
        || status.tasks.contains { $0.state != .running && $0.state != .paused }
      return isWaiting ? .warning : .success
    case .stopped: return .warning
    default: return .warning
    }
  }

  // MARK: For people

  private func table(_ connectors: [ConnectorInfo]) -> String {
    var table = TextTable([
      ("CONNECTOR", .left), ("TYPE", .left), ("STATE", .left), ("TASKS", .left), ("WORKER", .left),
      ("CLASS", .left), ("PREFIX", .left),
    ])
    for connector in connectors {
      let status = connector.status
      table.add(
        [
          connector.name, connector.type.map { "\($0)" } ?? "-", status.state.description,
          status.tasks.map { $0.state.description }.joined(separator: ","), status.worker ?? "-",
          connector.className?.split(separator: ".").last.map(String.init) ?? "-",
          connector.setting("topic.prefix") ?? "-",
        ].map { DisplayText.printable($0) })
    }
    return connectors.isEmpty ? "" : table.text
  }

  private func details(_ connectors: [ConnectorInfo]) -> String {
    connectors.map { connector in
      let status = connector.status
      var lines = ["\(connector.name): \(status.state) on \(status.worker ?? "no worker")"]
      if let trace = status.trace { lines += Self.indented(trace) }
      for task in status.tasks {
        lines.append("  task \(task.id): \(task.state) on \(task.worker ?? "no worker")")
        if let failure = task.failure { lines.append("    \(DisplayText.printable(failure))") }
        if let trace = task.trace { lines += Self.indented(trace) }
      }
      if status.tasks.isEmpty { lines.append("  no tasks") }
      return lines.joined(separator: "\n") + "\n"
    }.joined(separator: "\n")
  }

  private static func indented(_ trace: String) -> [String] {
    trace.split(whereSeparator: \.isNewline).map {
      "      " + DisplayText.printable(String($0).replacing("\t", with: "  "))
    }
  }

  // MARK: JSON

  private static func object(_ connector: ConnectorInfo) -> JSONValue {
    let status = connector.status
    return .object([
      ("schema_version", .integer(1)),
      ("connector", .string(connector.name)),
      ("type", JSONValue(connector.type.map { "\($0)" })),
      ("class", JSONValue(connector.className)),
      ("topic_prefix", JSONValue(connector.setting("topic.prefix"))),
      ("state", .string(status.state.description)),
      ("worker", JSONValue(status.worker)),
      ("trace", JSONValue(status.trace)),
      (
        "tasks",
        .array(
          status.tasks.map { task in
            .object([
              ("id", .integer(Int64(task.id))), ("state", .string(task.state.description)),
              ("worker", JSONValue(task.worker)), ("failure", JSONValue(task.failure)),
              ("trace", JSONValue(task.trace)),
            ])
          })
      ),
    ])
  }
}
