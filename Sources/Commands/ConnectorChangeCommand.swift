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
    let name = invocation.arguments.first ?? ""
    let place = try PlacedConnector.named(
      name, among: PlacedConnector.all(ConnectSettings(invocation, context: context), context)
    ).place
    var cluster = try context.withConnect { () throws(ConnectError) in
      try place.client(stop: context.stop)
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
    try report.print(invocation, context)
    guard report.isProven else {
      throw CommandFailure(
        report.whyNotProven, hint: "'cdcwatch connector status \(name)' has the whole of it",
        status: .unproven)
    }
    return ExitStatus.success.rawValue
  }

  private func make(
    _ cluster: inout ConnectCluster, _ name: String, _ options: CommonOptions
  ) throws(CommandFailure) -> ConnectorStatus {
    do throws(ConnectError) {
      try cluster.make(change, of: name)
    } catch {
      guard !error.isRefusal else {
        throw CommandFailure(error, stopStatus: context.stopStatus)
      }
      throw unproven(
        "whether Connect took the \(change.word) of '\(name)' is not known: \(error)", name)
    }
    do throws(ConnectError) {
      return try cluster.wait(
        for: change, of: name, within: max(options.timeout, Self.shortestWait), stop: context.stop)
    } catch {
      throw unproven(
        "Connect took the \(change.word) of '\(name)', and whether it has come about is not known:"
          + " \(error)", name)
    }
  }

  /// It may have been changed, also where the command was interrupted.
  private func unproven(_ message: String, _ name: String) -> CommandFailure {
    var failure = CommandFailure(
      message, hint: "'cdcwatch connector status \(name)' shows what has come of it",
      status: .unproven)
    if context.stop.isRaised, let status = context.stopStatus { failure.status = status }
    return failure
  }
}

extension ConnectorChange {
  /// As in "the stop of a connector".
  fileprivate var word: String {
    switch self {
    case .stop: "stop"
    case .resume: "resume"
    case .restart: "restart"
    }
  }
}
