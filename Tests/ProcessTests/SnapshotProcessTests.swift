import Foundation
import JSON
import Kafka
import TestSupport
import Testing

/// `cdcwatch snapshot` as a process, over a broker in this process.
@Suite(.timeLimit(.minutes(2))) struct SnapshotProcessTests {
  private static let members = [
    "schema_version", "taken_at", "connector", "table", "topic", "kind", "id", "state", "cause",
    "reads", "streamed", "tombstones", "unreadable", "repeated", "chunks", "key", "percent",
    "percent_from", "rows_expected", "rows_expected_from", "rate_rows_per_second", "eta_seconds",
    "remaining_tables", "started_at", "finished_at", "task_starts", "sources", "warnings", "next",
  ]

  private static func orders() throws -> EmbeddedCluster {
    try Broker.holding((1...20).map { Broker.read($0) }, in: "shop.public.orders")
  }

  @Test func `one table is an object with the members of its contract`() async throws {
    let cluster = try Self.orders()
    let run = try await Binary.run(
      "snapshot", "orders", "-b", cluster.bootstrapServers, "--once", "-o", "json")
    let reading = try run.json()
    #expect(reading.members?.map(\.name) == Self.members, "\(run)")
    #expect(reading["table"] == .string("public.orders"))
    #expect(reading["topic"] == .string("shop.public.orders"))
    #expect(reading["reads"] == .integer(20))
    #expect(reading["key"]?["maximum"]?.isNull == true)
    #expect(reading["percent"]?.isNull == true)
    #expect(reading["sources"] == .array([.string("rows")]))
  }

  @Test func `several tables, lists and histories are arrays`() async throws {
    let cluster = try await Broker.holding("streaming-only")
    try cluster.createTopic("streaming-only.public.t9")
    let brokers = cluster.bootstrapServers
    for arguments in [
      ["snapshot", "t1", "t9", "--once", "--timeout", "1s"], ["snapshot", "list", "t1"],
      ["snapshot", "history", "t1"], ["snapshot", "list"],
    ] {
      let run = try await Binary.run(arguments + ["-b", brokers, "-o", "json"])
      #expect(try run.json().elements != nil, "\(run)")
    }
  }

  @Test func `every line of a watch as jsonl is a reading`() async throws {
    let cluster = try Self.orders()
    let run = try await Binary.run(
      "snapshot", "orders", "-b", cluster.bootstrapServers, "-o", "jsonl", "--interval", "200ms",
      "--timeout", "2s")
    #expect(run.status == 3, "\(run)")
    let readings = try run.jsonLines()
    #expect(readings.count >= 3)
    for reading in readings { #expect(reading.members?.map(\.name) == Self.members) }
    #expect(readings.last?["state"] == .string("UNKNOWN"))
    #expect(readings.last?["reads"] == .integer(20))
  }

  @Test func `with the change topic alone rows that stop never make it complete`() async throws {
    let cluster = try Self.orders()
    let running = try Binary.start([
      "snapshot", "orders", "-b", cluster.bootstrapServers, "-o", "jsonl", "--interval", "200ms",
      "--timeout", "3s",
    ])
    #expect(try await running.wait { $0.output.contains("\"reads\":20") })
    try Broker.send((21...30).map { Broker.read($0) }, to: "shop.public.orders", in: cluster)
    let run = try await running.outcome()
    #expect(run.status == 3, "\(run)")
    let states = try run.jsonLines().compactMap { $0["state"]?.stringValue }
    #expect(Set(states) == ["RUNNING", "UNKNOWN"], "\(run)")
    let last = try run.jsonLines().last
    #expect(last?["reads"] == .integer(30))
    #expect(last?["key"]?["maximum"]?.isNull == true)
  }

  // MARK: Ends

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func `a signal ends a watch with its own status`(signal: Int32, status: Int32) async throws {
    let cluster = try Self.orders()
    let running = try Binary.start([
      "snapshot", "orders", "-b", cluster.bootstrapServers, "-o", "jsonl", "--timeout", "60s",
    ])
    #expect(try await running.wait { $0.output.contains("\n") })
    let begin = ContinuousClock.now
    running.signal(signal)
    let run = try await running.outcome(within: .seconds(10))
    #expect(run.status == status, "\(run)")
    #expect(.now - begin < .seconds(3))
    #expect(try run.jsonLines().isEmpty == false)
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func `a signal ends the wait for a broker that is not there`(
    signal: Int32, status: Int32
  ) async throws {
    let running = try Binary.start(["snapshot", "orders", "-b", "127.0.0.1:1", "--timeout", "60s"])
    try await Task.sleep(for: .milliseconds(700))
    let begin = ContinuousClock.now
    running.signal(signal)
    let run = try await running.outcome(within: .seconds(10))
    #expect(run.status == status, "\(run)")
    #expect(.now - begin < .seconds(3))
  }

  @Test func `a reader that goes away ends a watch quietly`() async throws {
    let cluster = try Self.orders()
    let run = try await Binary.shell(
      """
      "$CDCWATCH" snapshot orders -b \(cluster.bootstrapServers) -o jsonl --interval 100ms \
        --timeout 20s | head -n 1
      echo "ended with ${PIPESTATUS[0]}" >&2
      """)
    #expect(run.took < .seconds(10), "\(run)")
    #expect(run.output.split(separator: "\n").count == 1)
    #expect(["ended with 141\n", "ended with 0\n"].contains(run.errors), "\(run)")
  }
}
