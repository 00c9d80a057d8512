import CommandLine
import Watch

/// Turns a command line into what a watch is asked to do.
struct WatchRequests {
  let invocation: Invocation
  let context: CommandContext
  let mode: SnapshotCommand.Mode

  func request(
    connectors: [TopicFinder.KnownConnector]?
  ) throws(CommandFailure) -> WatchRequest {
    var request = WatchRequest(clock: context.clock)
    request.wishes.tables = Self.distinct(context.tables(invocation))
    request.wishes.connector = invocation.text(.connector)
    request.wishes.offsets = invocation.all(.offsetsTopic)
    request.wishes.notifications = invocation.text(.notificationsTopic)
    request.wishes.signals = invocation.text(.signalTopic)
    request.connectors = connectors
    request.rows = try rows()
    request.timeout = invocation.duration(.timeout) ?? .seconds(10)
    request.stalledAfter = invocation.duration(.stalledAfter) ?? .seconds(60)
    request.unansweredAfter = invocation.duration(.unansweredAfter)
    return request
  }

  private func rows() throws(CommandFailure) -> WatchRequest.Rows {
    guard invocation.isSet(.from), let text = invocation.text(.from) else {
      return mode == .history ? .everything : .newestSnapshot
    }
    switch StartText.parse(text) {
    case .position(let position): return .from(position)
    case .time(let time): return .since(time)
    case nil: throw CommandFailure(badStart: text)
    }
  }

  private static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
