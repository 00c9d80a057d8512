import CommandLine
import Watch

struct ConnectSurvey {
  init?(invocation: Invocation, context: CommandContext) throws(CommandFailure) { return nil }
  func connectors() throws(CommandFailure) -> [TopicFinder.KnownConnector] { [] }
  func board(isFollowed: Bool) throws(CommandFailure) -> ConnectorStatusBoard { ConnectorStatusBoard() }
}
struct ConnectorStatusBoard {
  func tell(_ watch: inout SnapshotWatch) {}
  func stop() {}
}
struct ConnectorCommand {
  let invocation: Invocation
  let context: CommandContext
  func run() throws(CommandFailure) -> Int32 { 1 }
}
struct DemoCommand {
  let invocation: Invocation
  let context: CommandContext
  func run() throws(CommandFailure) -> Int32 { 1 }
}
