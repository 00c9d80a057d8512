import Foundation
import TestSupport
import Testing

/// What `offsets set`, `reset` and `restore --create` say before they have asked anybody.
@Suite struct OffsetSetProcessTests {
  @Test(arguments: [
    ("offsets set -c shop", "nothing says what the offset becomes"),
    ("offsets set --to-slot", "no connector was named"),
    ("offsets reset", "no connector was named"),
    ("offsets set -c shop --to-slot --lsn 0/1", "--to-slot and --lsn name several offsets"),
    ("offsets set -c shop --lsn 0/0", "'0/0' is no position"),
    ("offsets set -c shop --lsn 8ea403db:1-5", "is no position of PostgreSQL's log"),
    ("offsets set -c shop --gtids 0/1A00DE0", "neither uuid:numbers nor domain-server-sequence"),
    ("offsets set -c shop --gtids ''", "the set holds no transaction"),
    (
      "offsets set -c shop --gtids 0-1-5,8ea403db-e5ae-11f1-b6e8-02fc00000001:1-5",
      "notations in one set"
    ),
    ("offsets set -c shop --file binlog.000003", "--file needs a position"),
    ("offsets set -c shop --position 4", "--position is of no file"),
    ("offsets set -c shop --file binlog.000003 --position 3", "'3' is no place"),
    ("offsets set -c shop --file binlog.000003 --position 1e3", "'1e3' is no place"),
    ("offsets set -c shop --file '' --position 4", "--file names no file"),
    ("offsets set -c shop --to-slot --create", "--create needs the backup"),
    ("offsets set -c shop --to-slot /backups/latest", "are for a connector that is made"),
    ("offsets set -c shop --to-slot --secret a=@b", "are for a connector that is made"),
    ("offsets set -c shop --to-slot --secret a", "has no '=' behind a name"),
    ("offsets set -c shop --to-slot", "no Connect cluster was named"),
    ("offsets reset -c shop", "no Connect cluster was named"),
  ])
  func `wrong use is told with what to type`(line: String, words: String) async throws {
    let run = try await Binary.shell(
      "\"$CDCWATCH\" \(line)", environment: ["CDCWATCH_ARCHIVE": "/nonexistent"])
    #expect(run.status == 64, "\(run)")
    #expect(run.errors.contains(words), "\(run)")
    #expect(run.errors.contains("\nhint: "), "\(run)")
    #expect(run.output == "")
  }
}
