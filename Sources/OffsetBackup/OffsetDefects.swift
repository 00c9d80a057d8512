import Debezium
import JSON

extension SourceOffset {
  /// Why a connector fails with this offset, whatever its database says, a sentence each.
  ///
  /// Connect itself takes anything (facts 15).
  var defects: [String] {
    if isEmpty {
      return ["the offset is {}, which is not the same as none: the task fails with it"]
    }
    var defects: [String] = []
    if case .other(let text) = snapshot {
      defects.append("snapshot is '\(text)', with which no connector starts")
    }
    for name in ["lsn", "lsn_proc", "lsn_commit", "ts_usec", "pos"] {
      guard let value = members[name], value != .null, value.integerValue == nil else { continue }
      defects.append("\(name) is no whole number: the task fails with it")
    }
    switch engine {
    case .mysql, .mariadb, .mysqlOrMariaDB:
      if file == nil { defects.append("file is missing: the task fails without it") }
      if gtidText != nil, gtids == nil { defects.append("gtids is no GTID set") }
    case .postgresql, .sqlServer, .mongodb, .unknown: break
    }
    return defects
  }

  /// What somebody who starts a connector with it should know.
  var remarks: [String] {
    guard snapshot == .incremental, snapshotCompleted != true else { return [] }
    return [
      "it was written in the middle of a chunk: a task that starts from it and dies before the next"
        + " window closes forgets the incremental snapshot"
    ]
  }
}
