import Debezium

extension Notification.ScanStatus {
  /// The status as Debezium writes it.
  var words: String {
    switch self {
    case .succeeded: "SUCCEEDED"
    case .empty: "EMPTY"
    case .noPrimaryKey: "NO_PRIMARY_KEY"
    case .skipped: "SKIPPED"
    case .sqlException: "SQL_EXCEPTION"
    case .unknownSchema: "UNKNOWN_SCHEMA"
    case .other(let text): text
    }
  }
}
