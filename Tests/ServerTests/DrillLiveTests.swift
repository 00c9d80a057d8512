import Foundation
import JSON
import TestSupport
import Testing

/// Drills on the connector itself.
extension RealServers.DrillRuns {
  @Test func `a live drill is refused without the password, and proved with it`() async throws {
    let desk = try await Desk.live("live_deleted", .postgres)
    let plain = try await Binary.run(
      ["drill", "plan", "connector-deleted", "-c", desk.ledger.name, "--set", "db=main"]
        + desk.endpoints + desk.onLive)
    #expect(plain.status == 6, "\(plain)")
    #expect(plain.errors.contains("leaves database.password out"), "\(plain)")
    #expect(plain.errors.contains("--secret database.password=@FILE"), "\(plain)")
    let before = try await desk.configuration()
    let run = try await desk.drill(
      "connector-deleted", desk.onLive + desk.secret, confirm: desk.ledger.name)
    try desk.expect(run, 0, "proved")
    let sentinels = try run.json()["sentinels"]
    #expect(sentinels?["lost"] == .integer(0) && sentinels?["written"] == sentinels?["arrived"])
    #expect((sentinels?["written"]?.integerValue ?? 0) > 10, "\(run)")
    #expect(try await desk.configuration() == before)
    try await desk.expectNothingLeft()
    #expect(try await desk.leftSentinels() == "0")
    try await desk.ledger.insert("after")
    try await desk.ledger.expectArrival(of: ["a": 1, "after": 1])
    try await desk.close()
  }
}

extension RealServers.DrillRuns.Desk {
  private init(ledger: Ledger, state: URL) {
    self.ledger = ledger
    self.state = state
  }

  /// A connector that captures a table for sentinels, and a context that allows drills on it.
  static func live(
    _ name: String, _ engine: Ledger.Engine, settings: [String: String] = [:]
  ) async throws -> Self {
    let captured = ["table.include.list": "\(name).t,\(name).sentinels,\(name).signals"]
    let ledger = try await Ledger.open(
      name, engine, on: Servers.here(), settings: captured.merging(settings) { $1 })
    try await ledger.sql(
      "CREATE TABLE \(name).signals (id varchar(64) PRIMARY KEY, type varchar(32),"
        + " data varchar(2048))")
    let desk = Self(ledger: ledger, state: try Places.newFolder("drills"))
    try await ledger.sql(
      "CREATE TABLE \(name).sentinels (run varchar(64) NOT NULL, first_number bigint NOT NULL,"
        + " number bigint NOT NULL, written_at bigint NOT NULL, PRIMARY KEY (run, first_number))")
    // Debezium looks which tables there are, and puts them into its publication, when it starts.
    try await ledger.stop()
    try await ledger.resume()
    try await Connect(ledger.servers).waitUntil(name, "RUNNING")
    let folder = desk.liveFiles
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try "contexts:\n  drills:\n    drill: allowed\n".write(
      to: folder.appending(path: "config.yaml"), atomically: true, encoding: .utf8)
    let password = folder.appending(path: "password")
    try (engine == .postgres ? "x" : "dbz").write(to: password, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: password.path)
    return desk
  }

  private var liveFiles: URL {
    state.appending(path: "../\(state.lastPathComponent)-live").standardizedFileURL
  }

  /// What makes the connector itself the subject.
  var onLive: [String] {
    [
      "--live", "--set", "sentinel.table=\(ledger.name).sentinels", "--context", "drills",
      "--config", liveFiles.appending(path: "config.yaml").path,
    ]
  }

  /// What a backup leaves out.
  var secret: [String] {
    ["--secret", "database.password=@\(liveFiles.appending(path: "password").path)"]
  }

  /// The connector's configuration, as Connect has it.
  func configuration() async throws -> String {
    try await ledger.servers.curl(
      "-sSf", "\(ledger.servers.connect)/connectors/\(ledger.name)/config")
  }

  /// How many rows of sentinels there are.
  func leftSentinels() async throws -> String {
    try await ledger.sql("SELECT count(*) FROM \(ledger.name).sentinels")
      .filter(\.isNumber)
  }
}
