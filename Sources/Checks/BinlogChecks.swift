internal import Databases
internal import Debezium

/// What was looked at on a MySQL or MariaDB server.
struct BinlogChecks {
  let facts: OffsetCase
  let state: BinlogState

  func all() -> [OffsetCheck] {
    var checks: [OffsetCheck] = []
    if state.isReadOnly {
      checks.append(
        OffsetCheck("read-only", .warning, "the server is read-only, as a replica is"))
    }
    guard let offset = facts.offset else { return checks }
    if let gtids = offset.gtids, !gtids.isEmpty { checks += gtidChecks(gtids) }
    if let file = offset.file, offset.gtidText == nil || !state.usesGTIDs {
      let isThere = state.logs.contains { $0.name == file }
      checks.append(
        OffsetCheck(
          "binlog-file", isThere ? .ok : .critical,
          isThere ? "'\(file)' is there" : "'\(file)' is purged"))
    }
    return checks
  }

  private func gtidChecks(_ gtids: GTIDSet) -> [OffsetCheck] {
    let filter = GTIDFilter(facts.configuration)
    let stored = filter.kept(of: gtids)
    let mode = OffsetCheck(
      "gtid-mode", state.usesGTIDs ? .ok : .warning,
      state.usesGTIDs
        ? "the server uses GTIDs" : "the server does not use GTIDs, the offset has some")
    let isKnown = state.executed.contains(stored)
    let executed = OffsetCheck(
      "gtids-executed", isKnown ? .ok : .critical,
      isKnown
        ? "the server has executed all of the offset's transactions"
        : "the server has not executed all of the offset's transactions")
    guard let purged = state.purged else {
      return [
        mode, executed,
        OffsetCheck("gtids-purged", .notChecked, "where the oldest binary log begins is not known"),
      ]
    }
    let gone = filter.kept(of: purged).subtracting(stored)
    let detail =
      gone.isEmpty
      ? "nothing after the offset is purged"
      : "\(gone.transactionCount) transactions after the offset are purged"
    return [mode, executed, OffsetCheck("gtids-purged", gone.isEmpty ? .ok : .critical, detail)]
  }
}
