import Checks
import Databases
import Debezium
import JSON
import Runtime
import Testing

/// One row of the tables of facts 15 and 18: what is there, and what it must be called.
struct Row: Sendable, CustomTestStringConvertible {
  var name: String
  var facts: OffsetCase
  var verdict: OffsetVerdict
  var bytes: Int64?
  var transactions: UInt64?
  var says = ""

  var testDescription: String { name }

  init(
    _ name: String, _ facts: OffsetCase, _ verdict: OffsetVerdict, bytes: Int64? = nil,
    transactions: UInt64? = nil, says: String = ""
  ) {
    self.name = name
    self.facts = facts
    self.verdict = verdict
    self.bytes = bytes
    self.transactions = transactions
    self.says = says
  }

  func expect(_ sourceLocation: SourceLocation = #_sourceLocation) {
    let judgement = OffsetJudge.judge(facts)
    #expect(judgement.verdict == verdict, "\(name): \(judgement)", sourceLocation: sourceLocation)
    if let bytes {
      #expect(
        judgement.distance.bytes == bytes, "\(name): \(judgement)", sourceLocation: sourceLocation)
    }
    if let transactions {
      #expect(
        judgement.distance.transactions == transactions, "\(name): \(judgement)",
        sourceLocation: sourceLocation)
    }
    if !says.isEmpty {
      #expect(
        judgement.reason.contains(says), "\(name): \(judgement)", sourceLocation: sourceLocation)
    }
  }
}

/// An offset of its JSON text; nil for no offset.
func offset(_ text: String?) -> SourceOffset? { text.flatMap { SourceOffset(parsing: $0) } }

/// The figures of a PostgreSQL case, in bytes of the log.
struct PostgreSQLFigures {
  /// `r`, restart_lsn.
  var restart: UInt64? = 1000
  /// `c`, confirmed_flush_lsn.
  var confirmed: UInt64? = 2000
  /// `w`, the log's end.
  var end: UInt64 = 9000
  var hasSlot = true
  var walStatus: String? = "reserved"
  var plugin = "pgoutput"
  var database = "shop"
  var isInRecovery = false
  var host = "db"

  var state: DatabaseState {
    let slot = ReplicationSlot(
      name: "shop", plugin: plugin, database: database, isActive: false,
      restart: restart.map(LSN.init(position:)),
      confirmedFlush: confirmed.map(LSN.init(position:)), walStatus: walStatus)
    return .postgresql(
      PostgreSQLState(
        address: DatabaseAddress(host: host, port: 5432, database: "shop"), version: 150_018,
        isInRecovery: isInRecovery, systemIdentifier: "7", timeline: 1, slot: hasSlot ? slot : nil,
        hasPublication: true, end: LSN(position: end), time: Timestamp(milliseconds: 5_000)))
  }
}

func postgreSQL(
  _ text: String?, _ figures: PostgreSQLFigures = PostgreSQLFigures(),
  had delivered: Int64? = nil, isLive: Bool = true, _ settings: [String: String] = [:]
) -> OffsetCase {
  let configuration = ConnectorConfiguration(
    properties: [
      "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
      "topic.prefix": "shop", "database.hostname": "db", "database.port": "5432",
      "database.dbname": "shop", "slot.name": "shop", "plugin.name": "pgoutput",
    ].merging(settings) { $1 })
  var facts = OffsetCase(connector: "shop", configuration: configuration, offset: offset(text))
  facts.database = figures.state
  facts.isLive = isLive
  facts.delivered = delivered.map { [offset(position($0))].compactMap(\.self) }
  facts.keyPartitions = [3]
  return facts
}

func postgreSQL(_ text: String?, _ settings: [String: String]) -> OffsetCase {
  postgreSQL(text, PostgreSQLFigures(), settings)
}

