import JSON
import TestSupport
import Testing

/// Topics that real connectors wrote, in a real broker, read by the program.
extension RealServers {
  @Suite(.broker(holding: "mysql-failover"))
  struct FailoverCapture {
    @Test func `a scan that a failover cut short is incomplete, with what reads the rest`()
      async throws
    {
      let run = try await Servers.here().run("snapshot", "orders_large", "--once", "-o", "json")
      #expect(run.status == 2, "\(run)")
      let reading = try run.json()
      #expect(reading["state"] == .string("INCOMPLETE"))
      #expect(reading["table"] == .string("inventory.orders_large"))
      #expect(reading["id"] == .string("my-2"))
      #expect(reading["reads"] == .integer(7100))
      #expect(reading["repeated"] == .integer(0))
      #expect(reading["chunks"]?["done"] == .integer(71))
      #expect(reading["key"]?["last"] == .array([.string("7100")]))
      #expect(reading["key"]?["maximum"] == .array([.string("12000")]))
      let cause = try #require(reading["cause"]?.stringValue)
      #expect(cause.contains("7100 rows") && cause.contains("SQL_EXCEPTION"))
      #expect(
        reading["next"]?.stringValue?.hasPrefix("INSERT INTO inventory.debezium_signal ") == true)
      #expect(reading["next"]?.stringValue?.contains("'execute-snapshot'") == true)
      #expect(reading["next"]?.stringValue?.contains(#""filter":"id > 7100""#) == true)
    }

    @Test func `a watch of what has ended badly ends at once`() async throws {
      let run = try await Servers.here().run("snapshot", "orders_large")
      #expect(run.status == 2, "\(run)")
      #expect(run.output.contains("INCOMPLETE"))
      #expect(run.took < .seconds(8), "\(run.took)")
    }

