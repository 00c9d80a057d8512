import Checks
import Databases
import Debezium
import Testing

/// Every row about PostgreSQL of facts 15, 17 and 18.
@Suite struct PostgreSQLVerdictTests {
  private static let whenNeeded = ["snapshot.mode": "when_needed"]
  private static func strategy(_ word: String) -> [String: String] {
    ["offset.mismatch.strategy": word]
  }
  private static let noSlot = PostgreSQLFigures(hasSlot: false)

  private static let rows: [Row] = [
    // Facts 15.
    Row("o = c", postgreSQL(position(2000)), .resume, bytes: 7000),
    Row("o < r", postgreSQL(position(900)), .willRefuse, bytes: 100, says: "no longer available"),
    Row("o < r, when_needed", postgreSQL(position(900), whenNeeded), .willResnapshot),
    Row(
      "r <= o < c", postgreSQL(position(1500)), .willSkip, bytes: 500, says: "never comes again"),
    Row("o > w, slot there", postgreSQL(position(9500)), .willSkip, bytes: 500, says: "dropped"),
    Row("slot gone, initial", postgreSQL(position(2000), noSlot), .willRefuse),
    Row(
      "slot gone, no_data", postgreSQL(position(2000), noSlot, ["snapshot.mode": "no_data"]),
      .willRefuse),
    Row("slot gone, when_needed", postgreSQL(position(2000), noSlot, whenNeeded), .willResnapshot),
    Row(
      "slot renamed in the config", postgreSQL(position(2000), noSlot, ["slot.name": "other"]),
      .willRefuse, says: "'other'"),
    Row("offset deleted, slot kept", postgreSQL(nil), .willResnapshot),
    Row("offset {}", postgreSQL("{}"), .resume, bytes: 7000, says: "not 'no offset'"),
    Row("offset {}, slot gone", postgreSQL("{}", noSlot), .willRefuse, says: "no slot"),
    Row(
      "offset {}, snapshot.mode=always", postgreSQL("{}", ["snapshot.mode": "always"]),
      .willResnapshot),
    Row("a string where an LSN belongs", postgreSQL(#"{"lsn":"abc"}"#), .willRefuse, says: "lsn"),
    // Facts 17.
    Row(
      "offset deleted, no_data: the slot's own memory",
      postgreSQL(nil, ["snapshot.mode": "no_data"]), .resume, bytes: 7000),
    Row(
      "offset deleted, no_data, no slot", postgreSQL(nil, noSlot, ["snapshot.mode": "no_data"]),
      .willSkip),
    // Facts 18.
    Row(
      "lsn alone changed",
      postgreSQL(#"{"lsn":100,"lsn_proc":2000,"lsn_commit":2000,"ts_usec":1}"#), .resume),
    Row(
      "lsn alone ahead",
      postgreSQL(#"{"lsn":99999,"lsn_proc":2000,"lsn_commit":2000,"ts_usec":1}"#), .resume),
    Row("lsn alone, old, above r", postgreSQL(#"{"lsn":1500}"#), .willSkip, bytes: 500),
    Row("lsn alone, old, below r", postgreSQL(#"{"lsn":500}"#), .willSkip, bytes: 1500),
    Row("lsn alone, w + 100 MB", postgreSQL(#"{"lsn":100009000}"#), .willSkip, bytes: 100_000_000),
    Row(
      "no_validation, c < o <= w", postgreSQL(position(5000), had: 3000, isLive: false), .willSkip,
      bytes: 2000),
    Row(
      "no_validation, o > w, put back in time",
      postgreSQL(position(2000), had: 99_999, isLive: false), .resume),
    Row("trust_offset, o < r", postgreSQL(position(900), strategy("trust_offset")), .willRefuse),
    Row(
      "trust_offset, slot dropped", postgreSQL(position(2000), noSlot, strategy("trust_offset")),
      .willRefuse),
    Row(
      "trust_offset, r <= o < c", postgreSQL(position(1500), strategy("trust_offset")), .willSkip),
    Row(
      "trust_offset, o > w", postgreSQL(position(9500), strategy("trust_offset")), .willSkip,
      says: "moves the slot itself"),
    Row(
      "trust_greater_lsn, o > w", postgreSQL(position(9500), strategy("trust_greater_lsn")),
      .willSkip, says: "moves the slot itself"),
    Row("trust_slot, behind", postgreSQL(position(1500), strategy("trust_slot")), .willSkip),
    Row(
      "trust_slot, behind restart_lsn", postgreSQL(position(500), strategy("trust_slot")), .willSkip
    ),
    Row(
      "trust_greater_lsn, behind", postgreSQL(position(500), strategy("trust_greater_lsn")),
      .willSkip),
    Row(
      "trust_slot, slot dropped", postgreSQL(position(2000), noSlot, strategy("trust_slot")),
      .willSkip, says: "without a word"),
    Row(
      "trust_greater_lsn, slot dropped",
      postgreSQL(position(2000), noSlot, strategy("trust_greater_lsn")), .willSkip),
    Row(
      "slot made by hand after STOP, offset kept",
      postgreSQL(position(2000), PostgreSQLFigures(restart: 1990, confirmed: 2000), had: 2000),
      .resume),
    Row(
      "lsn.flush.mode=manual, old offset",
      postgreSQL(
        position(3000), PostgreSQLFigures(restart: 900, confirmed: 1000), had: 7000, isLive: false,
        ["lsn.flush.mode": "manual"]), .replay, bytes: 4000),
    Row(
      "lsn.flush.mode=manual, old offset, nothing known of what was delivered",
      postgreSQL(
        position(3000), PostgreSQLFigures(restart: 900, confirmed: 1000), isLive: false,
        ["lsn.flush.mode": "manual"]), .replay, bytes: 6000),
    Row(
      "lsn.flush.mode=manual, offset deleted with no_data",
      postgreSQL(nil, ["lsn.flush.mode": "manual", "snapshot.mode": "no_data"]), .replay),
    Row(
      "a slot copied with the backup",
      postgreSQL(
        position(3000), PostgreSQLFigures(restart: 2900, confirmed: 3000), had: 7000, isLive: false),
      .replay, bytes: 4000),
    // The renames of facts 18.
    Row("connector renamed, initial", postgreSQL(nil), .willResnapshot),
    Row("connector renamed, when_needed", postgreSQL(nil, whenNeeded), .willResnapshot),
    Row("connector renamed, no_data", postgreSQL(nil, ["snapshot.mode": "no_data"]), .resume),
    Row("connector renamed, made STOPPED, PATCH", postgreSQL(position(2000)), .resume),
    Row(
      "topic.prefix changed, initial", renamed([:]), .willResnapshot, says: "changed topic.prefix"),
    Row("topic.prefix changed, no_data", renamed(["snapshot.mode": "no_data"]), .resume),
    Row("topic.prefix changed, PATCH to the new partition", postgreSQL(position(2000)), .resume),
    // What else the facts say.
    Row(
      "within a long transaction, after a commit that the slot was told of",
      postgreSQL(
        #"{"lsn":1500,"lsn_proc":1500,"lsn_commit":2000,"txId":7,"ts_usec":1,"messageType":"INSERT"}"#,
        had: 2000), .resume, bytes: 7000),
    Row(
      "slot invalidated",
      postgreSQL(
        position(2000), PostgreSQLFigures(restart: nil, confirmed: 2000, walStatus: "lost")),
      .willRefuse, says: "30 minutes"),
    Row(
      "slot invalidated, when_needed",
      postgreSQL(
        position(2000), PostgreSQLFigures(restart: nil, confirmed: nil, walStatus: "lost"),
        whenNeeded), .willRefuse),
    Row(
      "slot of another plugin", postgreSQL(position(2000), PostgreSQLFigures(plugin: "wal2json")),
      .willRefuse, says: "another use"),
    Row(
      "slot of another database", postgreSQL(position(2000), PostgreSQLFigures(database: "other")),
      .willRefuse, says: "another use"),
    Row(
      "snapshot.mode=always", postgreSQL(position(2000), ["snapshot.mode": "always"]),
      .willResnapshot),
    Row(
      "an initial snapshot that was cut short",
      postgreSQL(
        #"{"lsn":2000,"ts_usec":1,"snapshot":"INITIAL","last_snapshot_record":false,"snapshot_completed":false}"#
      ), .willResnapshot),
    Row(
      "a snapshot word that does not load",
      postgreSQL(#"{"lsn":2000,"lsn_proc":2000,"snapshot":"initial_only"}"#), .willRefuse),
    Row(
      "the driver acknowledges what is not the connector's",
      postgreSQL(position(1500), ["lsn.flush.mode": "connector_and_driver"]), .resume),
    Row(
      "a custom snapshotter, log gone", postgreSQL(position(900), ["snapshot.mode": "custom"]),
      .unknown),
    Row(
      "a connector of another kind",
      postgreSQL(
        position(2000), ["connector.class": "io.debezium.connector.mongodb.MongoDbConnector"]),
      .unknown),
  ]

  private static func renamed(_ settings: [String: String]) -> OffsetCase {
    var facts = postgreSQL(nil, settings)
    facts.otherPartitions = [#"{"server":"old"}"#]
    return facts
  }

  @Test(arguments: rows) func `the verdict is what was measured`(row: Row) { row.expect() }

  @Test func `what is lost names the command that loses nothing more`() {
    let judgement = OffsetJudge.judge(postgreSQL(position(1500)))
    #expect(judgement.next == "cdcwatch offsets set -c shop --to-slot")
    #expect(OffsetJudge.judge(postgreSQL(position(2000))).next == nil)
  }

  @Test func `a key in two partitions is decided anew at each worker's start`() {
    var facts = postgreSQL(position(2000))
    facts.keyPartitions = [7, 3]
    let judgement = OffsetJudge.judge(facts)
    #expect(judgement.verdict == .unknown)
    #expect(judgement.reason.contains("partitions 3 and 7"))
    #expect(judgement.reason.contains("RESUME"))
    facts.isLive = false
    #expect(OffsetJudge.judge(facts).verdict == .resume)
  }

  @Test func `seconds are the offset's age by the server's clock`() {
    #expect(OffsetJudge.judge(postgreSQL(position(2000))).distance.seconds == 4)
  }

  @Test func `checks tell what the offset's parts do`() {
    let text = #"{"lsn":100,"lsn_proc":2000,"lsn_commit":2500,"ts_usec":1}"#
    var facts = postgreSQL(text)
    facts.keyPartitions = [3, 7]
    facts.isLive = false
    let checks = OffsetJudge.judge(facts).checks
    #expect(checks.first { $0.id == "lsn" }?.detail.contains("not used") == true)
    #expect(checks.first { $0.id == "lsn-commit" }?.result == .warning)
    #expect(checks.first { $0.id == "key-partitions" }?.result == .critical)
    #expect(checks.first { $0.id == "wal-status" }?.detail == "reserved")
    #expect(Set(checks.map(\.id)).count == checks.count)
  }
}
