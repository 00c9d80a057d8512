internal import JSON

extension SourceOffset {
  /// Why a connector fails with this offset, whatever its database says, a sentence each.
  ///
  /// `engine` is the connector's; nil where only the offset tells it. Connect itself takes anything
  /// (facts 15).
  public func defects(for engine: Engine? = nil) -> [String] {
    let engine = engine ?? self.engine
    // PostgreSQL's connector begins where its slot stands.
    if isEmpty, engine != .postgresql {
      return [
        "the offset is {}, which is not the same as none: the task fails with it. Take the"
          + " partition's offset away (null) to begin anew"
      ]
    }
    var defects: [String] = []
    if case .other(let text) = snapshot {
      defects.append("snapshot is '\(text.prefix(40))', with which no connector starts")
    }
    switch engine {
    case .postgresql: defects += postgreSQLDefects
    case .mysql, .mariadb, .mysqlOrMariaDB: defects += binlogDefects
    case .sqlServer, .mongodb, .unknown: break
    }
    return defects
  }

  private var postgreSQLDefects: [String] {
    var defects: [String] = []
    for name in ["ts_usec", "txId", "lsn", "lsn_proc", "lsn_commit"] {
      guard let value = members[name], !value.isNull, value.integerValue == nil else { continue }
      defects.append("\(name) is no whole number but \(value.text.prefix(40)): the task fails")
    }
    for name in ["last_snapshot_record", "snapshot_completed"] {
      guard let value = members[name], !value.isNull, value.boolValue == nil else { continue }
      defects.append("\(name) is neither true nor false but \(value.text.prefix(40))")
    }
    let hasPosition = ["lsn", "lsn_proc"].contains { members[$0].map { !$0.isNull } ?? false }
    if !hasPosition, committedLSN != nil {
      defects.append("it has lsn_commit and neither lsn_proc nor lsn: it names no position")
    }
    return defects
  }

  private var binlogDefects: [String] {
    var defects: [String] = []
    if file == nil {
      defects.append(
        "file is missing: the task fails (\"Source offset 'file' parameter is missing\"), also where"
          + " the GTIDs alone would decide")
    }
    // A number's text will do, too.
    if let value = members["pos"], !value.isNull, Int64(value.plainText) == nil {
      defects.append("pos is no whole number but \(value.text.prefix(40)): the task fails")
    }
    // Empty ones are a case of their own: every log is read.
    if let gtidText, gtids == nil, !gtidText.allSatisfy(\.isWhitespace) {
      defects.append("gtids is no GTID set: '\(gtidText.prefix(80))'")
    }
    return defects
  }
}
