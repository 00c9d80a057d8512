import Debezium
import JSON
import OffsetBackup
import Runtime
import Testing

@testable import Commands

/// A table, a block and an object for the same offsets.
@Suite struct OffsetTextTests {
  private static let now = Timestamp(milliseconds: 1_795_248_100_000)

  private static func record(
    _ connector: String, _ value: String?, at offset: Int64
  ) -> OffsetRecord {
    OffsetRecord(
      topic: "connect-offsets", partition: 4,
      key: Array(#"["\#(connector)",{"server":"\#(connector)"}]"#.utf8),
      value: value.map { Array($0.utf8) }, offset: offset,
      time: Timestamp(milliseconds: 1_795_248_000_000 + offset * 1000))
  }

  private static let records = [
    record("inv", #"{"file":"binlog.000003","pos":1204,"gtids":"0-1-42","ts_sec":5}"#, at: 7),
    record("old", nil, at: 8),
    record(
      "shop",
      #"""
      {"lsn":27400000,"lsn_proc":27400000,"lsn_commit":27399000,"ts_usec":1795248000000000,
      "snapshot":"INCREMENTAL","snapshot_completed":true,"last_snapshot_record":true,
      "incremental_snapshot_correlation_id":"run-1",
      "incremental_snapshot_primary_key":"aced000570",
      "incremental_snapshot_collections":
      "[{\"incremental_snapshot_collections_id\":\"public.orders\"}]"}
      """#, at: 9),
  ]

  private static let entries = OffsetCatalog(records, liveConnectors: ["shop"]).entries

  @Test func `the list has a line a connector partition`() {
    let text = OffsetListText(entries: Self.entries, now: Self.now, style: .plain)
    #expect(
      text.table == """
        CONNECTOR  PARTITION    POSITION     AGE  SNAPSHOT     KAFKA                 FINDINGS
        inv        server=inv   0-1-42     1m33s  -            connect-offsets[4]@7  Connect has no connector of this name
        old        server=old   deleted    1m32s  -            connect-offsets[4]@8  Connect has no connector of this name
        shop       server=shop  0/1A21740  1m31s  incremental  connect-offsets[4]@9  -

        """)
    #expect(OffsetListText(entries: [], now: Self.now, style: .plain).table == "")
  }

  @Test func `a block tells everything that is known`() {
    let text = OffsetShowText(entries: [Self.entries[2]], now: Self.now, style: .plain)
    #expect(
      text.table == """
        shop server=shop
          kafka     connect-offsets[4] offset 9, 2026-11-21T08:00:09.000Z, 1m31s ago
          live      yes
          engine    postgresql
          goes on   0/1A21740 (27400000)
          lsn       0/1A21740 (27400000)
          committed 0/1A21358 (27399000)
          time      2026-11-21T08:00:00.000Z
          snapshot  incremental
          complete  yes
          signal    run-1
          tables    public.orders
          last key  none yet

        """)
  }

  @Test func `the object is the contract's`() throws {
    let object = OffsetDocument.object(Self.entries[2])
    #expect(
      object.members?.map(\.name) == [
        "schema_version", "connector", "partition", "offset", "kafka", "decoded", "live",
        "findings",
      ])
    #expect(object["decoded"]?["lsn"] == .integer(27_400_000))
    #expect(object["decoded"]?["lsn_text"] == .string("0/1A21740"))
    #expect(object["decoded"]?["gtids"] == .null)
    #expect(
      object["decoded"]?["snapshot"]?.text
        == #"{"kind":"incremental","id":"run-1","tables":["public.orders"],"last_key":null,"maximum_key":null}"#
    )
    #expect(
      object["kafka"]?.text
        == #"{"topic":"connect-offsets","partition":4,"offset":9,"time":"2026-11-21T08:00:09.000Z"}"#
    )
    let tombstone = OffsetDocument.object(Self.entries[1])
    #expect(tombstone["offset"] == .null)
    #expect(tombstone["decoded"] == .null)
    #expect(tombstone["live"] == .bool(false))
  }

  @Test func `the log tells each change's distance`() {
    let history = OffsetHistory([
      Self.record("inv", #"{"file":"b.1","pos":4,"gtids":"0-1-40","ts_sec":5}"#, at: 0),
      Self.record("inv", #"{"file":"b.1","pos":2504,"gtids":"0-1-41","ts_sec":200}"#, at: 1),
      Self.record("inv", nil, at: 2),
    ])
    let text = OffsetLogText(history: history, style: .plain)
    #expect(text.objects.map { $0["distance"]?["bytes"] } == [.null, .integer(2500), .null])
    let lines = text.table.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[2].contains("2.5 kB, 1 transaction, 3 min 15 s"))
    #expect(lines[3].contains("deleted"))
  }

  @Test(
    arguments: [
      (#"["shop",{"server":"shop"}]"#, "connector shop\npartition server=shop\n"),
      ("ACED000570", "null: no row has been read yet, or the maximum is not known yet\n"),
      (#""aced000570""#, "null: no row has been read yet, or the maximum is not known yet\n"),
      (#"{"file":"b.1","pos":4}"#, "engine    mysql-or-mariadb\nfile      b.1:4\n"),
      (
        #"{"offsets":[{"partition":{"server":"a"},"offset":null}]}"#, "server=a\n  no offset\n"
      ),
      (" ", nil), ("{", nil), ("[]", nil), ("17", nil), ("abc", nil),
    ] as [(String, String?)])
  func `what stands in an offsets topic is decoded, anything else is not`(
    text: String, expected: String?
  ) {
    #expect(DecodedOffset(text)?.text == expected)
  }
}
