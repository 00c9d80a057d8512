public import KafkaConnect
public import Runtime

/// Why there is no new backup, or why one cannot be read.
public enum BackupError: Error, Sendable {
  /// Connect refused, or does not answer.
  case connect(ConnectError)
  /// A topic was not read whole.
  case offsets(OffsetReadError)
  /// The archive refused.
  case store(StoreError)
  /// Nothing that could be backed up was found; why.
  case empty(String)
  /// What was written is not what was read back.
  case notSound([String])
}

/// Why a folder or a bucket did not do what it was asked.
public enum StoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The machine's own file system, or libcrypto.
  case system(RuntimeError)
  /// The place has no such run, or the run no such file.
  case notFound(String)
  /// The place cannot be written in that way; why, and what to type.
  case badPlace(String, reason: String)
  /// The bucket cannot be reached; why.
  case unreachable(String, reason: String)
  /// The bucket refuses this key; its own words.
  case denied(String, reason: String)
  /// The bucket answers something else; its own words.
  case refused(String, reason: String)

  /// What could not be done, to what, and why.
  public var description: String {
    switch self {
    case .system(let error): error.description
    case .notFound(let place): "there is no '\(place)'"
    case .badPlace(let place, let reason): "'\(place)' is no place for backups: \(reason)"
    case .unreachable(let place, let reason): "cannot reach '\(place)': \(reason)"
    case .denied(let place, let reason): "'\(place)' is refused: \(reason)"
    case .refused(let place, let reason): "'\(place)' answers: \(reason)"
    }
  }
}
