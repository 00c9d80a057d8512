import Foundation
import JSON
import TestSupport
import Testing

/// A stand-in for one Connect worker whose tasks read PostgreSQL's slots: `slot_connect.py`.
///
/// With it a drill's steps take moments that Debezium's own starts and stops would take seconds for.
struct SlotConnect: Sendable {
  private let server: RunningProgram
  let address: String
  let servers: Servers

  /// Starts it with these live connectors, whose tasks only seem to run.
  init(_ servers: Servers, live: [String]) async throws {
    self.servers = servers
    let script = Places.package.appending(path: "Tests/ServerTests/slot_connect.py")
    let port = servers.places["POSTGRES_PORT"] ?? ""
    let place = "host=127.0.0.1 port=\(port) user=postgres dbname=postgres"
    server = try RunningProgram(
      URL(filePath: "/usr/bin/env"),
      ["python3", "-u", script.path, servers.kafka, place, live.joined(separator: ",")] + [
        "database.hostname=127.0.0.1", "database.port=\(port)", "database.user=postgres",
        "database.dbname=postgres",
      ], environment: ProcessInfo.processInfo.environment)
    try #require(try await server.wait { $0.output.hasSuffix("\n") }, "\(server.errors)")
    address = "http://127.0.0.1:\(server.output.trimmingCharacters(in: .whitespacesAndNewlines))"
  }

  /// What it and its tasks complained of.
  var complaints: String { server.errors }

  /// Where everything is, as a command line of `drill` says it.
  var endpoints: [String] {
    [
      "--connect", address, "-b", servers.kafka, "--db",
      "main=postgresql://postgres@127.0.0.1:\(servers.places["POSTGRES_PORT"] ?? "")/postgres",
    ]
  }

  /// The changing calls about a connector so far, `create` and the like, in order.
  func calls(about connector: String) async throws -> [String] {
    let text = try await Tool.run("curl", "-sSf", "\(address)/_calls")
    return try (JSONValue.parse(text).elements ?? []).compactMap { call in
      guard call.elements?.last?.stringValue == connector else { return nil }
      return call.elements?.first?.stringValue
    }
  }

  /// What of a run is left anywhere; nothing when all is removed.
  func remains(of run: String) async throws -> [String] {
    var left: [String] = []
    for what in ["connectors", "_offsets"] {
      let text = try await Tool.run("curl", "-sSf", "\(address)/\(what)")
      if text.contains(run) { left.append("\(what): \(text)") }
    }
    let rows = try await servers.world.sql(
      """
      SELECT 'slot ' || slot_name FROM pg_replication_slots WHERE slot_name LIKE '%\(run)%'
      UNION ALL SELECT 'publication ' || pubname FROM pg_publication WHERE pubname LIKE '%\(run)%'
      UNION ALL SELECT 'table ' || relname FROM pg_class WHERE relname LIKE '%\(run)%'
      """)
    if rows.contains(run) { left.append(rows) }
    let topics = try await Tool.run("kcat", "-L", "-b", servers.kafka)
    if topics.contains(run) { left.append("topics") }
    return left
  }
}
