import CommandLine
import Contexts
import Databases
import Debezium
import Runtime

/// The databases that `--db` or the context names.
struct DatabaseSettings {
  /// A database that may be a connector's.
  struct Candidate: Sendable {
    var uri: DatabaseURI
    /// Where the context says that it is the connector's; nil when nobody says so.
    var word: String?
  }

  private var typed: [(connector: String?, uri: DatabaseURI)] = []
  private let listed: Setting<[DatabaseEndpoint]>?
  private let secrets: SecretReader
  /// The context's, once their secrets were fetched.
  private let fetched = Locked([String: DatabaseURI]())

  /// Reads what was typed.
  ///
  /// Throws for what is no `[NAME=]URI`. The context's secrets are not fetched yet.
  init(_ invocation: Invocation, context: CommandContext) throws(CommandFailure) {
    listed = context.active.settings.databases
    secrets = SecretReader(
      context: context, timeout: invocation.duration(.timeout) ?? .seconds(10),
      isQuiet: invocation.isSet(.quiet))
    for text in invocation.all(.database) {
      let (name, uri) = Self.parts(of: text)
      typed.append((name, try Self.uri(uri)))
    }
  }

  /// Whether any is named.
  var isEmpty: Bool { typed.isEmpty && (listed?.value ?? []).isEmpty }

  /// The databases that may be a connector's, the likeliest first.
  ///
  /// Those that `--db` names for it, else those of its kind that `--db` names for none, else the
  /// context's: the one that it says to be the connector's, else all of its kind, that of the
  /// configured address first.
  func candidates(
    for connector: String, _ configuration: ConnectorConfiguration
  ) throws(CommandFailure) -> [Candidate] {
    let own = typed.filter { $0.connector == connector }.map { Candidate(uri: $0.uri) }
    guard own.isEmpty else { return own }
    let isPostgreSQL = configuration.engine == .postgresql
    let common = typed.filter { $0.connector == nil }.map { Candidate(uri: $0.uri) }
      .filter { ($0.uri.kind == .postgresql) == isPostgreSQL }
    guard common.isEmpty else { return Self.sorted(common, configuration) }
    let said = (listed?.value ?? []).filter { $0.writerOf == connector }
    let others = said.isEmpty ? listed?.value ?? [] : said
    var candidates: [Candidate] = []
    for endpoint in others {
      let word = said.isEmpty ? nil : "writer-of of databases.\(endpoint.name), \(origin)"
      candidates.append(Candidate(uri: try uri(of: endpoint), word: word))
    }
    candidates = candidates.filter { ($0.uri.kind == .postgresql) == isPostgreSQL }
    return Self.sorted(candidates, configuration)
  }

  /// The database of that name: what `--db NAME=URI` says, else what the context has under it; nil when
  /// neither does.
  func named(_ name: String) throws(CommandFailure) -> (uri: DatabaseURI, origin: String)? {
    if let own = typed.last(where: { $0.connector == name }) { return (own.uri, "--db") }
    guard let endpoint = (listed?.value ?? []).first(where: { $0.name == name }) else { return nil }
    return (try uri(of: endpoint), origin)
  }

  /// The same databases, of which that one is the connector's.
  func choosing(_ uri: DatabaseURI, for connector: String) -> DatabaseSettings {
    var chosen = self
    chosen.typed.append((connector, uri))
    return chosen
  }

  /// Every PostgreSQL database that is named, for whichever connector.
  func allOfPostgreSQL() throws(CommandFailure) -> [DatabaseURI] {
    var all = typed.map(\.uri)
    for endpoint in listed?.value ?? [] { all.append(try uri(of: endpoint)) }
    return all.filter { $0.kind == .postgresql }
  }

  private var origin: String { listed?.place.description ?? "" }

  private static func sorted(
    _ candidates: [Candidate], _ configuration: ConnectorConfiguration
  ) -> [Candidate] {
    guard let host = configuration["database.hostname"] else { return candidates }
    let port = configuration["database.port"].flatMap { Int($0) }
    let database = configuration["database.dbname"]
    let isFirst = { (candidate: Candidate) in
      candidate.uri.isAt(host: host, port: port, database: database)
    }
    return candidates.filter(isFirst) + candidates.filter { !isFirst($0) }
  }

  // MARK: The context's

  /// With its secrets fetched, each once.
  func uri(of endpoint: DatabaseEndpoint) throws(CommandFailure) -> DatabaseURI {
    if let known = fetched.current[endpoint.name] { return known }
    let name = "\(origin): databases.\(endpoint.name)"
    var uri: DatabaseURI
    do throws(CommandFailure) {
      uri = try Self.uri(try secrets.text(endpoint.uri, of: "\(name).uri"))
    } catch {
      var failure = error
      if !failure.message.hasPrefix(name) { failure.message = "\(name): \(failure.message)" }
      throw failure
    }
    if let password = endpoint.password {
      uri = uri.with(password: try secrets.text(password, of: "\(name).password"))
    }
    let found = uri
    fetched.withLock { $0[endpoint.name] = found }
    return found
  }

  // MARK: Reading

  private static func uri(_ text: String) throws(CommandFailure) -> DatabaseURI {
    do throws(DatabaseError) {
      return try DatabaseURI(text)
    } catch {
      throw CommandFailure(error, stopStatus: nil)
    }
  }

  /// A `=` before the scheme ends a name; one behind it belongs to the URI.
  private static func parts(of text: String) -> (name: String?, uri: String) {
    guard let scheme = text.firstRange(of: "://"),
      let equals = text[..<scheme.lowerBound].lastIndex(of: "=")
    else { return (nil, text) }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }
}

extension CommandFailure {
  init(_ error: DatabaseError, stopStatus: Int32?) {
    let status: ExitStatus =
      switch error.kind {
      case .badURI: .usage
      case .authentication, .permission: .denied
      case .unreachable: .unreachable
      case .stopped, .inUse, .other: .unexpected
      }
    self.init("\(error)", hint: error.hint, status: status)
    if error.kind == .stopped, let stopStatus { self.status = stopStatus }
  }
}
