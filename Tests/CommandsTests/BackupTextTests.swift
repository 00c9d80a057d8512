import Debezium
import JSON
import Runtime
import Testing

@testable import Commands
@testable import OffsetBackup

@Suite struct BackupTextTests {
  @Test(
    arguments: [
      (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (1449, "1.4 kB"),
      (9949, "9.9 kB"), (9950, "10 kB"), (142_000_000, "142 MB"), (999_499_999, "999 MB"),
      (999_500_000, "1.0 GB"), (UInt64.max, "18 EB"),
    ] as [(UInt64, String)])
  func `an amount of bytes has three figures at most`(count: UInt64, expected: String) {
    #expect(ByteText.text(count) == expected)
  }

  @Test(
    arguments: [
      (0, "0.0 s"), (400, "0.4 s"), (9940, "9.9 s"), (59_000, "59 s"), (192_000, "3 min 12 s"),
      (7_500_000, "2 h 5 min"), (97_200_000, "1 d 3 h"), (UInt64.max, "213503982334 d 14 h"),
    ] as [(UInt64, String)])
  func `a span of time has two units at most`(milliseconds: UInt64, expected: String) {
    #expect(ByteText.span(milliseconds) == expected)
  }

  @Test func `a profile's settings are its own`() {
    let text = """
      # comment
      aws_access_key_id = nobody's
      [default]
      aws_access_key_id = one
      aws_secret_access_key=a=b
      [ other ]
      aws_access_key_id = two
      no equals
      """
    #expect(
      ProfileText.settings(of: "default", in: text)
        == ["aws_access_key_id": "one", "aws_secret_access_key": "a=b"])
    #expect(ProfileText.settings(of: "other", in: text) == ["aws_access_key_id": "two"])
    #expect(ProfileText.settings(of: "none", in: text) == [:])
  }

  private func line(_ first: String, _ second: String) throws -> String {
    func state(_ offset: String) throws -> OffsetState {
      let answer = try JSONValue.parse(
        #"{"offsets":[{"partition":{"server":"s"},"offset":\#(offset)}]}"#)
      return try #require(OffsetState(connectAnswer: answer, connector: "shop"))
    }
    let comparison = try #require(OffsetComparison(try state(first), try state(second)))
    return try #require(ComparisonReport(comparison).lines.first)
  }

  @Test func `a difference says which way, in what, or that nobody can tell`() throws {
    let uuid = "9a343b4a-e5cc-11f1-b7e7-02fc00000001"
    #expect(
      try line(
        #"{"file":"b.1","pos":4,"gtids":"\#(uuid):1-5","ts_sec":10}"#,
        #"{"file":"b.1","pos":904,"gtids":"\#(uuid):1-6","ts_sec":20}"#)
        == #"shop {"server":"s"}: 900 bytes of binary log, about 10 s, 1 transaction behind"#)
    #expect(
      try line(#"{"lsn":5000000,"lsn_proc":5000000}"#, #"{"lsn":10,"lsn_proc":10}"#)
        == #"shop {"server":"s"}: 5.0 MB of WAL ahead"#)
    #expect(
      try line(#"{"gtids":"\#(uuid):1-5"}"#, #"{"gtids":"\#(uuid):1-3:9"}"#)
        == #"shop {"server":"s"}: of different histories: 2 transactions only in the first, 1 only in the second"#
    )
    #expect(
      try line(#"{"lsn":5,"messageType":"INSERT"}"#, #"{"lsn":5,"messageType":"UPDATE"}"#)
        == #"shop {"server":"s"}: at the same place; these members differ: messageType"#)
    #expect(try line(#"{"file":"a","pos":1}"#, #"{"file":"b","pos":1}"#).contains("differ: file"))
  }

  @Test func `the plan's hash is of what is done, to what`() throws {
    let base = try ChangeConsent(subject: "/a", plan: ["remove x", "remove y"]).hash
    #expect(base.count == 16)
    #expect(try ChangeConsent(subject: "/a", plan: ["remove x", "remove y"]).hash == base)
    for (subject, plan) in [
      ("/b", ["remove x", "remove y"]), ("/a", ["remove y", "remove x"]), ("/a", ["remove x"]),
    ] {
      #expect(try ChangeConsent(subject: subject, plan: plan).hash != base)
    }
  }
}
