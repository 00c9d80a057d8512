import Databases
import Debezium
import Drill
import Foundation
import HTTP
import JSON
import Kafka
import KafkaConnect
import Runtime
import TestSupport
import Testing

@testable import Commands

/// A live connector that uses much of what Debezium has, and the shadows that are made beside it.
struct ShadowLand {
  enum Kind: String {
    case postgres, mysql, mariadb
  }

  let servers: Servers
  let kind: Kind
  /// The live connector, its prefix, slot and publication, and the schema or database of its tables.
  let name: String

  private var isPostgreSQL: Bool { kind == .postgres }
  private var port: String { servers.places["\(kind.rawValue.uppercased())_PORT"] ?? "" }
  private var connector: String { "\(servers.connect)/connectors/\(name)" }

  // MARK: The live connector

  /// Makes the tables and the connector, and waits until its first row has arrived.
  static func open(
    _ name: String, _ kind: Kind, on servers: Servers, settings: [String: String] = [:]
  ) async throws -> ShadowLand {
    let land = ShadowLand(servers: servers, kind: kind, name: name)
    let schema = kind == .postgres ? "SCHEMA" : "DATABASE"
    for statement in [
      "CREATE \(schema) \(name)", "CREATE TABLE \(name).t (id int PRIMARY KEY, note varchar(40))",
      "CREATE TABLE \(name).nokey (note varchar(40))",
      "CREATE TABLE \(name).beats (id int PRIMARY KEY, beats int)",
      "CREATE TABLE \(name).signals (id varchar(64) PRIMARY KEY, type varchar(32), data varchar(2048))",
      "INSERT INTO \(name).t VALUES (1, 'first')", "INSERT INTO \(name).nokey VALUES ('a')",
      "INSERT INTO \(name).beats VALUES (1, 0)",
    ] { try land.rows(statement) }
    try await Connect(servers).make(name, land.settings.merging(settings) { $1 })
    try await Connect(servers).waitUntil(name, "RUNNING")
    try await land.expectLive("first")
    return land
  }

  private var settings: [String: String] {
    let common = [
      "topic.prefix": name, "database.hostname": "127.0.0.1", "database.port": port,
      "table.include.list": "\(name).t,\(name).beats", "heartbeat.interval.ms": "500",
      "heartbeat.action.query": "UPDATE \(name).beats SET beats = beats + 1",
      "signal.enabled.channels": "source", "signal.data.collection": "\(name).signals",
      "notification.enabled.channels": "sink",
      "notification.sink.topic.name": "\(name)-notifications", "transforms": "unwrap,route",
      "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
      "transforms.unwrap.add.fields": "table",
      "transforms.route.type": "org.apache.kafka.connect.transforms.RegexRouter",
      "transforms.route.regex": ".*\\.t$", "transforms.route.replacement": "\(name)-routed",
      "value.converter": "org.apache.kafka.connect.json.JsonConverter",
      "value.converter.schemas.enable": "false",
      "key.converter": "org.apache.kafka.connect.json.JsonConverter",
      "key.converter.schemas.enable": "true", "errors.tolerance": "all",
    ]
    guard !isPostgreSQL else {
      return common.merging([
        "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
        "database.dbname": "postgres", "database.user": "postgres", "database.password": "x",
        "plugin.name": "pgoutput", "slot.name": name, "publication.name": name,
        "publication.autocreate.mode": "filtered",
      ]) { $1 }
    }
    let type = kind == .mysql ? "mysql.MySqlConnector" : "mariadb.MariaDbConnector"
    return common.merging([
      "connector.class": "io.debezium.connector.\(type)", "database.user": "dbz",
      "database.password": "dbz", "database.include.list": name,
      "database.server.id": String(6000 + name.utf8.reduce(0) { $0 + Int($1) }),
      "schema.history.internal.kafka.topic": "\(name)-history",
      "schema.history.internal.kafka.bootstrap.servers": servers.kafka,
    ]) { $1 }
  }