/// An offset of PostgreSQL with all of its positions at one place.
func position(_ lsn: Int64) -> String {
  #"{"lsn":\#(lsn),"lsn_proc":\#(lsn),"lsn_commit":\#(lsn),"txId":7,"ts_usec":1000000,"messageType":"COMMIT"}"#
}

let mysqlUUID = "8ea403db-e5ae-11f1-b6e8-02fc00000001"
let foreignUUID = "11111111-e5ae-11f1-b6e8-02fc00000001"

/// What a MySQL or MariaDB server has.
struct BinlogFigures {
  var engine = Engine.mysql
  var executed = "\(mysqlUUID):1-100"
  var purged: String? = ""
  var usesGTIDs = true
  var logs = [
    BinaryLog(name: "binlog.000002", size: 1000), BinaryLog(name: "binlog.000003", size: 500),
  ]
  var beginsEvent: Bool?
  var host = "db"
  var isReadOnly = false

  static let mariadb = BinlogFigures(
    engine: .mariadb, executed: "0-1-100",
    logs: [
      BinaryLog(name: "mariadb-bin.000002", size: 1000),
      BinaryLog(name: "mariadb-bin.000003", size: 500),
    ])

  var state: DatabaseState {
    .binlog(
      BinlogState(
        address: DatabaseAddress(host: host, port: 3306, database: nil), engine: engine,
        version: "9.7.4", serverID: 1, serverUUID: engine == .mysql ? mysqlUUID : nil,
        isReadOnly: isReadOnly, usesGTIDs: usesGTIDs,
        executed: (try? GTIDSet(parsing: executed)) ?? GTIDSet(),
        purged: purged.flatMap { try? GTIDSet(parsing: $0) }, logs: logs, beginsEvent: beginsEvent,
        time: Timestamp(milliseconds: 5_000)))
  }
}

func binlog(
  _ text: String?, _ figures: BinlogFigures = BinlogFigures(), had delivered: [String]? = nil,
  isLive: Bool = true, _ settings: [String: String] = [:]
) -> OffsetCase {
  let name = figures.engine == .mysql ? "mysql.MySqlConnector" : "mariadb.MariaDbConnector"
  let configuration = ConnectorConfiguration(
    properties: [
      "connector.class": "io.debezium.connector.\(name)", "topic.prefix": "shop",
      "database.hostname": "db", "database.port": "3306",
      "schema.history.internal.kafka.topic": "history",
    ].merging(settings) { $1 })
  var facts = OffsetCase(connector: "shop", configuration: configuration, offset: offset(text))
  facts.database = figures.state
  facts.isLive = isLive
  facts.delivered = delivered.map { $0.compactMap { offset($0) } }
  facts.history = history(of: "shop")
  return facts
}

func binlog(_ text: String?, _ settings: [String: String]) -> OffsetCase {
  binlog(text, BinlogFigures(), settings)
}

func history(of server: String?) -> SchemaHistoryState {
  let record = SchemaHistoryState.Record(
    server: server, position: offset(gtids("1-5", file: "binlog.000001")), database: "shop",
    statement: "CREATE TABLE orders (id int)", time: nil)
  return SchemaHistoryState(
    topic: "history", exists: server != nil, records: server == nil ? [] : [record])
}

/// An offset of MySQL with a GTID set of the server's own uuid.
func gtids(
  _ numbers: String, file: String = "binlog.000003", pos: Int64 = 200, uuid: String = mysqlUUID
) -> String {
  #"{"ts_sec":1,"file":"\#(file)","pos":\#(pos),"gtids":"\#(uuid):\#(numbers)","server_id":1}"#
}

func mariadb(_ text: String, file: String = "mariadb-bin.000003") -> String {
  #"{"ts_sec":1,"file":"\#(file)","pos":200,"gtids":"\#(text)","server_id":1}"#
}

func place(_ pos: Int64, file: String = "binlog.000003") -> String {
  #"{"ts_sec":1,"file":"\#(file)","pos":\#(pos),"server_id":1}"#
}
