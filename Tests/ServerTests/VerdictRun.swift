import Foundation
import JSON
import TestSupport
import Testing

/// A row of the tables while it is done.
struct VerdictRun {
  var ledger: Ledger
  /// The offsets when `s` had been delivered, and after the stop, when `b` had.
  var old = ""
  var new = ""
  /// What had arrived before the connector was resumed.
  private var before: [String: Int] = [:]

  private let hasGTIDs: Bool

  init(ledger: Ledger, hasGTIDs: Bool = true) {
    self.ledger = ledger
    self.hasGTIDs = hasGTIDs
  }

  /// Does a row: the verdict first, then the thing, then what arrives.
  static func perform(
    _ row: VerdictRow, _ engine: Ledger.Engine, number: Int
  ) async throws {
    let servers = try Servers.here()
    let name = "row\(number)_\(engine.rawValue)"
    var run = VerdictRun(
      ledger: try await Ledger.open(name, engine, on: servers, settings: row.settings),
      hasGTIDs: row.hasGTIDs)
    do {
      try await run.perform(row)
    } catch {
      Issue.record(error, "\(row.id)")
    }
    await run.leave()
  }

  private mutating func perform(_ row: VerdictRow) async throws {
    if row.purgesFirst { try await purge() }
    old = try await inserting("s")
    let holder = row.isHeld ? try hold() : nil
    _ = try await inserting("b")
    try await ledger.stop()
    new = try await ledger.offsets()
    if row.writesFirst { try await ledger.insert("c") }
    let subject = try await row.deed(&self)
    switch subject {
    case .live: try await ledger.expect(row.verdict)
    case .put(let document):
      try await ledger.expect(row.verdict, of: document)
      try await ledger.put(document)
    }
    before = try await ledger.arrived()
    try await ledger.resume()
    try await expect(row.ending)
    try await row.afterwards?(&self)
    guard let holder else { return }
    try await release()
    _ = try await holder.outcome(within: .seconds(5))
  }

  func expect(_ ending: VerdictRow.Ending) async throws {
    switch ending {
    case .fails(let words):
      try await ledger.expectFailure(words)
      try await ledger.insert("z")
      let found = try await ledger.arrived()
      #expect(found == before, "\(found)")
    case .silence:
      try await Connect(ledger.servers).waitUntil(ledger.connectorName, "RUNNING")
      try await expectSilence(about: "z")
    case .arrives(let rows):
      try await Connect(ledger.servers).waitUntil(ledger.connectorName, "RUNNING")
      // A connector without an offset takes its place only after it says RUNNING.
      if ledger.engine != .postgres { _ = try await ledger.offsets { $0["file"] != nil } }
      try await ledger.insert("z")
      try await ledger.expectArrival(of: rows)
      #expect(try await ledger.status().state == "RUNNING")
    }
  }

  /// Nothing tells of this failure, so there is nothing to wait for but time.
  func expectSilence(about row: String) async throws {
    try await ledger.insert(row)
    let end = ContinuousClock.now + .seconds(5)
    while .now < end {
      let found = try await ledger.arrived()
      #expect(found == before, "\(found)")
      try await Task.sleep(for: .seconds(1))
    }
    let status = try await ledger.status()
    #expect(status.state == "RUNNING" && status.trace.isEmpty, "\(status)")
  }

  /// Inserts a row, and returns the offsets when they have it.
  ///
  /// Where there are GTIDs these tell it: the place changes too when the first offset of all comes.
  func inserting(_ row: String) async throws -> String {
    if ledger.engine != .postgres, hasGTIDs {
      try await ledger.insert(row)
      try await ledger.expectArrival(of: [row: 1])
      return try await ledger.caughtUp()
    }
    let before = try await place()
    try await ledger.insert(row)
    try await ledger.expectArrival(of: [row: 1])
    return try await ledger.offsets { offset in
      guard ledger.engine == .postgres else {
        let place = Self.place(in: offset)
        return place != before && (place.last != 0 || place.first != before.first)
      }
      return (offset["lsn_proc"]?.integerValue ?? 0) >= before.first ?? 0
    }
  }

  /// The position in PostgreSQL's log, or the offset's position and row of MySQL and MariaDB.
  private func place() async throws -> [Int64] {
    guard ledger.engine == .postgres else {
      return try await ledger.offset().map(Self.place) ?? []
    }
    return [try await number("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")]
  }

  private static func place(in offset: JSONValue) -> [Int64] {
    [offset["pos"]?.integerValue ?? 0, offset["row"]?.integerValue ?? 0]
  }

  /// The last number that a query answers.
  func number(_ query: String) async throws -> Int64 {
    let answer = try await ledger.sql(query)
    return try #require(answer.split { !$0.isNumber }.last.flatMap { Int64($0) }, "\(answer)")
  }

  /// Opens a transaction that keeps the log from here on.
  private func hold() throws -> RunningProgram {
    let port = ledger.servers.places["POSTGRES_PORT"] ?? ""
    return try RunningProgram(
      URL(filePath: "/usr/bin/env"),
      [
        "psql", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "-c",
        "BEGIN; INSERT INTO \(ledger.name).t VALUES ('open'); SELECT pg_sleep(120)",
      ], environment: ProcessInfo.processInfo.environment)
  }

  private func release() async throws {
    try await ledger.sql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(120)%' AND pid <> pg_backend_pid()"
    )
  }

  /// Leaves the servers as they were, as far as another row would notice.
  private func leave() async {
    try? await ledger.delete()
    guard ledger.engine == .postgres else { return }
    try? await release()
    for _ in 0..<40 {
      let slots = "FROM pg_replication_slots WHERE slot_name LIKE '\(ledger.name)%'"
      _ = try? await ledger.sql(
        "SELECT pg_drop_replication_slot(slot_name) \(slots) AND NOT active")
      if (try? await number("SELECT count(*) \(slots)")) == 0 { return }
      try? await Task.sleep(for: .milliseconds(250))
    }
  }
}