    @Test func `history tells all three snapshots, oldest first`() async throws {
      let run = try await Servers.here().run("snapshot", "history", "orders_large", "-o", "json")
      let readings = try #require(try run.json().elements)
      #expect(
        readings.map { $0["kind"]?.stringValue } == ["initial", "incremental", "incremental"])
      #expect(
        readings.map { $0["state"]?.stringValue } == ["COMPLETED", "COMPLETED", "INCOMPLETE"])
      #expect(readings.map { $0["reads"]?.integerValue } == [12_000, 12_000, 7100])
    }

    @Test func `events are counted as kcat counts them`() async throws {
      let topics = ["daily", "devices", "orders_large", "stock"].map { "inv.inventory.\($0)" }
      try await expectSameCounts(of: topics, on: Servers.here())
    }

    @Test func `a time in from leaves out what was before`() async throws {
      let servers = try Servers.here()
      let topic = "inv.inventory.orders_large"
      let records = try await Tool.records(of: topic, brokers: servers.kafka)
      let times = try records.lines.map { try JSONValue.parse(String($0))["ts"]?.integerValue ?? 0 }
      let moment = times[times.count * 2 / 3]
      // By time the first record that is not older decides, whatever the times behind it.
      let place = try #require(times.firstIndex { $0 >= moment })
      let run = try await servers.run("events", topic, "--from", "s@\(moment)", "-o", "json")
      #expect(try run.json()["records"] == .integer(Int64(times.count - place)), "\(run)")
      #expect(try run.json()["first"]?["offset"] == .integer(Int64(place)))
    }
  }

  @Suite(.broker(holding: "pg-ops", leavingOut: ["shop.public.orders_large"]))
  struct OperationsCapture {
    @Test func `a run that was read again after a crash says how much`() async throws {
      let run = try await Servers.here().run("snapshot", "history", "payments", "-o", "json")
      let readings = try #require(try run.json().elements)
      let first = try #require(readings.first { $0["id"] == .string("run-1") }, "\(run)")
      #expect(first["state"] == .string("COMPLETED"))
      #expect(first["reads"] == .integer(7846))
      #expect(first["repeated"] == .integer(3846))
      #expect(first["key"]?["last"] == .array([.string("ref-000999"), .string("3")]))
    }

    @Test func `a table that was taken out of its run is aborted`() async throws {
      let run = try await Servers.here().run("snapshot", "payments", "--once", "-o", "json")
      #expect(run.status == 2, "\(run)")
      #expect(try run.json()["state"] == .string("ABORTED"))
      #expect(try run.json()["id"] == .string("run-2"))
      #expect(try run.json()["reads"] == .integer(0))
    }

    @Test func `events are counted as kcat counts them`() async throws {
      try await expectSameCounts(of: ["shop.public.payments"], on: Servers.here())
    }
  }

  @Suite(.broker(holding: "pg-ops", before: 1_795_248_695_850))
  struct PausedCapture {
    @Test func `a paused snapshot is no trouble`() async throws {
      let run = try await Servers.here().run("snapshot", "orders_large", "--once", "-o", "json")
      #expect(run.status == 0, "\(run)")
      let reading = try run.json()
      #expect(reading["state"] == .string("PAUSED"))
      #expect(reading["id"] == .string("run-1"))
      #expect(reading["key"]?["last"] == .array([.string("20624")]))
      #expect(reading["reads"] == .integer(20_624))
      #expect(reading["next"]?.stringValue?.contains("'resume-snapshot'") == true)
    }

    @Test func `a script that waits for a stall ends at the pause`() async throws {
      let run = try await Servers.here().run("snapshot", "orders_large", "--exit-on", "stall")
      #expect(run.status == 0, "\(run)")
      #expect(run.output.contains("PAUSED"))
    }
  }

  @Suite(.broker(holding: "mysql-flattened"))
  struct FlattenedCapture {
    @Test func `flattened events are counted as snapshot reads`() async throws {
      let servers = try Servers.here()
      let counts = try await Tool.counts(of: "flat.inventory.stock", brokers: servers.kafka)
      let run = try await servers.run("snapshot", "history", "stock", "-o", "json")
      let readings = try #require(try run.json().elements)
      let initial = counts.filter { $0.key.hasPrefix("r ") && $0.key != "r incremental" }
      #expect(readings.map { $0["kind"]?.stringValue } == ["initial", "incremental"], "\(run)")
      #expect(readings.first?["reads"]?.integerValue == initial.values.reduce(0, +))
      #expect(readings.last?["reads"]?.integerValue == counts["r incremental"])
      #expect(readings.allSatisfy { $0["state"] == .string("COMPLETED") })
      let newest = try await servers.run("snapshot", "stock", "--once", "-o", "json")
      #expect(newest.status == 0)
      #expect(try newest.json()["reads"]?.integerValue == counts["r incremental"])
    }

    @Test func `events are counted as kcat counts them`() async throws {
      try await expectSameCounts(of: ["flat.inventory.stock"], on: Servers.here())
    }
  }

  @Suite(.broker(holding: "mysql-read-only-schemas", leavingOut: ["ro.inventory.orders_large"]))
  struct ReadOnlyCapture {
    @Test(arguments: ["stock", "daily"])
    func `events with schemas are counted as snapshot reads`(table: String) async throws {
      let servers = try Servers.here()
      let counts = try await Tool.counts(of: "ro.inventory.\(table)", brokers: servers.kafka)
      let run = try await servers.run("snapshot", table, "--once", "-o", "json")
      #expect(run.status == 0, "\(run)")
      let reading = try run.json()
      #expect(reading["state"] == .string("COMPLETED"))
      #expect(reading["kind"] == .string("incremental"))
      #expect(reading["id"] == .string("ro-1"))
      #expect(reading["reads"]?.integerValue == counts["r incremental"])
    }

    @Test func `events are counted as kcat counts them`() async throws {
      let topics = ["daily", "devices", "stock"].map { "ro.inventory.\($0)" }
      try await expectSameCounts(of: topics, on: Servers.here())
    }
  }

  @Suite(.broker(holding: "mysql-incremental", leavingOut: ["inv.inventory.orders_large"]))
  struct BinaryKeyCapture {
    @Test func `a binary key is shown as the rows write it`() async throws {
      let servers = try Servers.here()
      let run = try await servers.run("snapshot", "devices", "--once", "-o", "json")
      #expect(run.status == 0, "\(run)")
      let reading = try run.json()
      #expect(reading["state"] == .string("COMPLETED"))
      #expect(reading["reads"] == .integer(200))
      #expect(reading["key"]?["last"] == .array([.string("/1oa4BKvpdTIicUK1Ceq9Q==")]))
      for arguments in [
        ["snapshot", "devices", "--once"], ["snapshot", "list"],
        ["snapshot", "list", "-o", "json"],
        ["snapshot", "history"], ["snapshot", "history", "-o", "jsonl"],
      ] {
        let run = try await Binary.run(arguments + ["-b", servers.kafka])
        #expect(run.output.contains("devices"), "\(run)")
        #expect(!(run.output + run.errors).contains("[B@"), "\(run)")
      }
    }

    @Test func `events are counted as kcat counts them`() async throws {
      let topics = ["daily", "devices", "stock"].map { "inv.inventory.\($0)" }
      try await expectSameCounts(of: topics, on: Servers.here())
    }
  }
}
