public import HTTP
public import JSON
public import Runtime

/// The REST interface of one Connect cluster, whichever of its workers answers.
///
/// Every call blocks and belongs to one thread at a time. A worker that cannot be reached, does not
/// answer in time or says that it is away (502, 503, 504) is passed over for the next; a 500 is the
/// cluster's own answer, which the next worker would only repeat. A change is passed on only where the
/// worker cannot have heard it. A call lasts at most the options'
/// timeout for each worker, and while the workers rebalance (409) is made again for as long as
/// `patience` says.
public struct ConnectCluster: ~Copyable {
  private var pool: WorkerPool

  /// A cluster by the addresses of its workers, such as `http://host:8083`; connects to nothing yet.
  ///
  /// Throws `badURL` for an address that is none, and for an empty list. When `stop` is raised, the
  /// call under way throws `stopped` within about a second.
  public init(
    workers: [String], options: ClientOptions = ClientOptions(),
    patience: Duration = .seconds(10), stop: StopFlag = StopFlag()
  ) throws(ConnectError) {
    var addresses: [WorkerURL] = []
    for text in workers { addresses.append(try WorkerURL(text)) }
    guard !addresses.isEmpty else { throw .badURL(RedactedURL(""), reason: "none given") }
    do {
      pool = try WorkerPool(workers: addresses, options: options, patience: patience, stop: stop)
    } catch {
      throw .badURL(error.url, reason: error.reason)
    }
  }

  /// What the worker says about itself: `GET /`.
  public mutating func info() throws(ConnectError) -> WorkerInfo {
    try value("/", WorkerInfo.init(json:))
  }

  /// All connectors with configuration and status, by name, in one call; empty when there are none.
  ///
  /// Connect leaves out a connector that was made just now and has no status yet. Needs Connect 2.3.
  public mutating func connectors() throws(ConnectError) -> [ConnectorInfo] {
    try value("/connectors?expand=info&expand=status", ConnectorInfo.all(json:))
  }

  /// What a connector and its tasks do; the state `unknown` just after its making.
  ///
  /// Throws `notFound` when there is no such connector.
  public mutating func status(_ name: String) throws(ConnectError) -> ConnectorStatus {
    do {
      return try value(path(name, "/status"), connector: name, ConnectorStatus.init(json:))
    } catch .notFound {
      // "No status found" is the answer for a connector that was made just now, and for none.
      _ = try configuration(name)
      return ConnectorStatus(unknown: name)
    } catch .nameNotInPath {
      return try listed(name).status
    }
  }

  /// A connector's configuration: an object of strings, `${file:...}` unresolved and passwords in
  /// plain text.
  ///
  /// Throws `notFound` when there is no such connector.
  public mutating func configuration(_ name: String) throws(ConnectError) -> JSONValue {
    do {
      return try value(path(name, "/config"), connector: name) { $0.members == nil ? nil : $0 }
    } catch .nameNotInPath {
      return try listed(name).configuration
    }
  }

  /// Where a connector's source stands; empty before its first offset.
  ///
  /// Throws `notFound` when there is no such connector, `unsupported` before Connect 3.5 and
  /// `nameNotInPath` for a name that Connect's web server refuses. Connect reads its offsets topic
  /// to the end for it; when that topic is lost, it answers 500 after 90 s.
  public mutating func offsets(_ name: String) throws(ConnectError) -> [ConnectorOffset] {
    try value(path(name, "/offsets"), connector: name, ConnectorOffset.all(json:))
  }

  /// The connector classes that the worker could run.
  public mutating func plugins() throws(ConnectError) -> [ConnectorPlugin] {
    try value("/connector-plugins", ConnectorPlugin.all(json:))
  }

  /// The settings of a connector class that its plugin declares as passwords; needs Connect 3.2.
  public mutating func passwordSettings(
    of className: String
  ) throws(ConnectError) -> Set<String> {
    guard !className.isEmpty else { return [] }
    return try value("/connector-plugins/\(WorkerURL.encoded(className))/config") { json in
      json.elements.map { settings in
        Set(
          settings.filter { $0["type"] == .string("PASSWORD") }
            .compactMap { $0["name"]?.stringValue })
      }
    }
  }

  func path(_ name: String, _ rest: String) throws(ConnectError) -> String {
    // An empty name would ask for the list.
    guard !name.isEmpty else { throw .notFound(connector: name) }
    return "/connectors/\(WorkerURL.encoded(name))\(rest)"
  }

  private mutating func listed(_ name: String) throws(ConnectError) -> ConnectorInfo {
    guard let info = try connectors().first(where: { $0.name == name }) else {
      throw .notFound(connector: name)
    }
    return info
  }

  private mutating func value<Value>(
    _ path: String, connector: String? = nil, _ read: (JSONValue) -> Value?
  ) throws(ConnectError) -> Value {
    let (json, url) = try ask(WorkerPool.Question(path: path), connector: connector)
    guard let value = read(json) else {
      throw .notConnect(url, reason: "its JSON is another than Connect's")
    }
    return value
  }

  /// The JSON that a worker answers, null where it answers with nothing.
  mutating func ask(
    _ question: WorkerPool.Question, connector: String?
  ) throws(ConnectError) -> (json: JSONValue, url: RedactedURL) {
    let (answer, url) = try pool.ask(question)
    switch answer {
    case .value(let json): return (json, url)
    case .missing(let message): throw Self.missing(message, url: url, connector: connector)
    case .failure(.nameNotInPath(_, let message)):
      throw .nameNotInPath(connector: connector ?? "", message: message)
    case .failure(let error): throw error
    case .rebalancing(let message), .away(let message):
      throw .server(url, status: 409, code: nil, message: message)
    }
  }

  // Connect's own router says "HTTP 404 Not Found" for a path that it does not have; everything
  // else is about a connector.
  private static func missing(
    _ message: String, url: RedactedURL, connector: String?
  ) -> ConnectError {
    if message.hasPrefix("HTTP 404") {
      return .unsupported(url, since: url.description.hasSuffix("/offsets") ? "Connect 3.5" : nil)
    }
    guard let connector else {
      return .notConnect(url, reason: "it answers 404: \(message)")
    }
    return .notFound(connector: connector)
  }
}
