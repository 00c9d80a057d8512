import Foundation
import JSON
import Kafka
import TestSupport
import Testing

/// What is not typed comes from configuration files, in the order of precedence.
@Suite(.timeLimit(.minutes(3))) struct ContextProcessTests {
  private static func cluster() throws -> EmbeddedCluster {
    try Broker.holding((1...5).map { Broker.read($0) }, in: "shop.public.orders")
  }

  private static func config(_ cluster: borrowing EmbeddedCluster) -> String {
    """
    context: here
    contexts:
      here: {kafka: {brokers: '\(cluster.bootstrapServers)'}, timeout: 2s, tables: orders}
      gone: {kafka: {brokers: '127.0.0.1:1'}, timeout: 1s}
    """
  }

  @Test(arguments: [
    ["events", "orders"], ["snapshot", "list"], ["snapshot", "--once"],
    ["snapshot", "history"], ["snapshot", "orders", "--once", "-o", "json"],
  ])
  func `a command needs nothing on its command line but what it is about`(
    arguments: [String]
  ) async throws {
    let cluster = try Self.cluster()
    let home = try Home(config: Self.config(cluster))
    let run = try await Binary.run(arguments, environment: home.environment)
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains("orders"), "\(run)")
    #expect(run.errors == "", "\(run)")
  }

  @Test func `the tables of the context stand for none, as one named table does`() async throws {
    let cluster = try Self.cluster()
    let home = try Home(config: Self.config(cluster))
    let run = try await home.run("snapshot", "--once", "-o", "json")
    #expect(try run.json()["table"] == .string("public.orders"), "\(run)")
  }

  @Test func `flag, variable, project, context in use and file win in this order`() async throws {
    let cluster = try Self.cluster()
    let home = try Home(config: Self.config(cluster))
    let brokers = cluster.bootstrapServers
    let gone = ["CDCWATCH_CONTEXT": "gone"]
    #expect(try await home.run("events", "orders").status == 0)
    #expect(try await home.run("events", "orders", environment: gone).status == 5)
    #expect(
      try await home.run("events", "orders", "--context", "here", environment: gone).status == 0)
    #expect(try await home.run("context", "use", "gone").status == 0)
    #expect(try await home.run("events", "orders").status == 5)
    let variable = ["CDCWATCH_BROKERS": brokers]
    #expect(try await home.run("events", "orders", environment: variable).status == 0)
    let dead = try await home.run("events", "orders", "-b", "127.0.0.1:1", environment: variable)
    #expect(dead.status == 5, "\(dead)")
    #expect(dead.took < .seconds(5), "the context's timeout counts: \(dead)")
  }

  @Test func `a properties file of the command line goes before the variable of brokers`()
    async throws
  {
    let cluster = try Self.cluster()
    let home = try Home()
    try home.write("bootstrap.servers=\(cluster.bootstrapServers)\n", to: "client.properties")
    let run = try await home.run(
      "events", "orders", "-F", home.path("client.properties"),
      environment: ["CDCWATCH_BROKERS": "127.0.0.1:1"])
    #expect(run.status == 0, "\(run)")
  }

  // MARK: Projects

  @Test func `a project's file chooses, and names endpoints only when it is trusted as it is`()
    async throws
  {
    let cluster = try Self.cluster()
    let home = try Home(config: Self.config(cluster))
    try home.write("", to: "work/.git/HEAD")
    try home.write("", to: "work/below/file")
    let evil = "output: json\nkafka: {brokers: '127.0.0.1:1'}\n"
    try home.write(evil, to: "work/.cdcwatch.yaml")
    let untrusted = try await home.run("events orders", in: "work/below")
    #expect(untrusted.status == 0, "\(untrusted)")
    #expect(try untrusted.json()["records"] == .integer(5))
    #expect(untrusted.errors.contains("work/.cdcwatch.yaml do not count before"), "\(untrusted)")
    #expect(untrusted.errors.split(separator: "\n").count == 1)
    #expect(try await home.run("context trust ..", in: "work/below").status == 0)
    let trusted = try await home.run("events orders", in: "work/below")
    #expect(trusted.status == 5, "\(trusted)")
    try home.write(evil + "# changed\n", to: "work/.cdcwatch.yaml")
    let changed = try await home.run("events orders", in: "work/below")
    #expect(changed.status == 0, "\(changed)")
    // A pipe of that name is not waited for.
    try await Tool.run("mkfifo", home.path("work/below/.cdcwatch.yaml"))
    let pipe = try await home.run("events orders", in: "work/below")
    #expect(pipe.status == 0, "\(pipe)")
    // Above the repository's root nothing is looked for.
    try FileManager.default.removeItem(atPath: home.path("work/.cdcwatch.yaml"))
    try home.write("nonsense: 1\n", to: ".cdcwatch.yaml")
    #expect(try await home.run("events orders", in: "work/below").status == 0)
  }

  @Test func `a command of a project that nobody trusts is not run`() async throws {
    let cluster = try Self.cluster()
    let home = try Home(config: Self.config(cluster))
    let mark = home.path("mark")
    try home.write(
      "kafka: {properties: {client.id_command: 'touch \(mark); echo x'}}\n",
      to: "work/.cdcwatch.yaml")
    #expect(try await home.run("events orders", in: "work").status == 0)
    #expect(!FileManager.default.fileExists(atPath: mark))
    #expect(try await home.run("context trust .", in: "work").status == 0)
    #expect(try await home.run("events orders", in: "work").status == 0)
    #expect(FileManager.default.fileExists(atPath: mark))
  }

  // MARK: What is wrong

  @Test(arguments: [
    ("kafka: {brokrs: a}", ":1: there is no key 'brokrs' in 'kafka'", "did you mean 'brokers'?"),
    ("a: b: c", ":1: this is no YAML", "indent"),
    ("context: nowhere", "there is no context 'nowhere'", "no file has a context"),
    (
      "kafka: {brokers: 'h:1', properties: {sasl.mechnism: PLAIN}}", ":1: cannot set",
      "did you mean 'sasl.mechanism"
    ),
    (
      "kafka: {brokers: 'h:1', properties: {sasl.password_file: /nonexistent}}",
      "cannot read '/nonexistent'", "look at"
    ),
    (
      "kafka: {brokers: 'h:1', properties: {sasl.password_command: 'echo no >&2; exit 3'}}",
      "ended with status 3: no", "look at"
    ),
    (
      "kafka: {brokers: 'h:1', properties: {sasl.password_env: NOT_SET}}",
      "the environment variable NOT_SET is not set", "set it"
    ),
    (
      "kafka: {brokers: 'h:1', token_command: 'true'}", "needs the mechanism OAUTHBEARER",
      "sasl.mechanism"
    ),
  ])
  func `a file that cannot be used ends with 64, and its line`(
    text: String, message: String, hint: String
  ) async throws {
    let home = try Home(config: text)
    let run = try await home.run("events", "orders")
    #expect(run.status == 64, "\(run)")
    #expect(run.output == "")
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.contains(message) == true, "\(run)")
    #expect(lines.last?.contains("hint: ") == true && lines.last?.contains(hint) == true, "\(run)")
  }

  @Test func `commands that need no file do not read it`() async throws {
    let home = try Home(config: "nonsense: 1")
    for arguments in [["version"], ["help"], ["snapshot", "--help"]] {
      let run = try await Binary.run(arguments, environment: home.environment)
      #expect(run.status == 0, "\(run)")
    }
  }
}
