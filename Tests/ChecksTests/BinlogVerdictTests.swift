import Checks
import Databases
import Debezium
import Testing

/// Every row about MySQL and MariaDB of facts 15, 17 and 18.
@Suite struct BinlogVerdictTests {
  private static let whenNeeded = ["snapshot.mode": "when_needed"]
  private static let purged = BinlogFigures(purged: "\(mysqlUUID):1-60")
  private static let now = [gtids("1-90")]

  private static let mysqlRows: [Row] = [
    // Facts 15.
    Row("nothing moved", binlog(gtids("1-100"), had: [gtids("1-100")]), .resume, transactions: 0),
    Row("behind, as a live offset is", binlog(gtids("1-90")), .resume, transactions: 10),
    Row(
      "older set, logs there", binlog(gtids("1-80"), had: now, isLive: false), .replay,
      transactions: 10),
    Row(
      "older set, nothing known of what was delivered", binlog(gtids("1-80"), isLive: false),
      .replay, transactions: 20),
    Row(
      "older set, put back over REST", binlog(gtids("1-80"), had: [gtids("1-80"), gtids("1-90")]),
      .replay, transactions: 10),
    Row(
      "older set, logs purged past it", binlog(gtids("1-50"), purged), .willRefuse, transactions: 10
    ),
    Row("purged, when_needed", binlog(gtids("1-50"), purged, whenNeeded), .willResnapshot),
    Row("purged up to the set", binlog(gtids("1-60"), purged), .resume),
    Row(
      "another server's uuid", binlog(gtids("1-50", uuid: foreignUUID)), .willRefuse,
      says: foreignUUID),
    Row("schema history gone", withHistory(nil), .willRefuse, says: "The db history topic"),
    Row("schema history gone, when_needed", withHistory(nil, whenNeeded), .willRefuse),
    Row("schema history gone, and put back first", withRestoredHistory("shop"), .resume),
    Row("schema history gone, recovery", withHistory(nil, ["snapshot.mode": "recovery"]), .resume),
    Row("offset deleted", binlog(nil), .willResnapshot),
    Row("offset {}", binlog("{}"), .willRefuse),
    // Facts 17.
    Row(
      "offset deleted, no_data", binlog(nil, ["snapshot.mode": "no_data"]), .willSkip,
      says: "missing for good"),
    // Facts 18, GTIDs on.
    Row(
      "set far ahead", binlog(gtids("1-900")), .willRefuse, transactions: 800, says: "ahead"),
    Row("set far ahead, when_needed", binlog(gtids("1-900"), whenNeeded), .willResnapshot),
    Row(
      "own set and a foreign uuid",
      binlog(
        #"{"file":"binlog.000003","pos":4,"gtids":"\#(mysqlUUID):1-100,\#(foreignUUID):1"}"#),
      .willRefuse),
    Row(
      "set 3 ahead, server passed it before the resume",
      binlog(gtids("1-93"), had: now, isLive: false), .willSkip, transactions: 3),
    Row("gtids removed, file there", binlog(place(200)), .willRefuse, says: "retries for ever"),
    Row(
      "gtids removed, file there, when_needed", binlog(place(200), whenNeeded), .willRefuse),
    Row(
      "gtids removed, file there, other logs purged", binlog(place(200), purged), .unknown,
      says: "Put the gtids back"),
    Row("gtids removed, file purged", binlog(place(200, file: "binlog.000001")), .willRefuse),
    Row(
      "gtids removed, file purged, when_needed",
      binlog(place(200, file: "binlog.000001"), whenNeeded), .willResnapshot),
    Row(
      "edited set, rows of one transaction more were delivered",
      binlog(gtids("1-80"), had: [begun("1-90")], isLive: false), .replay, transactions: 11),
    Row(
      "older set with its rows", binlog(begun("1-80"), had: [begun("1-90")], isLive: false),
      .replay, transactions: 10),
    Row(
      "the same set without its rows", binlog(gtids("1-90"), had: [begun("1-90")], isLive: false),
      .replay, transactions: 1),
    Row(
      "the same set with its rows", binlog(begun("1-90"), had: [begun("1-90")]), .resume,
      transactions: 10),
    Row(
      "set with a hole", binlog(gtids("1-40:51-90"), had: now, isLive: false), .replay,
      transactions: 10),
    Row(
      "set with a hole that the schema history was recorded in",
      binlog(gtids("1-3:6-90"), had: now, isLive: false), .willRefuse, says: "schema isn't known"),
    Row(
      "set from before the schema history", binlog(gtids("1-3"), had: now, isLive: false),
      .willRefuse, says: "nothing from before the offset"),
    Row(
      "old gtids with new file and position",
      binlog(gtids("1-80", pos: 490), had: [gtids("1-90", pos: 490)], isLive: false), .replay),
    Row(
      "new gtids with old file", binlog(gtids("1-90", file: "binlog.000001"), had: now), .resume),
    Row(
      "only gtids", binlog(#"{"gtids":"\#(mysqlUUID):1-90"}"#), .willRefuse,
      says: "'file' parameter"
    ),
    Row(
      "gtids and file without pos",
      binlog(
        #"{"file":"binlog.000003","gtids":"\#(mysqlUUID):1-80"}"#, had: now, isLive: false),
      .replay),
    Row(
      "gtids empty", binlog(#"{"file":"binlog.000003","pos":4,"gtids":""}"#, purged), .replay,
      transactions: 40, says: "every log"),
    Row(
      "gtid.ignore.on.recovery", binlog(gtids("1-100"), ["gtid.ignore.on.recovery": "true"]),
      .unknown),
    Row(
      "gtid.source.excludes leaves the foreign uuid out",
      binlog(
        #"{"file":"binlog.000003","pos":4,"gtids":"\#(mysqlUUID):1-100,\#(foreignUUID):1"}"#,
        ["gtid.source.excludes": foreignUUID]), .resume),
    // The renames of facts 18.
    Row("connector renamed, initial", binlog(nil), .willResnapshot),
    Row("connector renamed, when_needed", binlog(nil, whenNeeded), .willResnapshot),
    Row("connector renamed, no_data", binlog(nil, ["snapshot.mode": "no_data"]), .willSkip),
    Row("renamed, made STOPPED, PATCH", binlog(gtids("1-90"), had: now), .resume),
    Row("topic.prefix changed, initial", renamed([:]), .willResnapshot),
    Row("topic.prefix changed, no_data", renamed(["snapshot.mode": "no_data"]), .willSkip),
    Row(
      "topic.prefix changed, PATCH, same history topic", withHistory("old"), .willRefuse,
      says: "schema isn't known"),
    Row("recovery without an offset", binlog(nil, ["snapshot.mode": "recovery"]), .willRefuse),
  ]

  private static let off = BinlogFigures(executed: "", usesGTIDs: false)
  private static let frozen = BinlogFigures(usesGTIDs: false)

  /// gtid_mode=OFF.
  private static let placeRows: [Row] = [
    Row(
      "older file and position", binlog(place(200), off, had: [place(400)], isLive: false), .replay,
      bytes: 200),
    Row(
      "older file, over two logs",
      binlog(place(900, file: "binlog.000002"), off, had: [place(400)], isLive: false), .replay,
      bytes: 500),
    Row("nothing moved", binlog(place(400), off, had: [place(400)]), .resume, bytes: 100),
    Row("purged, without gtids", binlog(place(4, file: "binlog.000001"), off), .willRefuse),
    Row(
      "purged, without gtids, when_needed",
      binlog(place(4, file: "binlog.000001"), off, whenNeeded), .willResnapshot),
    Row(
      "purged, with a frozen set", binlog(gtids("1-100", file: "binlog.000001"), frozen),
      .willRefuse, says: "retries for ever"),
    Row(
      "purged, with a frozen set, when_needed",
      binlog(gtids("1-100", file: "binlog.000001"), frozen, whenNeeded), .willRefuse,
      says: "any snapshot.mode"),
    Row("position past the file's end", binlog(place(501), off), .willRefuse, bytes: 1),
    Row(
      "position inside an event",
      binlog(place(201), BinlogFigures(executed: "", usesGTIDs: false, beginsEvent: false)),
      .willRefuse, says: "retries for ever"),
    Row(
      "position ahead of what was delivered",
      binlog(place(450), off, had: [place(400)], isLive: false), .willSkip, bytes: 50),
  ]

  private static let mariadbNow = [mariadb("0-1-90")]
  private static var mariadbPurged: BinlogFigures {
    var figures = BinlogFigures.mariadb
    figures.purged = "0-1-60"
    return figures
  }

  private static let mariadbRows: [Row] = [
    Row(
      "older GTID, logs there",
      binlog(mariadb("0-1-80"), .mariadb, had: mariadbNow, isLive: false), .replay,
      transactions: 10),
    Row(
      "older GTID, logs purged", binlog(mariadb("0-1-50"), mariadbPurged), .willRefuse,
      transactions: 10, says: "1236"),
    Row(
      "older GTID, logs purged, when_needed",
      binlog(mariadb("0-1-50"), mariadbPurged, whenNeeded), .willRefuse),
    Row("purged up to the GTID", binlog(mariadb("0-1-60"), mariadbPurged), .resume),
    Row("unknown domain", binlog(mariadb("5-1-80"), .mariadb), .willRefuse, says: "5-1"),
    Row("unknown server", binlog(mariadb("0-9-80"), .mariadb), .willRefuse, says: "0-9"),
    Row("sequence ahead", binlog(mariadb("0-1-500"), .mariadb), .willRefuse, transactions: 400),
    Row(
      "sequence ahead, when_needed", binlog(mariadb("0-1-500"), .mariadb, whenNeeded),
      .willResnapshot),
    Row(
      "sequence 3 ahead, server passed it before the resume",
      binlog(mariadb("0-1-93"), .mariadb, had: mariadbNow, isLive: false), .willSkip,
      transactions: 3),
    Row("deleted", binlog(nil, .mariadb), .willResnapshot),
    Row("schema history gone", withoutHistory(), .willRefuse),
    Row(
      "gtids removed", binlog(place(200, file: "mariadb-bin.000003"), .mariadb), .willRefuse,
      says: "Unable to connect"),
    Row(
      "gtids removed, file purged", binlog(place(200, file: "mariadb-bin.000001"), .mariadb),
      .willRefuse),
    Row(
      "old gtids with new file and position",
      binlog(mariadb("0-1-80"), .mariadb, had: mariadbNow, isLive: false), .replay),
    Row(
      "new gtids with absent file",
      binlog(mariadb("0-1-90", file: "mariadb-bin.000099"), .mariadb, had: mariadbNow), .resume),
    Row("only gtids", binlog(#"{"gtids":"0-1-90"}"#, .mariadb), .willRefuse),
  ]

  private static func withHistory(
    _ server: String?, _ settings: [String: String] = [:]
  ) -> OffsetCase {
    var facts = binlog(gtids("1-90"), settings)
    facts.history = history(of: server)
    return facts
  }

  /// The topic is gone, and a backup's history goes back before the offset.
  private static func withRestoredHistory(_ server: String) -> OffsetCase {
    var facts = withHistory(server)
    facts.history?.isRestored = true
    return facts
  }

  @Test func `a history that goes back first is counted, and told`() throws {
    let judgement = OffsetJudge.judge(Self.withRestoredHistory("shop"))
    let check = try #require(judgement.checks.first { $0.id == "schema-history" })
    #expect(check.result == .warning)
    #expect(check.detail.contains("'offsets restore' puts the backup's"), "\(check)")
    let foreign = OffsetJudge.judge(Self.withRestoredHistory("old"))
    #expect(foreign.verdict == .willRefuse)
  }

  private static func withoutHistory() -> OffsetCase {
    var facts = binlog(mariadb("0-1-90"), .mariadb)
    facts.history = history(of: nil)
    return facts
  }

  private static func renamed(_ settings: [String: String]) -> OffsetCase {
    var facts = binlog(nil, settings)
    facts.otherPartitions = [#"{"server":"old"}"#]
    return facts
  }

  @Test(arguments: mysqlRows) func `MySQL: the verdict is what was measured`(row: Row) {
    row.expect()
  }

  @Test(arguments: placeRows) func `MySQL without GTIDs: the verdict is what was measured`(row: Row)
  {
    row.expect()
  }

  @Test(arguments: mariadbRows) func `MariaDB: the verdict is what was measured`(row: Row) {
    row.expect()
  }

  @Test func `the DDL after the offset is listed`() throws {
    var facts = binlog(gtids("1-3"), had: [gtids("1-3")])
    let check = try #require(
      OffsetJudge.judge(facts).checks.first { $0.id == "ddl-after-offset" })
    #expect(check.result == .warning)
    #expect(check.detail.contains("shop: CREATE TABLE orders (id int)"))
    facts.offset = offset(gtids("1-6"))
    #expect(
      OffsetJudge.judge(facts).checks.first { $0.id == "ddl-after-offset" }?.result == .ok)
  }

  @Test func `event and row beside an edited set are a warning`() throws {
    let text = gtids("1-80").replacing("}", with: #","event":2,"row":1}"#)
    let edited = OffsetJudge.judge(binlog(text, had: [gtids("1-90")], isLive: false))
    #expect(edited.checks.first { $0.id == "event-row" }?.result == .warning)
    let own = OffsetJudge.judge(binlog(text, had: [text, gtids("1-90")], isLive: false))
    #expect(own.checks.first { $0.id == "event-row" }?.result == .ok)
  }
}

/// An offset that counts a row of the transaction behind its set.
private func begun(_ numbers: String) -> String {
  gtids(numbers).replacing("}", with: #","event":2,"row":1}"#)
}
