import Kafka
import Snapshot

/// The exit statuses of every command.
public enum ExitStatus: Int32, Sendable, Comparable {
  /// Done, healthy, verified.
  case success = 0
  /// Something that should not happen.
  case unexpected = 1
  /// A check ran and found something critical.
  case critical = 2
  /// A check ran and warns, or there was not enough to tell.
  case warning = 3
  /// Authentication or permission.
  case denied = 4
  /// Kafka, Connect or the database could not be reached in time.
  case unreachable = 5
  /// Refused by a safety check; nothing was changed.
  case refused = 6
  /// Stopped half-way; something was changed.
  case halfway = 7
  /// The change was made and its verification failed.
  case unproven = 8
  /// Wrong use.
  case usage = 64

  /// Whether `left` is the milder one; among the statuses of readings, 2 is worse than 3.
  public static func < (left: ExitStatus, right: ExitStatus) -> Bool {
    left.severity < right.severity
  }

  private var severity: Int {
    switch self {
    case .success: 0
    case .warning: 1
    case .critical: 2
    case .unexpected, .denied, .unreachable, .refused, .halfway, .unproven, .usage: 3
    }
  }

  /// What a snapshot's state means to a script.
  init(_ state: SnapshotState) {
    switch state {
    case .completed, .running, .queued, .paused, .none, .skipped: self = .success
    case .requested, .unknown: self = .warning
    case .unanswered, .stalled, .incomplete, .aborted, .failed: self = .critical
    }
  }

  init(_ kind: KafkaError.Kind) {
    switch kind {
    case .authentication, .authorization: self = .denied
    case .unreachable: self = .unreachable
    case .unknownTopic, .configuration: self = .usage
    case .other: self = .unexpected
    }
  }
}
