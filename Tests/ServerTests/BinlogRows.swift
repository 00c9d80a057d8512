import JSON
import TestSupport
import Testing

/// The rows that MySQL and MariaDB share.
enum BinlogRows {
  static let all: [VerdictRow] = [
    VerdictRow("offset deleted", "WILL_RESNAPSHOT", .snapshot) { run in
      try await run.ledger.forgetOffsets()
      return .live
    },
    VerdictRow("old gtids with new file and position", "REPLAY", .replayed) { run in
      .put(try run.placed(run.old, asIn: run.new))
    },
    VerdictRow("new gtids with old file and position", "RESUME", .once) { run in
      .put(try run.placed(run.new, asIn: run.old))
    },
    VerdictRow("only gtids", "WILL_REFUSE", .fails("'file' parameter is missing")) { run in
      .put(try run.only(["gtids"], of: run.new))
    },
  ]
}

extension VerdictRun {
  /// Offsets with the file and the position of others.
  fileprivate func placed(_ offsets: String, asIn others: String) throws -> String {
    try edited(
      offsets,
      ["file": try member("file", of: others), "pos": try member("pos", of: others)])
  }
}
