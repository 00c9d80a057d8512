import CommandLine
import KafkaConnect

/// Finds a connector that is to get offsets over REST, or names the way that needs no REST.
struct RestoreReach {
  let invocation: Invocation
  let context: CommandContext

  /// The connector; throws when Connect cannot be reached, or is too old to write offsets.
  func connector(_ name: String) throws(CommandFailure) -> PlacedConnector {
    let way = "where REST cannot reach it: --via kafka, once no task of it lives"
    let connector: PlacedConnector
    do throws(CommandFailure) {
      connector = try PlacedConnector.named(
        name, among: PlacedConnector.all(ConnectSettings(invocation, context: context), context))
    } catch {
      var failure = error
      if failure.status == ExitStatus.unreachable.rawValue {
        failure.hint = failure.hint.map { "\($0); \(way)" } ?? way
      }
      throw failure
    }
    let version = try context.withConnect { () throws(ConnectError) in
      var cluster = try connector.place.client(stop: context.stop)
      return try cluster.info().version
    }
    guard !Self.isTooOld(version) else {
      throw CommandFailure(
        "Connect \(version) cannot write offsets over REST, which came with 3.6",
        hint: "--via kafka writes them into the topic, once no task of it lives", status: .refused)
    }
    return connector
  }

  /// Whether a version of Connect has no `PATCH /connectors/NAME/offsets`; one that cannot be read
  /// counts as new.
  static func isTooOld(_ version: String) -> Bool {
    let numbers = version.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
    guard numbers.count == 2 else { return false }
    return (numbers[0], numbers[1]) < (3, 6)
  }
}
