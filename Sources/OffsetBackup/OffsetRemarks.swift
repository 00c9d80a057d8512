import Debezium
import JSON

extension SourceOffset {
  /// What somebody who starts a connector with it should know.
  var remarks: [String] {
    guard snapshot == .incremental, snapshotCompleted != true else { return [] }
    return [
      "it was written in the middle of a chunk: a task that starts from it and dies before the next"
        + " window closes forgets the incremental snapshot"
    ]
  }
}
