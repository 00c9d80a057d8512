import Databases
import Debezium
import Drill
import Foundation
import JSON
import Kafka
import Runtime
import TestSupport
import Testing

@testable import Commands

/// A run's tables, and the connector that captures its sentinels.
struct SentinelRun {
  let servers: Servers
  let engine: Ledger.Engine
  /// The run, the connector, its prefix and its slot.
  let name: String
  let tables: SentinelTables
  let folder: URL
  let clock = DrillClock { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
  let stop = StopFlag()

  var topic: String { "\(name).cdcwatch_drill.sentinel_\(name)" }
  var log: String { folder.appending(path: "sentinels.jsonl").path }
  private var port: String { servers.places["\(engine.rawValue.uppercased())_PORT"] ?? "" }

  /// The database, at another port when one is given.
  func database(at port: String? = nil) throws -> DatabaseURI {
    try DatabaseURI(
      engine == .postgres
        ? "postgresql://postgres@127.0.0.1:\(port ?? self.port)/postgres"
        : "\(engine.rawValue)://dbz:dbz@127.0.0.1:\(port ?? self.port)")
  }

  /// Makes the tables, twice over, and the topic.
  static func open(
    _ name: String, _ engine: Ledger.Engine, on servers: Servers
  ) async throws -> SentinelRun {
    let kind: Engine =
      switch engine {
      case .postgres: .postgresql
      case .mysql: .mysql
      case .mariadb: .mariadb
      }
    let run = SentinelRun(
      servers: servers, engine: engine, name: name,
      tables: try #require(SentinelTables(run: name, engine: kind)),
      folder: try Places.newFolder("sentinels"))
    let session = try run.session()
    #expect(session.engine == kind)
    #expect(!session.version.isEmpty)
    for _ in 0..<2 {
      for statement in run.tables.make(host: "here", at: run.clock.moment.wall) {
        try session.rows(statement)
      }
    }
    #expect(try session.rows(run.tables.startQuery).first?.first == "here")
    #expect(try session.rows(run.tables.probe) == [["0"]])
    let names = try session.rows(SentinelTables.contents(in: run.tables.dialect))
      .compactMap { $0.first.flatMap(\.self) }
    #expect(run.tables.ownNames.isSubset(of: names), "\(names)")
    var admin = try Admin(servers.configuration())
    try admin.create([NewTopic(name: run.topic, partitions: 1, replicationFactor: 1)])
    return run
  }

  func session() throws -> DatabaseSession {
    try DatabaseSession.open(database(), timeout: .seconds(10), stop: stop)
  }

  /// Takes the tables away, and with the last of them the schema.
  func close() throws {
    let session = try session()
    for _ in 0..<2 {
      for statement in tables.drop { try session.rows(statement) }
    }
    for statement in tables.dialect.lock { try session.rows(statement) }
    if try session.rows(SentinelTables.contents(in: tables.dialect)).isEmpty {
      try session.rows(SentinelTables.dropSchema(in: tables.dialect))
      #expect(try session.rows(SentinelTables.schemaPresence(in: tables.dialect)).isEmpty)
    }
    for statement in tables.dialect.unlock { try session.rows(statement) }
    try FileManager.default.removeItem(at: folder)
  }

  /// Makes the connector, and waits until its task runs.
  func capture(_ settings: [String: String] = [:]) async throws {
    let common = [
      "topic.prefix": name, "database.hostname": "127.0.0.1", "database.port": port,
      "table.include.list": "cdcwatch_drill.sentinel_\(name)", "heartbeat.interval.ms": "500",
    ]
    let own =
      engine == .postgres
      ? [
        "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
        "database.dbname": "postgres", "database.user": "postgres", "database.password": "x",
        "plugin.name": "pgoutput", "slot.name": name, "publication.name": name,
        "publication.autocreate.mode": "filtered",
      ]
      : [
        "connector.class": engine == .mysql
          ? "io.debezium.connector.mysql.MySqlConnector"
          : "io.debezium.connector.mariadb.MariaDbConnector",
        "database.user": "dbz", "database.password": "dbz",
        "database.include.list": "cdcwatch_drill", "connect.keep.alive.interval.ms": "2000",
        "database.server.id": String(6000 + name.utf8.reduce(0) { $0 + Int($1) }),
        "schema.history.internal.kafka.topic": "\(name)-history",
        "schema.history.internal.kafka.bootstrap.servers": servers.kafka,
      ]
    try await Connect(servers).make(name, common.merging(own) { $1 }.merging(settings) { $1 })
    try await Connect(servers).waitUntil(name, "RUNNING")
  }

  /// Starts the database again; what the kill left of it may still be in the way.
  func startAgain() async throws {
    let deadline = Deadline(after: .seconds(60))
    while true {
      do {
        return try await servers.world.up([engine.rawValue])
      } catch {
        guard !deadline.hasPassed else { throw error }
        try await Task.sleep(for: .milliseconds(200))
      }
    }
  }

  // MARK: Writing and reading

  func writer(every interval: Duration = .milliseconds(10), at port: String? = nil) throws
    -> SentinelWriter
  {
    try SentinelWriter(
      SentinelWriting(
        database: try database(at: port), tables: tables, interval: interval,
        timeout: .seconds(5), clock: clock, log: log), stop: stop)
  }

  func reader(from start: [Int32: Int64]? = [0: 0]) throws -> SentinelReader {
    try SentinelReader(
      SentinelReading(
        configuration: servers.configuration(), topic: topic, run: name, start: start,
        isCompacted: false, timeout: .seconds(10), clock: clock), stop: stop)
  }

  func ledger() throws -> [SentinelLedgerRow] {
    try session().rows(SentinelTransaction.ledger(in: tables))
      .compactMap { SentinelLedgerRow(columns: $0) }
  }

  func written() throws -> SentinelLog {
    try SentinelLog(Array(try Data(contentsOf: URL(filePath: log))))
  }

  /// Waits until the last sentinel has arrived, ends both, and puts together what is known.
  func history(
    _ writer: SentinelWriter, _ reader: SentinelReader
  ) throws -> SentinelHistory {
    let fence = try #require(writer.finish().last)
    let log = try written()
    let change = try #require(log.attempts[fence]?.change)
    let deadline = Deadline(after: .seconds(90))
    #expect(reader.wait(until: deadline) { $0.has(change) ? true : nil } != nil, "\(change)")
    let sightings = reader.finish()
    #expect(sightings.failure == nil)
    #expect(sightings.unreadable == 0)
    return SentinelHistory(
      ledger: try ledger(), log: log, arrivals: sightings.arrivals,
      gaps: sightings.positions.gaps, fence: fence)
  }

  /// Writes until the first sentinel has arrived and so many more are committed.
  func run(_ count: Int, _ writer: SentinelWriter, _ reader: SentinelReader) throws {
    let deadline = Deadline(after: .seconds(60))
    #expect(reader.wait(until: deadline) { $0.arrivals.isEmpty ? nil : true } != nil)
    try commit(count, writer)
  }

  /// Waits until so many more changes are committed.
  func commit(_ count: Int, _ writer: SentinelWriter) throws {
    let wanted = writer.progress.committed + count
    let deadline = Deadline(after: .seconds(60))
    #expect(
      writer.wait(until: deadline) { $0.committed >= wanted ? true : nil } != nil,
      "\(writer.progress)")
  }

  /// Waits until the connector delivers again; restarts a task that has failed.
  func waitUntilDelivering(_ reader: SentinelReader, after number: Int) async throws {
    let deadline = Deadline(after: .seconds(120))
    while !deadline.hasPassed {
      let isThere = reader.wait(until: Deadline(after: .seconds(2))) { sightings in
        sightings.arrivals.contains { ($0.number ?? 0) > number } ? true : nil
      }
      if isThere != nil { return }
      let text = try await Tool.run("curl", "-sSf", "\(servers.connect)/connectors/\(name)/status")
      if text.contains("FAILED") {
        try await Tool.run(
          "curl", "-sSf", "-X", "POST",
          "\(servers.connect)/connectors/\(name)/restart?includeTasks=true&onlyFailed=true")
      }
    }
    Issue.record("nothing arrived after \(number)")
  }

  func judged(
    _ history: SentinelHistory, _ demand: ProofDemand = ProofDemand(within: .seconds(60))
  ) -> SentinelProof {
    SentinelProof(history, demand, RecoveryTargets(time: nil, changes: 0))
  }
}
