import Foundation
import JSON
import Kafka
import TestSupport
import Testing

/// `cdcwatch context` and `-X dump`: which context counts, and where each value came from.
@Suite(.timeLimit(.minutes(3))) struct ContextCommandTests {
  private static let config = """
    contexts:
      prod:
        protected: true
        kafka:
          brokers: kafka:9093
          properties: {sasl.username: me, sasl.password: geheim, ssl.key.password_file: pw}
        connect: {url: 'https://u:geheim@connect:8083', user: ops, password: geheim}
        databases: {shop: 'postgresql://me:geheim@db/shop'}
      test: {kafka: {brokers: test:9092}}
    """

  @Test func `list marks the context in use`() async throws {
    let home = try Home(config: Self.config)
    let before = try await home.run("context", "list")
    #expect(before.status == 0, "\(before)")
    #expect(!before.output.contains("*"))
    #expect(try await home.run("context", "use", "prod").status == 0)
    let lines = try await home.run("context", "list").output.split(separator: "\n")
    #expect(lines.map { $0.hasPrefix("*") } == [false, true, false], "\(lines)")
    let json = try await home.run("context", "list", "-o", "json").json()
    #expect(json.elements?.map { $0["context"] } == [.string("prod"), .string("test")])
    #expect(json.elements?.map { $0["chosen"] } == [.bool(true), .bool(false)])
    #expect(json.elements?.first?["protected"] == .bool(true))
    #expect(try await home.run("context", "use", "none").status == 0)
    #expect(try await !home.run("context", "list").output.contains("*"))
  }

  @Test func `a context that is not there cannot be used, and one that went can be left`()
    async throws
  {
    let home = try Home(config: Self.config)
    let wrong = try await home.run("context", "use", "prdo")
    #expect(wrong.status == 64, "\(wrong)")
    #expect(wrong.errors.hasSuffix("hint: did you mean 'prod'?\n"), "\(wrong)")
    #expect(try await home.run("context", "use", "prod").status == 0)
    try home.write("contexts: {other: {}}", to: ".config/cdcwatch/config.yaml")
    let gone = try await home.run("context", "list")
    #expect(gone.status == 64, "\(gone)")
    #expect(gone.output.contains("other"))
    #expect(try await home.run("context", "use", "other").status == 0)
    #expect(try await home.run("context", "list").status == 0)
  }

  @Test func `show tells each value's line, and no secret`() async throws {
    let home = try Home(config: Self.config)
    for form in ["table", "json", "jsonl"] {
      let run = try await home.run("context", "show", "prod", "-o", form)
      #expect(run.status == 0, "\(run)")
      #expect(!(run.output + run.errors).contains("geheim"), "\(run)")
      #expect(
        run.output.contains("context 'prod' (\(home.path(".config/cdcwatch/config.yaml")):5)"))
    }
    let json = try await home.run("context", "show", "prod", "-b", "mine:1", "-o", "json").json()
    let rows = try #require(json["settings"]?.elements)
    let values = Dictionary(
      uniqueKeysWithValues: rows.map { ($0["key"]?.stringValue, $0["value"]?.stringValue) })
    #expect(values["kafka.brokers"] == "mine:1")
    #expect(values["kafka.properties.sasl.password"] == "[redacted]")
    let file = home.path(".config/cdcwatch/pw")
    #expect(values["kafka.properties.ssl.key.password"] == "[file \(file)]")
    #expect(values["connect.url"] == "https://connect:8083")
    #expect(values["connect.password"] == "[redacted]")
    #expect(values["databases.shop.uri"] == "postgresql://db/shop")
    #expect(rows.first?["from"] == .string("--brokers"))
  }

  @Test func `the dump of properties names where each was set`() async throws {
    let home = try Home(
      config: "kafka: {brokers: 'file:1', properties: {sasl.password: geheim, client.id: c}}")
    let run = try await home.run("events", "x", "-X", "dump", "-X", "client.id=mine")
    #expect(run.status == 0, "\(run)")
    let path = home.path(".config/cdcwatch/config.yaml")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines.contains("client.id = mine  # -X"))
    #expect(lines.contains("sasl.password = [redacted]  # \(path):1"))
    #expect(
      lines.contains {
        $0.hasPrefix("bootstrap.servers = file:1") || $0.hasPrefix("metadata.broker.list = file:1")
      })
    #expect(lines.contains { $0.hasPrefix("fetch.wait.max.ms = ") && !$0.contains("#") })
  }

  @Test func `test names the cluster, the login and what may be done`() async throws {
    let cluster = try Broker.holding([Broker.read(1)], in: "shop.public.orders")
    let home = try Home(config: "kafka: {brokers: '\(cluster.bootstrapServers)'}\narchive: .")
    let run = try await home.run("context", "test", "-o", "json")
    #expect(run.status == 0, "\(run)")
    let findings = try #require(run.json().elements)
    #expect(findings.map { $0["endpoint"] } == [.string("kafka"), .string("archive")])
    #expect(findings.first?["identity"]?.stringValue?.contains("1 broker") == true)
    #expect(findings.first?["user"] == .string("nobody, without TLS"))
    #expect(
      findings.first?["may"]
        == .array([.string("list 1 topics"), .string("read 1 of 1 looked into")]))
  }

  @Test func `test of what cannot be reached says so for each, and ends with 5`() async throws {
    let home = try Home(
      config: "kafka: {brokers: '127.0.0.1:1'}\nconnect: 'http://127.0.0.1:1'\ntimeout: 1s")
    let run = try await home.run("context", "test")
    #expect(run.status == 5, "\(run)")
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.dropFirst().allSatisfy { $0.contains("unreachable") }, "\(run)")
    let empty = try await Binary.run("context", "test")
    #expect(empty.status == 64, "\(empty)")
  }

  @Test func `trust is for a project's file alone`() async throws {
    let home = try Home()
    try home.write("timeout: 1s", to: "a/other.yaml")
    try home.write("nonsense: 1", to: "b/.cdcwatch.yaml")
    for path in ["a/other.yaml", "a", "b", "nowhere"] {
      let run = try await home.run("context", "trust", home.path(path))
      #expect(run.status == 64, "\(run)")
    }
  }
}
