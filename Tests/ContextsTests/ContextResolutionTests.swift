import Testing

@testable import Contexts

@Suite struct ContextResolutionTests {
  private static func file(_ name: String, _ text: String) throws -> ConfigurationFile {
    try ConfigurationFile.read(Array(text.utf8), path: "/\(name)", home: nil)
  }

  private static let user = """
    context: staging
    timeout: 5s
    kafka: {brokers: top:1}
    contexts:
      staging: {kafka: {brokers: staging:1}}
      prod:
        kafka: {brokers: prod:1, properties: {sasl.mechanism: PLAIN, sasl.username: me}}
        connect: {url: 'http://prod', user: u, password: p}
    """
  private static let system = """
    timeout: 7s
    interval: 3s
    contexts:
      prod:
        protected: true
        kafka: {brokers: old:1, properties: {sasl.mechanisms: GSSAPI, client.id: c}}
        connect: http://old
        archive: /backups
    """
  private static let project = """
    context: local
    timeout: 1s
    connector: shop
    contexts: {local: {kafka: {brokers: local:1}}, prod: {kafka: {brokers: mine:1}}}
    """

  private static func resolution(
    wish: String? = nil, remembered: String? = nil, trusted: Bool? = nil
  ) throws -> ContextResolution {
    var sources: [ContextResolution.Source] = [
      .init(try file("user", user), kind: .user), .init(try file("system", system), kind: .system),
    ]
    if let trusted {
      sources.insert(
        .init(try file("project", project), kind: .project(isTrusted: trusted)), at: 0)
    }
    return ContextResolution(
      sources: sources, wish: wish.map { .init($0, origin: "--context") },
      remembered: remembered.map { .init($0, origin: "use") })
  }

  private static func brokers(_ context: ActiveContext) -> SecretReference? {
    context.settings.properties.first { $0.name == "bootstrap.servers" }?.value
  }

  @Test(
    arguments: [
      (nil, nil, nil, "staging", "staging:1"),
      (nil, "prod", nil, "prod", "prod:1"),
      ("staging", "prod", nil, "staging", "staging:1"),
      ("none", "prod", nil, nil, "top:1"),
      (nil, "none", nil, nil, "top:1"),
      // A project that nobody trusts chooses no context.
      (nil, nil, false, "staging", "staging:1"),
      (nil, "prod", false, "prod", "prod:1"),
      (nil, "prod", true, "local", "local:1"),
      ("prod", nil, true, "prod", "mine:1"),
      ("prod", nil, false, "prod", "prod:1"),
    ] as [(String?, String?, Bool?, String?, String)])
  func `the context that counts is the strongest one's`(
    wish: String?, remembered: String?, trusted: Bool?, name: String?, brokers: String
  ) throws {
    let resolution = try Self.resolution(wish: wish, remembered: remembered, trusted: trusted)
    let context = try resolution.resolved()
    #expect(context.name == name)
    #expect(Self.brokers(context) == .text(brokers))
  }

  @Test func `a weaker file fills in what a stronger one does not say`() throws {
    let context = try Self.resolution(wish: "prod").resolved()
    let properties = Dictionary(
      uniqueKeysWithValues: context.settings.properties.map { ($0.name, $0.value) })
    #expect(
      properties == [
        "bootstrap.servers": .text("prod:1"), "sasl.mechanism": .text("PLAIN"),
        "sasl.username": .text("me"), "client.id": .text("c"),
      ])
    // As a whole: the password stays with its own address.
    #expect(context.settings.connect?.value.map(\.addresses) == [["http://prod"]])
    #expect(context.settings.archive?.value.place == "/backups")
    #expect(context.settings.archive?.place == Place(path: "/system", line: 8, context: "prod"))
    #expect(context.protectedName == "prod")
    #expect(context.settings.flags["timeout"]?.value == ["5s"])
    #expect(context.settings.flags["interval"]?.value == ["3s"])
  }

  @Test func `a project that nobody trusts still chooses the connector, and is named`() throws {
    let context = try Self.resolution(trusted: false).resolved()
    #expect(context.settings.flags["connector"]?.value == ["shop"])
    #expect(context.settings.flags["timeout"]?.value == ["1s"])
    #expect(context.ignored == ["/project"])
    #expect(try Self.resolution(trusted: true).resolved().ignored.isEmpty)
  }

  /// Else a stronger file could take a cluster's protection away by a key of its own.
  @Test(arguments: [("true", "false"), ("false", "true"), ("true", "true")])
  func `protection of any block holds`(own: String, other: String) throws {
    let sources: [ContextResolution.Source] = [
      .init(try Self.file("a", "contexts: {p: {protected: \(own)}}"), kind: .user),
      .init(try Self.file("b", "contexts: {p: {protected: \(other)}}"), kind: .system),
    ]
    let wish = ContextResolution.Choice("p", origin: "--context")
    let context = try ContextResolution(sources: sources, wish: wish).resolved()
    #expect(context.protectedName == "p")
  }

  @Test func `a context that a file chose counts in the order of the files`() throws {
    let sources: [ContextResolution.Source] = [
      .init(
        try Self.file("project", "kafka: {brokers: near:1}"), kind: .project(isTrusted: true)),
      .init(try Self.file("user", Self.user), kind: .user),
    ]
    let chosen = try ContextResolution(sources: sources).resolved()
    #expect(chosen.name == "staging")
    #expect(Self.brokers(chosen) == .text("near:1"))
    // Asked for by name it is that cluster, whatever the project says.
    let wish = ContextResolution.Choice("staging", origin: "--context")
    let asked = try ContextResolution(sources: sources, wish: wish).resolved()
    #expect(Self.brokers(asked) == .text("staging:1"))
  }

  @Test func `the file of --config is alone, and what was used before does not count`() throws {
    let resolution = ContextResolution(
      sources: [.init(try Self.file("named", "kafka: {brokers: n:1}"), kind: .named)],
      remembered: .init("prod", origin: "use"))
    let context = try resolution.resolved()
    #expect(context.name == nil)
    #expect(Self.brokers(context) == .text("n:1"))
  }

  @Test(arguments: [
    ("prdo", "did you mean 'prod'?"), ("unlike", "there are staging, prod"),
  ])
  func `a context that is in no file is an error that says which there are`(
    name: String, hint: String
  ) throws {
    let error = try #require(throws: ConfigurationError.self) {
      try Self.resolution(wish: name).resolved()
    }
    #expect("\(error)" == "--context: there is no context '\(name)'")
    #expect(error.hint == hint)
  }

  @Test func `without any file nothing is set`() throws {
    #expect(try ContextResolution(sources: []).resolved() == ActiveContext())
  }
}