  /// Waits until a row of the live table has arrived.
  func expectLive(
    _ note: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await expect(in: "\(name)-routed", sourceLocation: sourceLocation) {
      $0.contains { $0["note"] == .string(note) }
    }
  }

  /// The live connector's configuration, byte for byte.
  func liveConfiguration() async throws -> String {
    try await Tool.run("curl", "-sSf", "\(connector)/config")
  }

  /// Removes the live connector, so that the next test's servers are quiet.
  func close() async throws {
    try await Tool.run("curl", "-sSf", "-X", "DELETE", connector)
    if isPostgreSQL {
      let slots = try ReplicationSlots.open(uri, timeout: .seconds(10), stop: StopFlag())
      _ = try slots.drop(name, until: Deadline(after: .seconds(20)))
    }
  }

  // MARK: Places

  private var uri: DatabaseURI {
    get throws {
      try DatabaseURI(
        isPostgreSQL
          ? "postgresql://postgres@127.0.0.1:\(port)/postgres"
          : "\(kind.rawValue)://dbz:dbz@127.0.0.1:\(port)/")
    }
  }

  @discardableResult
  func rows(_ statement: String) throws -> [[String?]] {
    try DatabaseSession.open(uri, timeout: .seconds(20), stop: StopFlag()).rows(statement)
  }

  func place(slotLimit: Duration = .seconds(20)) throws -> ShadowPlace {
    ShadowPlace(
      database: try uri,
      connect: ConnectSettings.Cluster(
        workers: [servers.connect], options: ClientOptions(), origin: "test",
        patience: .seconds(10)),
      kafka: try servers.configuration(), timeout: .seconds(20), slotLimit: slotLimit,
      stop: StopFlag())
  }

  private var engine: Engine {
    switch kind {
    case .postgres: .postgresql
    case .mysql: .mysql
    case .mariadb: .mariadb
    }
  }

