import Foundation
import JSON
import Kafka
import TestSupport
import Testing

/// `cdcwatch events` over a broker in this process.
@Suite(.timeLimit(.minutes(2))) struct EventsTests {
  /// The recorder's own counts of a case, which kcat and another client agreed on.
  private struct Truth {
    var topics: [String: [String: Int64]] = [:]

    init(_ recording: String) throws {
      let file = Places.recordings.appending(path: "\(recording)/truth.json")
      let truth = try JSONValue.parse(String(contentsOf: file, encoding: .utf8))
      for table in truth["tables"]?.members ?? [] {
        var counts: [String: Int64] = [:]
        for found in table.value["r_by_snapshot"]?.members ?? [] {
          counts["r \(found.name)"] = found.value.integerValue
        }
        for found in table.value["streamed_by_op_and_snapshot"]?.members ?? [] {
          counts[found.name] = found.value.integerValue
        }
        if let count = table.value["tombstones"]?.integerValue, count > 0 {
          counts["tombstone"] = count
        }
        topics["\(recording).\(table.name)"] = counts
      }
    }
  }

  @Test(arguments: [
    "mysql-incremental", "three-partitions", "streaming-only", "every-row-changed-meanwhile",
    "initial-completes", "json-with-schemas",
  ])
  func `the counts are those that the recorder took`(recording: String) async throws {
    let cluster = try await Broker.holding(recording)
    let truth = try Truth(recording)
    #expect(!truth.topics.isEmpty)
    for (topic, counts) in truth.topics where !counts.isEmpty {
      let run = try await Binary.run("events", topic, "-b", cluster.bootstrapServers, "-o", "json")
      #expect(run.status == 0, "\(run)")
      #expect(run.errors == "")
      let report = try run.json()
      #expect(report["topic"]?.stringValue == topic)
      var found: [String: Int64] = [:]
      for each in report["by"]?.elements ?? [] {
        let name = "\(each["op"]?.stringValue ?? "null") \(each["snapshot"]?.plainText ?? "?")"
        found[name] = each["count"]?.integerValue
      }
      if let count = report["tombstones"]?.integerValue, count > 0 { found["tombstone"] = count }
      #expect(found == counts)
      #expect(report["records"]?.integerValue == counts.values.reduce(0, +))
      #expect(report["unreadable"] == .integer(0))
    }
  }

  @Test func `a report as JSON has the members of its contract, as lines too`() async throws {
    let cluster = try await Broker.holding("three-partitions")
    let arguments = ["events", "t1", "-b", cluster.bootstrapServers, "-o"]
    for format in ["json", "jsonl"] {
      let run = try await Binary.run(arguments + [format])
      #expect(run.status == 0, "\(run)")
      #expect(run.output.last == "\n")
      if format == "jsonl" { #expect(run.output.split(separator: "\n").count == 1) }
      let report = try run.json()
      #expect(
        report.members?.map(\.name) == [
          "schema_version", "topic", "records", "tombstones", "unreadable", "by", "first", "last",
          "seconds", "rate_records_per_second",
        ])
      #expect(report["schema_version"] == .integer(1))
      #expect(report["topic"] == .string("three-partitions.public.t1"))
      for end in ["first", "last"] {
        #expect(report[end]?.members?.map(\.name) == ["partition", "offset", "time"])
        #expect(report[end]?["time"]?.stringValue?.hasSuffix("Z") == true)
      }
    }
  }

  @Test func `a topic without a Debezium event ends with 3 and says so`() async throws {
    let cluster = try Broker.holding(["hello", "{\"a\":1}", "[]", ""], in: "plain")
    let run = try await Binary.run("events", "plain", "-b", cluster.bootstrapServers, "-o", "json")
    #expect(run.status == 3, "\(run)")
    let report = try run.json()
    #expect(report["records"] == .integer(4))
    #expect(report["unreadable"] == .integer(4))
    #expect(report["by"] == .array([]))
    #expect(run.errors.contains("the topic holds no record that is a Debezium change event"))
    for offset in 0..<4 {
      #expect(run.errors.contains("unreadable: plain partition 0 offset \(offset): "), "\(run)")
    }
  }

  @Test func `some unreadable records among events are named and end with 0`() async throws {
    let cluster = try Broker.holding(
      [Broker.read(1), "{\"before\":", Broker.read(2), nil], in: "shop.public.orders")
    let run = try await Binary.run("events", "orders", "-b", cluster.bootstrapServers, "-o", "json")
    #expect(run.status == 0, "\(run)")
    let report = try run.json()
    #expect(report["records"] == .integer(4))
    #expect(report["tombstones"] == .integer(1))
    #expect(report["unreadable"] == .integer(1))
    #expect(report["by"]?.elements?.first?["count"] == .integer(2))
    #expect(run.errors.contains("shop.public.orders partition 0 offset 1"), "\(run)")
  }

  @Test func `a topic that does not exist ends with 64 and the nearest name`() async throws {
    let cluster = try Broker.holding([Broker.read(1)], in: "shop.public.orders_large")
    for command in ["events", "snapshot"] {
      let run = try await Binary.run(command, "order_large", "-b", cluster.bootstrapServers)
      #expect(run.status == 64, "\(run)")
      #expect(run.output == "")
      #expect(
        run.errors == """
          cdcwatch: no topic is 'order_large' or ends in '.order_large'
          hint: did you mean 'shop.public.orders_large'?

          """)
    }
  }

  @Test func `a table that fits several topics ends with 64 and lists them`() async throws {
    let cluster = try Broker.holding([Broker.read(1)], in: "shop.public.orders")
    try cluster.createTopic("store.public.orders")
    let run = try await Binary.run("events", "orders", "-b", cluster.bootstrapServers)
    #expect(run.status == 64, "\(run)")
    #expect(run.errors.contains("shop.public.orders, store.public.orders"), "\(run)")
  }

  @Test(arguments: [
    ("beginning", 10), ("-3", 3), ("-100", 10), ("-0", 0), ("end", 0),
  ])
  func `reading begins where --from says`(start: String, count: Int64) async throws {
    let cluster = try Broker.holding((1...10).map { Broker.read($0) }, in: "shop.public.orders")
    let run = try await Binary.run(
      "events", "orders", "-b", cluster.bootstrapServers, "--from", start, "-o", "json")
    #expect(run.status == (count == 0 ? 3 : 0), "\(run)")
    let report = try run.json()
    #expect(report["records"] == .integer(count))
    if count > 0 { #expect(report["first"]?["offset"] == .integer(10 - count)) }
    if count == 0 { #expect(report["first"]?.isNull == true) }
  }

  // MARK: Finding a row

  @Test func `a row that is there is found with its place`() async throws {
    let cluster = try Broker.holding((1...10).map { Broker.read($0) }, in: "shop.public.orders")
    let run = try await Binary.run(
      "events", "orders", "-b", cluster.bootstrapServers, "--match", "id=7", "--show", "-o", "json")
    #expect(run.status == 0, "\(run)")
    let report = try run.json()
    #expect(report["found"] == .integer(1))
    let record = try #require(report["records"]?.elements?.first)
    #expect(record["partition"] == .integer(0))
    #expect(record["offset"] == .integer(6))
    #expect(record["op"] == .string("r"))
    #expect(record["snapshot"] == .string("incremental"))
    #expect(record["value"]?.stringValue?.contains(#""id":7"#) == true)
  }

  @Test func `a row that does not come ends with 3 when the time is over`() async throws {
    let cluster = try Broker.holding([Broker.read(1)], in: "shop.public.orders")
    let run = try await Binary.run(
      "events", "orders", "-b", cluster.bootstrapServers, "--match", "id=4711", "--timeout", "1s")
    #expect(run.status == 3, "\(run)")
    #expect(run.output == "shop.public.orders: no record of id=4711\n")
    #expect(run.took >= .seconds(1) && run.took < .seconds(6), "\(run.took)")
  }

  @Test func `a row that comes while it is waited for is found`() async throws {
    let cluster = try Broker.holding([Broker.read(1)], in: "shop.public.orders")
    let running = try Binary.start([
      "events", "orders", "-b", cluster.bootstrapServers, "--match", "id=4711", "--timeout", "30s",
    ])
    try await Task.sleep(for: .seconds(1))
    #expect(running.isRunning)
    try Broker.send([Broker.read(4711)], to: "shop.public.orders", in: cluster)
    let run = try await running.outcome(within: .seconds(20))
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains("partition 0 offset 1"), "\(run)")
  }
}
