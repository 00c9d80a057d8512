import CommandLine
import Databases
import Debezium
import Runtime
import Testing

@testable import Commands
@testable import Contexts

@Suite struct DatabaseSettingsTests {
  private static let file = """
    databases:
      reporting: postgresql://reports/shop
      shop: {uri: 'postgresql://db:5433/shop', password_env: SHOP_PASSWORD}
      stock: {uri: 'postgresql://elsewhere/stock', writer-of: stock}
      bin: mysql://db
    """

  private static func settings(_ words: [String]) throws -> DatabaseSettings {
    let environment = Environment(["SHOP_PASSWORD": "geheim"])
    var context = CommandContext(
      environment: environment, output: Output { _ in }, errors: Output { _ in },
      terminal: Terminal(descriptor: 0, environment: environment),
      errorTerminal: Terminal(descriptor: 0, environment: environment), stop: StopFlag(),
      clock: { Timestamp(milliseconds: 0) })
    let file = try ConfigurationFile.read(Array(file.utf8), path: "/c.yaml", home: nil)
    context.active = try ContextResolution(sources: [.init(file, kind: .user)]).resolved()
    let request = try CommandTable.cdcwatch.parse(
      ["offsets", "check", "-c", "shop"] + words, environment: [:])
    guard case .run(let invocation) = request else { throw CancellationError() }
    return try DatabaseSettings(invocation, context: context)
  }

  private static func candidates(
    _ words: String..., for connector: String = "shop", type: String = "postgresql.Postgres"
  ) throws -> [DatabaseSettings.Candidate] {
    try settings(words).candidates(
      for: connector,
      ConnectorConfiguration(properties: [
        "connector.class": "io.debezium.connector.\(type)Connector", "topic.prefix": "shop",
        "database.hostname": "DB", "database.port": "5433", "database.dbname": "shop",
      ]))
  }

  @Test func `the context's of its kind are asked, that of the configured address first`() throws {
    let found = try Self.candidates()
    #expect(
      found.map(\.uri.description) == [
        "postgresql://db:5433/shop", "postgresql://reports/shop", "postgresql://elsewhere/stock",
      ])
    #expect(found.allSatisfy { candidate in candidate.word == nil })
    #expect(found[0].uri.hasPassword)
    #expect(
      try Self.candidates(type: "mysql.MySql").map(\.uri.description) == ["mysql://db"])
  }

  @Test func `one that is said to be the connector's is the only one, with the place of the word`()
    throws
  {
    let found = try Self.candidates(for: "stock")
    #expect(found.map(\.uri.description) == ["postgresql://elsewhere/stock"])
    #expect(found[0].word == "writer-of of databases.stock, /c.yaml:1")
    #expect(try Self.candidates(for: "stock", type: "mysql.MySql").isEmpty)
  }

  @Test func `what is typed goes before, for the connector, then for none`() throws {
    let typed = "postgresql://typed/shop"
    #expect(try Self.candidates("--db", typed).map(\.uri.description) == [typed])
    #expect(
      try Self.candidates("--db", typed, "--db", "shop=postgresql://own/shop")
        .map(\.uri.description) == ["postgresql://own/shop"])
    // Another connector's, and another kind's, leave the context's.
    #expect(try Self.candidates("--db", "stock=\(typed)").count == 3)
    #expect(try Self.candidates("--db", "mysql://typed").count == 3)
  }
}
