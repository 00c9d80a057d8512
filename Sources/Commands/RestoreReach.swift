import KafkaConnect

/// Whether REST can put offsets back, and the way where it cannot.
enum RestoreReach {
  /// Runs what asks Connect; one that cannot be reached gets the other way as a hint.
  static func naming<Value>(
    _ body: () throws(CommandFailure) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(CommandFailure) {
      return try body()
    } catch {
      var failure = error
      if failure.status == ExitStatus.unreachable.rawValue {
        let way = "where REST cannot reach the connector: --via kafka, once no task of it lives"
        failure.hint = failure.hint.map { "\($0); \(way)" } ?? way
      }
      throw failure
    }
  }

  /// Throws `refused` for a Connect that is too old to write offsets.
  static func check(
    _ place: ConnectSettings.Cluster, _ context: CommandContext
  ) throws(CommandFailure) {
    let version = try context.withConnect { () throws(ConnectError) in
      var cluster = try place.client(stop: context.stop)
      return try cluster.info().version
    }
    guard ConnectVersion(version)?.canAlterOffsets ?? true else {
      throw CommandFailure(
        "Connect \(version) cannot write offsets over REST, which came with 3.6",
        hint: "--via kafka writes them into the topic, once no task of it lives", status: .refused)
    }
  }
}
