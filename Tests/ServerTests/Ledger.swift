import Foundation
import JSON
import TestSupport
import Testing

/// A small table and the connector that reads it, whose offset is taken, put back and judged.
struct Ledger {
  enum Engine: String {
    case postgres, mysql, mariadb
  }

  let servers: Servers
  let engine: Engine
  /// The connector, its prefix, its slot, and the table's schema or database.
  let name: String
  /// The connector's name, when it is another.
  var renamed: String?
  /// The connector's `topic.prefix`, when it is another.
  var prefix: String?

  var connectorName: String { renamed ?? name }
  private var topic: String { "\(prefix ?? name).\(name).t" }
  private var connector: String { "\(servers.connect)/connectors/\(connectorName)" }
  /// The endpoint's where there is one: clients go through it, so that they survive a failover.
  private var port: String {
    let name = engine.rawValue.uppercased()
    return servers.places["\(name)_ENDPOINT_PORT"] ?? servers.places["\(name)_PORT"] ?? ""
  }
  var history: String { "\(name)-history" }

  /// The database, as `--db` takes it.
  var database: String {
    engine == .postgres
      ? "postgresql://postgres@127.0.0.1:\(port)/postgres"
      : "\(engine.rawValue)://dbz:dbz@127.0.0.1:\(port)/\(name)"
  }

  /// Makes the table with one row `a` and the connector, and waits until it has delivered the row.
  static func open(
    _ name: String, _ engine: Engine, on servers: Servers, settings: [String: String] = [:]
  ) async throws -> Ledger {
    let ledger = Ledger(servers: servers, engine: engine, name: name)
    let schema = engine == .postgres ? "SCHEMA" : "DATABASE"
    try await ledger.sql("CREATE \(schema) \(name)")
    try await ledger.sql("CREATE TABLE \(name).t (note varchar(40) PRIMARY KEY)")
    try await ledger.insert("a")
    try await Connect(servers).make(name, ledger.settings.merging(settings) { $1 })
    try await ledger.expectArrival(of: ["a": 1])
    return ledger
  }

  private var settings: [String: String] {
    let common = [
      "topic.prefix": name, "database.hostname": "127.0.0.1", "database.port": port,
      "table.include.list": "\(name).t", "heartbeat.interval.ms": "500",
    ]
    guard engine != .postgres else {
      return common.merging([
        "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
        "database.dbname": "postgres", "database.user": "postgres", "database.password": "x",
        "plugin.name": "pgoutput", "slot.name": name, "publication.name": name,
        "publication.autocreate.mode": "filtered",
      ]) { $1 }
    }
    let type = engine == .mysql ? "mysql.MySqlConnector" : "mariadb.MariaDbConnector"
    return common.merging([
      "connector.class": "io.debezium.connector.\(type)", "database.user": "dbz",
      "database.password": "dbz", "database.include.list": name,
      "database.server.id": String(5000 + name.utf8.reduce(0) { $0 + Int($1) }),
      "schema.history.internal.kafka.topic": history,
      "schema.history.internal.kafka.bootstrap.servers": servers.kafka,
    ]) { $1 }
  }

  @discardableResult
  func sql(_ text: String) async throws -> String {
    try await servers.world.sql(text, on: engine.rawValue)
  }

  /// Writes a row, in a transaction of its own.
  func insert(_ note: String) async throws {
    try await sql("INSERT INTO \(name).t VALUES ('\(note)')")
  }

  // MARK: What arrives

  /// How often each row has arrived, read or created.
  func arrived() async throws -> [String: Int] {
    guard let text = try? await Tool.records(of: topic, brokers: servers.kafka) else { return [:] }
    var counts: [String: Int] = [:]
    for line in text.lines {
      let payload = try JSONValue.parse(String(line))["payload"]?.stringValue
      let value = try payload.map { try JSONValue.parse($0) }
      if let note = value?["after"]?["note"]?.stringValue { counts[note, default: 0] += 1 }
    }
    return counts
  }

  /// Waits until these rows have arrived so often, and no more.
  func expectArrival(
    of rows: [String: Int], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    var found: [String: Int] = [:]
    for _ in 0..<200 {
      found = try await arrived()
      if rows.allSatisfy({ found[$0.key, default: 0] >= $0.value }) { break }
      try await Task.sleep(for: .milliseconds(150))
    }
    for (row, count) in rows {
      #expect(found[row, default: 0] == count, "\(found)", sourceLocation: sourceLocation)
    }
  }

  // MARK: Connect, by curl

  /// What `GET /connectors/NAME/offsets` answers.
  func offsets() async throws -> String {
    try await servers.curl("-sSf", "\(connector)/offsets")
  }

  /// The one offset of the connector.
  func offset() async throws -> JSONValue? {
    try JSONValue.parse(await offsets())["offsets"]?.elements?.first?["offset"]
  }

  /// Waits until the offset is as wanted, and returns the document that holds it.
  func offsets(when isWanted: (JSONValue) async throws -> Bool) async throws -> String {
    for _ in 0..<200 {
      let document = try await offsets()
      let offset = try JSONValue.parse(document)["offsets"]?.elements?.first?["offset"]
      if let offset, try await isWanted(offset) { return document }
      try await Task.sleep(for: .milliseconds(150))
    }
    Issue.record("the offset never came to what was waited for")
    return try await offsets()
  }

