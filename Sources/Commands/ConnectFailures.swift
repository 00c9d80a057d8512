import KafkaConnect

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
