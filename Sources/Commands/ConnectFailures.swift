import KafkaConnect
import Runtime

extension CommandContext {
  /// Runs what may fail with Connect's error; the command then fails with its words and exit status.
  func withConnect<Value: ~Copyable>(
    _ body: () throws(ConnectError) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(ConnectError) {
      return try body()
    } catch {
      throw CommandFailure(error, stopStatus: stopStatus)
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
    let names = DisplayText.printable(known.sorted().joined(separator: ", "))
    self.init(
      "Connect has no connector '\(DisplayText.printable(name))'",
      hint: names.isEmpty ? "it has no connector at all" : "it has \(names)", status: .usage)
  }
}
