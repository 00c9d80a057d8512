import Debezium
import JSON
import Runtime
import Testing

struct SourceOffsetTests {
  @Test func aPostgreSQLOffsetInStreamingTellsItsPositions() throws {
    let offset = try #require(
      SourceOffset(
        parsing: """
          {"lsn_proc":27263520,"messageType":"UPDATE","lsn_commit":27263480,"lsn":27263521,
           "txId":729,"ts_usec":1795248278841621}
          """))
    #expect(offset.engine == .postgresql)
    #expect(offset.lsn == LSN(position: 27_263_521))
    #expect(offset.processedLSN == LSN(position: 27_263_520))
    #expect(offset.committedLSN == LSN(position: 27_263_480))
    #expect(offset.time == Timestamp(milliseconds: 1_795_248_278_841))
    #expect(offset.snapshot == nil)
    #expect(offset.snapshotCompleted == nil)
    #expect(offset.incremental == nil)
    #expect(offset.members["txId"] == .integer(729))
    #expect(!offset.isEmpty)
  }

  @Test func aMySQLOffsetTellsFileAndTransactions() throws {
    let offset = try #require(
      SourceOffset(
        parsing: """
          {"ts_sec":1795249200,"file":"binlog.000001","pos":394533,
           "gtids":"4f1a1704-e584-11f1-a7a8-02fc00000001:1-12","snapshot":"INITIAL"}
          """))
    #expect(offset.engine == .mysqlOrMariaDB)
    #expect(offset.file == "binlog.000001")
    #expect(offset.position == 394_533)
    #expect(offset.gtids?.transactionCount == 12)
    #expect(offset.snapshot == .initial)
    #expect(offset.time == Timestamp(milliseconds: 1_795_249_200_000))
    #expect(offset.lsn == nil)
  }

  @Test(
    arguments: [
      (
        #"{"commit_lsn":"00000025:00000448:0003","change_lsn":null,"event_serial_no":1}"#,
        .sqlServer
      ),
      (#"{"sec":1,"ord":2,"resume_token":"82"}"#, .mongodb), (#"{"initsync":true}"#, .mongodb),
      (#"{"scn":"1"}"#, .unknown), ("{}", .unknown), (#"{"lsn":null,"ts_usec":null}"#, .postgresql),
      (#"{"file":"mariadb-bin.000001","pos":4,"gtids":"0-1-42"}"#, .mysqlOrMariaDB),
    ] as [(String, Engine)])
  func theMembersTellTheEngine(text: String, engine: Engine) {
    #expect(SourceOffset(parsing: text)?.engine == engine)
  }

  @Test(
    arguments: [
      (#""INITIAL""#, .initial), (#""BLOCKING""#, .blocking), (#""INCREMENTAL""#, .incremental),
      ("true", .initial), (#""true""#, .initial), ("false", nil), ("null", nil),
      (#""false""#, nil), (#""initial""#, .other("initial")), ("7", .other("7")),
      ("[]", .other("not a text")),
    ] as [(String, SourceOffset.Snapshot?)])
  func theSnapshotOfEachVersionIsTold(text: String, snapshot: SourceOffset.Snapshot?) {
    #expect(SourceOffset(parsing: #"{"lsn":1,"snapshot":\#(text)}"#)?.snapshot == snapshot)
  }

  // Made by hand after Debezium 2.5's sources: no server of that version wrote them.
  @Test func anOffsetOfDebezium25IsReadWithoutWhatItLacks() throws {
    let postgresql = try #require(
      SourceOffset(
        parsing: """
          {"transaction_id":null,"lsn_proc":null,"lsn_commit":null,"lsn":22938384,"txId":743,
           "ts_usec":1700000000123456,"snapshot":true,"last_snapshot_record":false}
          """))
    #expect(postgresql.snapshot == .initial)
    #expect(postgresql.snapshotCompleted == nil)
    #expect(postgresql.lastSnapshotRecord == false)
    #expect(postgresql.processedLSN == nil)
    let mysql = try #require(
      SourceOffset(
        parsing: #"{"ts_sec":1700000000,"file":"mysql-bin.000003","pos":157,"snapshot":true}"#))
    #expect(mysql.snapshot == .initial)
    #expect(mysql.gtids == nil)
  }

  @Test func anIncrementalSnapshotTellsTablesAndKeys() throws {
    let last = try #require(JavaVectors.all["[Long 1024]"])
    let offset = try #require(
      SourceOffset(
        parsing: #"""
          {"lsn":1,"incremental_snapshot_correlation_id":"adhoc-1",
           "incremental_snapshot_primary_key":"\#(last)",
           "incremental_snapshot_maximum_key":"aced000570","snapshot":"INCREMENTAL",
           "incremental_snapshot_collections":"[{\"incremental_snapshot_collections_id\":\"public.a\",\"incremental_snapshot_collections_additional_condition\":\"((id < 5) and (x))\",\"incremental_snapshot_collections_surrogate_key\":null},{\"incremental_snapshot_collections_id\":\"[db].[dbo].[b]\",\"incremental_snapshot_collections_surrogate_key\":\"k\",\"incremental_snapshot_collections_correlation_id\":\"adhoc-2\"}]"}
          """#))
    let incremental = try #require(offset.incremental)
    #expect(incremental.correlationID == "adhoc-1")
    #expect(incremental.lastKey?.texts == ["1024"])
    #expect(incremental.lastKeyHexadecimal == last)
    #expect(incremental.maximumKey == .null)
    #expect(incremental.tables.map(\.id) == ["public.a", "[db].[dbo].[b]"])
    #expect(incremental.tables[0].condition == "((id < 5) and (x))")
    #expect(incremental.tables[0].bareCondition == "(id < 5) and (x)")
    #expect(incremental.tables[0].correlationID == nil)
    #expect(incremental.tables[1].surrogateKey == "k")
    #expect(incremental.tables[1].correlationID == "adhoc-2")
    #expect(incremental.tables[1].bareCondition == nil)
  }

  @Test func unreadableMembersAreNilAndKept() throws {
    let offset = try #require(
      SourceOffset(
        parsing: """
          {"lsn":"abc","lsn_proc":1.0,"gtids":"nonsense","pos":"4","incremental_snapshot_primary_key":"zz",
           "incremental_snapshot_collections":"not JSON","ts_sec":9223372036854775807}
          """))
    #expect(offset.lsn == nil)
    #expect(offset.processedLSN == nil)
    #expect(offset.gtids == nil)
    #expect(offset.gtidText == "nonsense")
    #expect(offset.position == nil)
    #expect(offset.time == nil)
    let incremental = try #require(offset.incremental)
    #expect(incremental.lastKey == nil)
    #expect(incremental.lastKeyHexadecimal == "zz")
    #expect(incremental.tables.isEmpty)
    #expect(offset.members["lsn"] == .string("abc"))
  }

  @Test func explicitNullsAreNoIncrementalSnapshot() {
    let offset = SourceOffset(
      parsing: """
        {"lsn":1,"incremental_snapshot_primary_key":null,"incremental_snapshot_maximum_key":null,
         "incremental_snapshot_collections":null,"incremental_snapshot_correlation_id":null}
        """)
    #expect(offset != nil)
    #expect(offset?.incremental == nil)
  }

  @Test func anEmptyObjectIsAnOffsetOfNoUse() throws {
    #expect(try #require(SourceOffset(parsing: "{}")).isEmpty)
  }

  @Test(arguments: ["", "null", "[]", "7", "{", "\"x\""])
  func whatIsNoObjectIsNoOffset(text: String) {
    #expect(SourceOffset(parsing: text) == nil)
  }

  @Test func aKeyTellsConnectorAndPartition() throws {
    let key = try #require(SourceOffsetKey(parsing: #"["shop-connector",{"server":"shop"}]"#))
    #expect(key.connector == "shop-connector")
    #expect(key.prefix == "shop")
    #expect(key.database == nil)
    #expect(key.partition == .object([.init(name: "server", value: .string("shop"))]))
    let sqlServer = SourceOffsetKey(parsing: #"["a",{"server":"s","database":"d"}]"#)
    #expect(sqlServer?.database == "d")
    #expect(SourceOffsetKey(parsing: #"["a",{"server_id":"m"}]"#)?.prefix == "m")
    #expect(SourceOffsetKey(parsing: #"["a",{}]"#)?.prefix == nil)
  }

  @Test(
    arguments: [
      "", "{}", "[]", #"["a"]"#, #"["a",{},1]"#, #"[1,{}]"#, #"["a",null]"#, #"["a",[]]"#,
      #"{"a":{}}"#,
      #"["a",{}"#,
    ])
  func aMalformedKeyIsNil(text: String) {
    #expect(SourceOffsetKey(parsing: text) == nil)
  }
}
