import CommandLine
import Contexts
import HTTP
import KafkaConnect
import Runtime

/// The Connect clusters that the command line, the environment or the context names, and how to
/// reach them.
struct ConnectSettings: Sendable {
  /// One cluster.
  struct Cluster: Sendable {
    /// Its workers.
    var workers: [String]
    /// How to reach them.
    var options: ClientOptions
    /// What named it.
    var origin: String
    /// How long a rebalance of its workers is waited for.
    var patience: Duration

    /// Its client, for one thread; connects to nothing yet.
    func client(stop: StopFlag) throws(ConnectError) -> ConnectCluster {
      try ConnectCluster(workers: workers, options: options, patience: patience, stop: stop)
    }
  }

  /// The clusters, in the order in which they were named.
  let clusters: [Cluster]

  /// Fetches the passwords that the context refers to.
  ///
  /// `--connect` replaces the context's clusters, and their passwords with them; the other flags
  /// count for whichever clusters there are.
  init(_ invocation: Invocation, context: CommandContext) throws(CommandFailure) {
    let timeout = invocation.duration(.timeout) ?? .seconds(10)
    if invocation.isSet(.connect) {
      let origin = invocation.originText(of: .connect)
      let options = Self.options(invocation, ServiceEndpoint(addresses: []), nil, timeout)
      clusters = invocation.all(.connect).map { workers in
        Cluster(
          workers: workers.split(separator: ",").map(String.init), options: options,
          origin: origin, patience: timeout)
      }
      return
    }
    let setting = context.active.settings.connect
    var clusters: [Cluster] = []
    let secrets = SecretReader(
      context: context, timeout: timeout, isQuiet: invocation.isSet(.quiet))
    for endpoint in setting?.value ?? [] {
      let origin = setting?.place.description ?? ""
      var password: String?
      if let reference = endpoint.password, !invocation.isSet(.connectUser) {
        password = try secrets.text(reference, of: "\(origin): connect password")
      }
      clusters.append(
        Cluster(
          workers: endpoint.addresses,
          options: Self.options(invocation, endpoint, password, timeout), origin: origin,
          patience: timeout))
    }
    self.clusters = clusters
  }

  private static func options(
    _ invocation: Invocation, _ endpoint: ServiceEndpoint, _ password: String?, _ timeout: Duration
  ) -> ClientOptions {
    var options = ClientOptions()
    options.connectTimeout = min(timeout, .seconds(10))
    options.timeout = timeout
    options.authorityFile = invocation.text(.connectAuthority) ?? endpoint.authority
    options.certificateFile = invocation.text(.connectCertificate) ?? endpoint.certificate
    // A key belongs to its certificate: the context's does not fit another.
    options.keyFile =
      invocation.text(.connectKey)
      ?? (invocation.isSet(.connectCertificate) ? nil : endpoint.key)
    options.credentials =
      invocation.text(.connectUser).map { Credentials($0) }
      ?? endpoint.user.map { Credentials(user: $0, password: password ?? "") }
    return options
  }

  /// Every connector of every cluster; one list call each.
  func connectors(stop: StopFlag) throws(ConnectError) -> [ConnectorInfo] {
    var found: [ConnectorInfo] = []
    for cluster in clusters {
      var client = try cluster.client(stop: stop)
      found += try client.connectors()
    }
    return found
  }
}

extension CommandFailure {
  init(_ error: ConnectError, stopStatus: Int32?) {
    let status: ExitStatus
    switch error {
    // Somebody answers there, and one side does not accept who the other is.
    case .unreachable(let failures) where failures.allSatisfy(\.isRefusedIdentity):
      status = .denied
    case .unreachable, .rebalancing, .server: status = .unreachable
    case .unauthorized: status = .denied
    case .badURL, .notFound, .nameNotInPath, .notConnect, .unsupported: status = .usage
    case .stopped: status = .unexpected
    }
    self.init("\(error)", hint: error.hint, status: status)
    if case .stopped = error, let stopStatus { self.status = stopStatus }
  }
}

extension WorkerFailure {
  fileprivate var isRefusedIdentity: Bool {
    guard case .tls(let failure) = kind else { return false }
    return failure != .handshake
  }
}

extension Invocation {
  /// Where a flag's value came from, as it is typed.
  func originText(of flag: Flag) -> String {
    switch origin(flag) {
    case .environment(let name): name
    case .file(let place): place
    case .commandLine, .usual, nil: "--\(flag.name)"
    }
  }
}
