import Foundation
import JSON
import Kafka
import TestSupport
import Testing

/// `cdcwatch offsets list`, `show`, `log` and `decode`.
@Suite(.timeLimit(.minutes(2))) struct OffsetsProcessTests {
  @Test func `the newest offset of a recorded connector is listed, shown and traced`() async throws
  {
    let name = "mysql-incremental"
    let cluster = try await Broker.holding(name)
    let brokers = cluster.bootstrapServers
    let list = try await Binary.run("offsets", "list", "-b", brokers, "-o", "json")
    #expect(list.status == 0, "\(list)")
    #expect(list.errors == "")
    let entries = try #require(try list.json().elements)
    let entry = try #require(entries.first { $0["partition"]?["server"] == .string(name) })
    #expect(entry["decoded"]?["engine"] == .string("mysql-or-mariadb"))
    #expect(entry["live"] == .null)
    let gtids = try #require(entry["offset"]?["gtids"]?.stringValue)
    let show = try await Binary.run("offsets", "show", "-b", brokers)
    #expect(show.status == 0)
    #expect(show.output.contains("  gtids     \(gtids)\n"), "\(show)")
    let log = try await Binary.run("offsets", "log", "-b", brokers, "-o", "jsonl")
    let changes = try log.jsonLines()
    #expect(changes.count > entries.count)
    #expect(changes.contains { ($0["distance"]?["transactions"]?.integerValue ?? 0) > 0 })
    // As it was before its last change.
    let moment = try #require(changes.last?["kafka"]?["time"]?.stringValue)
    let before = try await Binary.run(
      "offsets", "list", "-b", brokers, "-o", "json", "--at", moment)
    #expect(try before.json().elements?.isEmpty == false)
  }

  @Test func `without any offset it ends with 3, without a topic with 64`() async throws {
    let cluster = try await Broker.holding("mysql-incremental")
    let none = try await Binary.run(
      "offsets", "list", "-b", cluster.bootstrapServers, "-c", "nobody")
    #expect(none.status == 3)
    #expect(none.output == "")
    #expect(none.errors == "cdcwatch: there is no offset of the connector 'nobody'\n")
    let other = try Broker.holding([Broker.read(1)], in: "shop.public.orders")
    let absent = try await Binary.run("offsets", "list", "-b", other.bootstrapServers)
    #expect(absent.status == 64)
    #expect(absent.errors.contains("--offsets-topic"), "\(absent)")
  }

  @Test func `decode asks no server`() async throws {
    let found = try await Binary.shell(
      #"echo '{"lsn":27400000,"lsn_proc":27400000}' | "$CDCWATCH" offsets decode"#)
    #expect(found.status == 0)
    #expect(found.output.contains("goes on   0/1A21740 (27400000)\n"), "\(found)")
    let rubbish = try await Binary.shell(#"echo rubbish | "$CDCWATCH" offsets decode"#)
    #expect(rubbish.status == 64)
    #expect(rubbish.output == "")
    #expect(rubbish.errors.contains("hint: "))
  }
}
