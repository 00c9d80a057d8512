import CommandLine
import JSON
import KafkaConnect
import Runtime

/// `cdcwatch connector stop`, `resume` and `restart`: a plan, and with `--execute` the change and its
/// proof.
struct ConnectorChangeCommand {
  let change: ConnectorChange
  let invocation: Invocation
  let context: CommandContext

  /// A stop under load takes 5 s and more, and a rebalance before it ten.
  private static let shortestWait = Duration.seconds(60)

  func run() throws(CommandFailure) -> Int32 {
    let options = CommonOptions(invocation, context: context)
    let settings = try ConnectSettings(invocation, context: context)
    let name = invocation.arguments.first ?? ""
    let place = try place(of: name, settings)
    var cluster = try context.withConnect { () throws(ConnectError) in
      try settings.cluster(place, stop: context.stop)
    }
    var report = try context.withConnect { () throws(ConnectError) in
      ConnectorChangeReport(
        change: change, before: try cluster.status(name), workers: place.workers,
        origin: place.origin, clusterID: try cluster.info().clusterID)
    }
    if invocation.isSet(.execute) {
      report.after =
        change.isNeeded(for: report.before)
        ? try make(&cluster, name, options) : report.before
    }
    try printing { () throws(RuntimeError) in
      try context.output.write(report.text(options.format))
    }
    guard report.isProven else {
      throw CommandFailure(
        report.whyNotProven, hint: "'cdcwatch connector status \(name)' has the whole of it",
        status: .unproven)
    }
    return ExitStatus.success.rawValue
  }

  /// The one cluster that has a connector of that name.
  private func place(
    of name: String, _ settings: ConnectSettings
  ) throws(CommandFailure) -> ConnectSettings.Cluster {
    guard !settings.clusters.isEmpty else { throw CommandFailure.noConnectCluster }
    var places: [ConnectSettings.Cluster] = []
    var known: [String] = []
    for place in settings.clusters {
      let names = try context.withConnect { () throws(ConnectError) in
        var cluster = try settings.cluster(place, stop: context.stop)
        return try cluster.connectors().map(\.name)
      }
      known += names
      if names.contains(name) { places.append(place) }
    }
    guard let place = places.first else { throw CommandFailure(noConnector: name, known: known) }
    guard places.count == 1 else {
      throw CommandFailure(
        "\(places.count) clusters have a connector '\(DisplayText.printable(name))'",
        hint: "name its cluster alone with --connect", status: .usage)
    }
    return place
  }

  private func make(
    _ cluster: inout ConnectCluster, _ name: String, _ options: CommonOptions
  ) throws(CommandFailure) -> ConnectorStatus {
    let limit = max(options.timeout, Self.shortestWait)
    let deadline = Deadline(after: limit)
    return try context.withConnect { () throws(ConnectError) in
      try cluster.make(change, of: name)
      // A task that fails at its start does so within seconds; RUNNING right after the call may be
      // the state before it.
      var seen = 0
      while true {
        let status = try cluster.status(name)
        let outcome = change.outcome(status)
        seen = outcome == .pending ? 0 : seen + 1
        if seen >= change.proofs || deadline.hasPassed { return status }
        if context.stop.wait(until: deadline.clamped(to: .milliseconds(250))) != nil {
          throw .stopped
        }
      }
    }
  }
}

extension ConnectorChange {
  /// How many answers in turn have to say the same.
  fileprivate var proofs: Int {
    switch self {
    case .stop: 1
    case .resume, .restart: 8
    }
  }
}

extension CommandFailure {
  /// Nobody said where Connect is.
  static var noConnectCluster: CommandFailure {
    CommandFailure(
      "no Connect cluster was named",
      hint: "type --connect http://HOST:8083, set CDCWATCH_CONNECT, or name a context with connect",
      status: .usage)
  }

  /// Connect has no connector of that name.
  init(noConnector name: String, known: [String]) {
    let names = known.sorted().joined(separator: ", ")
    self.init(
      "Connect has no connector '\(name)'",
      hint: names.isEmpty ? "it has no connector at all" : "it has \(names)", status: .usage)
  }
}

extension Invocation {
  /// Where a flag's value came from, as it is typed.
  func originText(of flag: Flag) -> String {
    switch origin(flag) {
    case .environment(let name): name
    case .file(let place): place
    case .commandLine, .usual, nil: "--\(flag.name)"
    }
  }
}