  /// MySQL and MariaDB: waits until the offset has every transaction of the server.
  ///
  /// The newest one is not in its set: `event` and `row` say that it was delivered.
  func caughtUp() async throws -> String {
    let variable = engine == .mysql ? "@@global.gtid_executed" : "@@global.gtid_binlog_pos"
    let executed = try #require(Self.lastNumber(try await sql("SELECT \(variable)")))
    return try await offsets { offset in
      guard let last = Self.lastNumber(offset["gtids"]?.stringValue ?? "") else { return false }
      return last == executed || (last + 1 == executed && offset["row"] != nil)
    }
  }

  private static func lastNumber(_ text: String) -> Int? {
    text.split { !$0.isNumber }.last.flatMap { Int($0) }
  }

  /// Stops the connector, and waits until it has no task.
  func stop() async throws {
    try await servers.curl("-sSf", "-X", "PUT", "\(connector)/stop")
    for _ in 0..<200 {
      let status = try JSONValue.parse(await servers.curl("-sSf", "\(connector)/status"))
      if status["connector"]?["state"] == .string("STOPPED"), status["tasks"]?.elements == [] {
        return
      }
      try await Task.sleep(for: .milliseconds(150))
    }
    Issue.record("\(name) never stopped")
  }

  func resume() async throws {
    try await servers.curl("-sSf", "-X", "PUT", "\(connector)/resume")
  }

  /// Deletes the connector with its offsets and its slot; PostgreSQL's.
  func remove() async throws {
    try await stop()
    try await forgetOffsets()
    try await delete()
    try await sql(
      "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '\(name)'"
    )
  }

  func forgetOffsets() async throws {
    try await servers.curl("-sSf", "-X", "DELETE", "\(connector)/offsets")
  }

  /// Removes the connector; its offsets stay.
  func delete() async throws {
    try await servers.curl("-sSf", "-X", "DELETE", connector)
  }

  /// The names of all connectors.
  func connectors() async throws -> [String] {
    let answer = try JSONValue.parse(
      await servers.curl("-sSf", "\(servers.connect)/connectors"))
    return (answer.elements ?? []).compactMap(\.stringValue)
  }

  func put(_ offsets: String) async throws {
    try await servers.curl(
      "-sS", "--fail-with-body", "-X", "PATCH", "-H", "Content-Type: application/json",
      "--data", offsets, "\(connector)/offsets")
  }

  func change(_ settings: [String: String]) async throws {
    try await Connect(servers).make(connectorName, self.settings.merging(settings) { $1 })
  }

  /// Makes the connector anew, STOPPED.
  func makeStopped(_ settings: [String: String]) async throws {
    let members = self.settings.merging(settings) { $1 }.map {
      JSONValue.Member(name: $0.key, value: .string($0.value))
    }
    let wanted = JSONValue.object([
      JSONValue.Member(name: "name", value: .string(connectorName)),
      JSONValue.Member(name: "initial_state", value: .string("STOPPED")),
      JSONValue.Member(name: "config", value: .object(members)),
    ])
    try await servers.curl(
      "-sS", "--fail-with-body", "-H", "Content-Type: application/json", "--data",
      wanted.text, "\(servers.connect)/connectors")
  }

  /// The task's state and its trace, or the connector's state before there is one.
  func status() async throws -> (state: String, trace: String) {
    let status = try JSONValue.parse(await servers.curl("-sSf", "\(connector)/status"))
    let task = status["tasks"]?.elements?.first ?? status["connector"]
    return (task?["state"]?.stringValue ?? "", task?["trace"]?.stringValue ?? "")
  }

  /// Waits until the task has failed, with these words in its trace.
  func expectFailure(
    _ words: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await Connect(servers).waitUntil(connectorName, "FAILED")
    let trace = try await status().trace
    #expect(trace.contains(words), "\(trace)", sourceLocation: sourceLocation)
  }

  // MARK: The verdict

  /// Runs `offsets check` on the live offset, on one that would be put back, or on a backup.
  private func check(
    _ offsets: String?, backup: String?
  ) async throws -> (status: Int32, reading: JSONValue) {
    let folder = try Places.newFolder("offsets")
    defer { try? FileManager.default.removeItem(at: folder) }
    var words = ["offsets", "check"] + [backup].compactMap(\.self)
    if let offsets {
      let file = folder.appending(path: "offsets.json")
      try offsets.write(to: file, atomically: true, encoding: .utf8)
      words.append(file.path)
    }
    words += ["-c", connectorName, "-o", "json", "--db", database, "--connect", servers.connect]
    let run = try await Binary.run(words + ["-b", servers.kafka])
    return (run.status, (try? run.json()) ?? .string("\(run)"))
  }

  /// Backs the offsets up, and returns what names the backup.
  func backUp(into archive: URL) async throws -> String {
    let run = try await Binary.run(
      "offsets", "backup", archive.path, "-b", servers.kafka, "--connect", servers.connect)
    #expect(run.status == 0, "\(run)")
    return archive.path + "/latest"
  }

  /// Holds the verdict of an offset and its exit status.
  @discardableResult
  func expect(
    _ verdict: String, of offsets: String? = nil, backup: String? = nil, says words: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> JSONValue {
    let (status, reading) = try await check(offsets, backup: backup)
    let wanted: Int32 = verdict == "RESUME" ? 0 : ["REPLAY", "UNKNOWN"].contains(verdict) ? 3 : 2
    #expect(
      reading["verdict"] == .string(verdict), "\(reading.prettyText)",
      sourceLocation: sourceLocation)
    #expect(status == wanted, "\(reading.prettyText)", sourceLocation: sourceLocation)
    let reason = reading["reason"]?.stringValue ?? ""
    #expect(words.isEmpty || reason.contains(words), "\(reason)", sourceLocation: sourceLocation)
    return reading
  }
}
