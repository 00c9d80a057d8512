import Debezium
import Testing

@testable import OffsetBackup

@Suite struct OffsetCatalogTests {
  private static let key = #"["shop",{"server":"shop"}]"#
  private static let streaming = #"{"lsn":100,"lsn_proc":100,"ts_usec":1}"#

  private func record(
    _ key: String?, _ value: String?, topic: String = "connect-offsets", in partition: Int32 = 0,
    at offset: Int64 = 0
  ) -> OffsetRecord {
    OffsetRecord(
      topic: topic, partition: partition, key: key.map { Array($0.utf8) },
      value: value.map { Array($0.utf8) }, offset: offset, time: nil)
  }

  private func findings(_ key: String?, _ value: String?) -> [String] {
    OffsetCatalog([record(key, value)], liveConnectors: nil).entries.flatMap(\.findings)
  }

  @Test func `an offset that is well has no findings`() {
    #expect(findings(Self.key, Self.streaming) == [])
    #expect(findings(Self.key, nil) == [])
    #expect(
      findings(#"["inv",{"server":"inv"}]"#, #"{"file":"b.1","pos":4,"gtids":"0-1-42"}"#) == [])
  }

  @Test(
    arguments: [
      (
        #"["shop", {"server":"shop"}]"#, #"{"lsn":1}"#,
        "the key is not written as Connect writes it"
      ),
      (#"["shop",{"database":"x"}]"#, #"{"lsn":1}"#, "the partition names no server"),
      (#"{"a":1}"#, #"{"lsn":1}"#, "the key is none of Connect's, which ignores it"),
      (nil, #"{"lsn":1}"#, "the key is none of Connect's, which ignores it"),
      (Self.key, "rubbish", "the value is no JSON object"), (Self.key, "", "the value is no JSON"),
      (Self.key, "{}", "the offset is {}, which is not the same as none"),
      (Self.key, #"{"lsn":"abc"}"#, "lsn is no whole number"),
      (Self.key, #"{"lsn":1.0}"#, "lsn is no whole number"),
      (
        Self.key, #"{"lsn":1,"snapshot":"SOME"}"#,
        "snapshot is 'SOME', with which no connector starts"
      ),
      (Self.key, #"{"gtids":"0-1-42"}"#, "file is missing"),
      (Self.key, #"{"file":"b.1","pos":4,"gtids":"x"}"#, "gtids is no GTID set"),
      (
        Self.key,
        #"{"lsn":1,"snapshot":"INCREMENTAL","snapshot_completed":false,"last_snapshot_record":false}"#,
        "it was written in the middle of a chunk"
      ),
    ] as [(String?, String, String)])
  func `what would surprise whoever restores it is a finding`(
    key: String?, value: String, start: String
  ) {
    let found = findings(key, value)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix(start) == true, "\(found)")
  }

  @Test func `a key in two partitions is a finding, unless one is a tombstone`() {
    let first = record(Self.key, Self.streaming, in: 3)
    let both = OffsetCatalog(
      [first, record(Self.key, Self.streaming, in: 17)], liveConnectors: nil)
    #expect(
      both.entries.map(\.findings.first) == [
        """
        the key stands in the partitions 3 and 17 of connect-offsets: which one counts is decided \
        anew at each start of a worker
        """,
        """
        the key stands in the partitions 3 and 17 of connect-offsets: which one counts is decided \
        anew at each start of a worker
        """,
      ])
    let cleared = OffsetCatalog([first, record(Self.key, nil, in: 17)], liveConnectors: nil)
    #expect(cleared.entries.flatMap(\.findings) == [])
    // A connector's own topic and the worker's copy may both hold it (facts 9.6).
    let copies = OffsetCatalog(
      [first, record(Self.key, Self.streaming, topic: "shop-offsets")], liveConnectors: nil)
    #expect(copies.entries.flatMap(\.findings) == [])
  }

  @Test func `keys with no live connector are marked when Connect was asked`() {
    let records = [
      record(Self.key, Self.streaming), record(#"["gone",{"server":"g"}]"#, "{\"lsn\":1}"),
    ]
    let asked = OffsetCatalog(records, liveConnectors: ["shop"])
    #expect(asked.entries.map(\.key?.connector) == ["gone", "shop"])
    #expect(asked.entries.map(\.isLive) == [false, true])
    #expect(asked.entries.map(\.findings) == [["Connect has no connector of this name"], []])
    let unasked = OffsetCatalog(records, liveConnectors: nil)
    #expect(unasked.entries.map(\.isLive) == [nil, nil])
  }

  @Test func `records come by connector, and those of no connector last`() {
    let catalog = OffsetCatalog(
      [
        record(nil, "x"), record(#"["b",{"server":"b"}]"#, "{\"lsn\":1}"),
        record(#"["a",{"server":"z"}]"#, "{\"lsn\":1}"), record(#"["a",{"server":"y"}]"#, nil),
      ], liveConnectors: nil)
    #expect(catalog.entries.map { $0.key?.prefix } == ["y", "z", "b", nil])
  }
}
