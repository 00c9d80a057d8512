import Kafka
import OffsetBackup
import Runtime

/// Runs what may fail with a store's error; the command then fails with its words and exit status.
func withStore<Value>(_ body: () throws(StoreError) -> Value) throws(CommandFailure) -> Value {
  do throws(StoreError) {
    return try body()
  } catch {
    throw CommandFailure(error)
  }
}

extension CommandFailure {
  init(_ error: StoreError) {
    self.init("\(error)", hint: Self.hint(of: error), status: Self.status(of: error))
  }

  init(_ error: BackupError, stopStatus: Int32?) {
    switch error {
    case .connect(let error):
      self.init(error, stopStatus: stopStatus)
      let way = "without --connect the offsets alone are backed up"
      hint = hint.map { "\($0); \(way)" } ?? way
    case .offsets(let error): self.init(error, stopStatus: stopStatus)
    case .store(let error): self.init(error)
    case .empty(let reason):
      self.init(
        "there is nothing to back up: \(reason)",
        hint: "name Connect's topic with --offsets-topic (offset.storage.topic of the workers)",
        status: .critical)
    case .notSound(let problems):
      self.init(
        "what was written is not what was read back: \(problems.joined(separator: "; "))",
        hint: "is the disk sound? nothing was kept", status: .unexpected)
    }
  }

  init(_ error: OffsetReadError, stopStatus: Int32?) {
    switch error {
    case .kafka(let error): self.init(error)
    case .incomplete(let topic, let partitions, let reason):
      let numbers = partitions.map(String.init).joined(separator: ", ")
      self.init(
        "cannot read topic '\(topic)' to its end: partition \(numbers):"
          + " \(reason ?? "no record came in time")",
        hint: "allow more time with --timeout; 'kcat -L -b BROKERS -t \(topic)' shows the leaders",
        status: .unreachable)
    case .interrupted:
      self.init("interrupted", status: .unexpected)
      status = stopStatus ?? 130
    }
  }

  private static func status(of error: StoreError) -> ExitStatus {
    switch error {
    case .system(.permissionDenied), .system(.cannotMake(_, true, _)), .denied: .denied
    case .notFound, .badPlace, .system(.notFound): .usage
    case .unreachable: .unreachable
    case .system, .refused: .unexpected
    }
  }

  private static func hint(of error: StoreError) -> String? {
    switch error {
    case .system(.permissionDenied), .system(.cannotMake(_, true, _)):
      "who may write there? backups are their owner's alone"
    case .system(.cannotMake): "is there room on the disk? nothing was kept"
    case .badPlace: "a place is a folder, or s3://BUCKET/PREFIX"
    case .denied: "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, and the bucket's policy"
    case .unreachable: "is --s3-endpoint right, and reachable from here?"
    case .notFound, .system, .refused: nil
    }
  }
}