  /// A shadow of the live connector as Connect shows it.
  func shadow(
    _ run: String, signals: Bool = false, user: String? = nil, password: String? = nil
  ) throws -> Shadow {
    let names = try ShadowNames(run: run)
    let tables = try #require(ShadowTables(names: names, engine: engine, hasSignals: signals))
    let place = try place()
    var cluster = try place.connect.client(stop: StopFlag())
    let gathering = ShadowFactGathering(place: place, engine: engine)
    let survey = try gathering.survey(try cluster.connectors())
    var properties = try #require(
      ConnectorConfiguration(try cluster.configuration(name))?.properties)
    if let user { properties["database.user"] = user }
    if let password { properties["database.password"] = password }
    let configuration = ConnectorConfiguration(properties: properties)
    var request = ShadowRequest(
      live: name, configuration: configuration, names: names,
      sentinelTable: tables.sentinels.sentinels, sentinelColumns: ShadowTables.sentinelColumns,
      serverID: ShadowServerID.free(for: run, taken: survey.serverIDs), brokers: nil)
    request.signalTable = tables.signals
    let built = try ShadowConnector(request)
    let live = ShadowFacts.Neighbour(name: name, configuration: configuration)
    return Shadow(
      land: self, connector: built, tables: tables, survey: survey,
      findings: ShadowRules.findings(built, live, survey.facts, ShadowConsent()))
  }

  // MARK: What is left

  /// Everything in the world that carries a run's id; empty when nothing is left of it.
  func leftovers(of run: String) async throws -> [String] {
    var left: [String] = []
    let connectors = try JSONValue.parse(
      await Tool.run("curl", "-sSf", "\(servers.connect)/connectors"))
    left += (connectors.elements ?? []).compactMap(\.stringValue).filter { $0.contains(run) }
      .map { "connector \($0)" }
    left += try await topics().filter { $0.contains(run) }.map { "topic \($0)" }
    left += try await offsets(of: run)
    if isPostgreSQL {
      left += try rows("SELECT slot_name FROM pg_replication_slots WHERE slot_name LIKE '%\(run)%'")
        .map { "slot \($0)" }
      left += try rows("SELECT pubname FROM pg_publication WHERE pubname LIKE '%\(run)%'")
        .map { "publication \($0)" }
    }
    left += try rows(
      "SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%\(run)%'"
    ).map { "table \($0)" }
    left += try rows(
      "SELECT schema_name FROM information_schema.schemata WHERE schema_name = 'cdcwatch_drill'"
    ).map { "schema \($0)" }
    return left
  }

  /// The names of all topics.
  func topics() async throws -> [String] {
    let text = try await Tool.run("kcat", "-L", "-J", "-b", servers.kafka)
    let topics = try JSONValue.parse(text)["topics"]?.elements ?? []
    return topics.compactMap { $0["topic"]?.stringValue }
  }

  /// The offsets of a run's connector that are no tombstones.
  private func offsets(of run: String) async throws -> [String] {
    let records = try await Tool.records(of: "connect-offsets", brokers: servers.kafka)
    var newest: [String: Bool] = [:]
    for line in records.lines {
      let record = try JSONValue.parse(String(line))
      guard let key = record["key"]?.stringValue, key.contains("cdcwatch-drill-\(run)") else {
        continue
      }
      newest[key] = record["payload"]?.isNull ?? true
    }
    return newest.filter { !$0.value }.map { "offset \($0.key)" }
  }

  // MARK: Records

  /// The values of a topic's records.
  func values(of topic: String) async throws -> [JSONValue] {
    guard let text = try? await Tool.records(of: topic, brokers: servers.kafka) else { return [] }
    return try text.lines.compactMap { line in
      try JSONValue.parse(String(line))["payload"]?.stringValue.map { try JSONValue.parse($0) }
    }
  }

  /// Waits until a topic's values are as wanted.
  func expect(
    in topic: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ isWanted: ([JSONValue]) -> Bool
  ) async throws {
    var found: [JSONValue] = []
    for _ in 0..<200 {
      found = try await values(of: topic)
      if isWanted(found) { return }
      try await Task.sleep(for: .milliseconds(150))
    }
    Issue.record(
      "\(topic) has only \(found.map(\.text))", sourceLocation: sourceLocation)
  }
}

/// A shadow with what makes and removes it.
struct Shadow {
  let land: ShadowLand
  let connector: ShadowConnector
  let tables: ShadowTables
  let survey: ShadowFactGathering.Survey
  let findings: [ShadowFinding]

  var effects: [ShadowEffect] { ShadowEffect.all(of: connector) }

  func setup(slotLimit: Duration = .seconds(20)) throws -> ShadowSetup {
    ShadowSetup(
      shadow: connector, tables: tables, place: try land.place(slotLimit: slotLimit),
      host: "host", clock: { Timestamp(milliseconds: 1) })
  }

  func teardown(wasMade: Bool) throws -> ShadowTeardown {
    ShadowTeardown(
      shadow: connector, tables: tables, place: try land.place(), wasMade: wasMade)
  }

  /// Removes everything, and holds that all of it is gone then.
  func remove(
    wasMade: Bool, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let teardown = try teardown(wasMade: wasMade)
    for removal in ShadowRemoval.all(of: connector) { _ = try teardown.perform(removal) }
    let left = try await land.leftovers(of: connector.names.run)
    #expect(left == [], sourceLocation: sourceLocation)
    for removal in ShadowRemoval.all(of: connector) where removal != .offsets {
      #expect(try teardown.isDone(removal), "\(removal.id)", sourceLocation: sourceLocation)
    }
  }

  /// Writes a sentinel's insert, update and delete.
  func writeSentinel() throws {
    let run = connector.names.run
    let table = "cdcwatch_drill.sentinel_\(run)"
    try land.rows("INSERT INTO \(table) VALUES ('\(run)', 1, 1, 0)")
    try land.rows("UPDATE \(table) SET number = 2 WHERE first_number = 1")
    try land.rows("DELETE FROM \(table) WHERE first_number = 1")
  }
}
