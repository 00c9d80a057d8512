import Foundation
import JSON
import TestSupport
import Testing

extension RealServers {
  @Suite(.serialized, .servers("kafka", "postgres", "mysql", "connect"), .timeLimit(.minutes(5)))
  struct BackupsWithDatabases {
    @Test func `a backup asks a server once a turn, however many connectors read it`()
      async throws
    {
      let servers = try Servers.here()
      try await servers.world.sql("ALTER SYSTEM SET log_connections = on")
      try await servers.world.sql("SELECT pg_reload_conf()")
      var ledgers: [Ledger] = []
      for name in ["one", "two", "three"] {
        ledgers.append(try await Ledger.open(name, .postgres, on: servers))
      }
      ledgers.append(try await Ledger.open("four", .mysql, on: servers))
      for ledger in ledgers.prefix(3) {
        try await ledger.insert("b")
        try await ledger.expectArrival(of: ["b": 1])
        _ = try await ledger.offsets { $0["lsn_proc"]?.integerValue != nil }
      }
      _ = try await ledgers[3].caughtUp()
      let home = try Places.newFolder("home")
      defer { try? FileManager.default.removeItem(at: home) }
      let file = home.appending(path: "config.yaml")
      try """
      kafka: {brokers: '\(servers.kafka)'}
      connect: \(servers.connect)
      databases:
        shop: {uri: '\(ledgers[0].database)'}
        stock: {uri: '\(ledgers[3].database)'}
      archive: \(home.path)/archive
      """.write(to: file, atomically: true, encoding: .utf8)
      let before = try connections(servers)
      let backup = try await Binary.run("offsets", "backup", "--config", file.path)
      #expect(backup.status == 0, "\(backup)")
      #expect(try connections(servers) == before + 2)

      let run = backup.output.trimmingCharacters(in: .whitespacesAndNewlines)
      let manifest = try Data(contentsOf: URL(filePath: run).appending(path: "manifest.json"))
      let connectors = try JSONValue.parse([UInt8](manifest))["connectors"]?.elements ?? []
      #expect(connectors.count == 4)
      for connector in connectors {
        #expect(
          connector["verdict"]?["verdict"] == .string("RESUME"), "\(connector.prettyText)")
      }

      // One that is gone keeps no backup from being made, and costs the others nothing.
      try await servers.world.down(["mysql"])
      let without = try await Binary.run("offsets", "backup", "--config", file.path)
      #expect(without.status == 0, "\(without)")
      #expect(without.errors.contains("warning: four: there is no verdict: "), "\(without)")
      #expect(!without.errors.contains("one: there is no verdict"), "\(without)")
    }

    /// How often cdcwatch has connected to PostgreSQL.
    private func connections(_ servers: Servers) throws -> Int {
      let log = servers.world.folder.appending(path: "postgres/log")
      return try String(contentsOf: log, encoding: .utf8).split(separator: "\n")
        .count { $0.contains("connection authorized") && $0.contains("application_name=cdcwatch") }
    }
  }
}
