import CommandLine
import HTTP
import KafkaConnect
import Runtime

/// The Connect clusters that the command line names, and how to reach them.
struct ConnectSettings: Sendable {
  /// The workers of each cluster.
  let clusters: [[String]]
  private let options: ClientOptions
  private let timeout: Duration

  init(_ invocation: Invocation) {
    clusters = invocation.all(.connect).map { workers in
      workers.split(separator: ",").map(String.init).filter { !$0.isEmpty }
    }
    timeout = invocation.duration(.timeout) ?? .seconds(10)
    var options = ClientOptions()
    options.connectTimeout = min(timeout, .seconds(10))
    options.timeout = timeout
    options.authorityFile = invocation.text(.connectAuthority)
    options.certificateFile = invocation.text(.connectCertificate)
    options.keyFile = invocation.text(.connectKey)
    options.credentials = invocation.text(.connectUser).map { Credentials($0) }
    self.options = options
  }

  /// The client of one cluster, for one thread.
  func cluster(
    _ workers: [String], stop: StopFlag
  ) throws(ConnectError) -> ConnectCluster {
    try ConnectCluster(workers: workers, options: options, patience: timeout, stop: stop)
  }

  /// Every connector of every cluster; one list call each.
  func connectors(stop: StopFlag) throws(ConnectError) -> [ConnectorInfo] {
    var found: [ConnectorInfo] = []
    for workers in clusters {
      var cluster = try cluster(workers, stop: stop)
      found += try cluster.connectors()
    }
    return found
  }
}

extension CommandFailure {
  init(_ error: ConnectError, stopStatus: Int32?) {
    let status: ExitStatus
    switch error {
    case .unreachable, .rebalancing, .server: status = .unreachable
    case .unauthorized: status = .denied
    case .badURL, .notFound, .nameNotInPath, .notConnect, .unsupported: status = .usage
    case .stopped: status = .unexpected
    }
    self.init("\(error)", hint: error.hint, status: status)
    if case .stopped = error, let stopStatus { self.status = stopStatus }
  }
}
