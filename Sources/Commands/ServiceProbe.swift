import Contexts
import HTTP
import JSON
import KafkaConnect
import Runtime

/// Asks Connect's workers, or a schema registry, who they are and what may be read there.
struct ServiceProbe {
  let timeout: Duration
  let stop: StopFlag

  /// A finding for each worker: one that is down is not hidden by the next.
  func findings(
    _ cluster: ConnectSettings.Cluster, kafka clusterID: String?
  ) -> [EndpointFinding] {
    cluster.workers.map { worker in
      var finding = EndpointFinding("connect", address: RedactedURL(worker).description)
      finding.user = user(cluster.options, address: worker)
      do throws(ConnectError) {
        var client = try ConnectCluster(
          workers: [worker], options: cluster.options, patience: timeout, stop: stop)
        let info = try client.info()
        let own = info.clusterID
        finding.identity = "Connect \(info.version)" + (own.map { ", Kafka cluster \($0)" } ?? "")
        finding.may = ["list \(try client.connectors().count) connectors"]
        if let own, let clusterID, own != clusterID {
          finding.fail(
            "its Kafka cluster is \(own), the context's brokers are \(clusterID)",
            hint: "do the context's brokers and Connect belong together?", status: .warning)
        }
      } catch {
        let failure = CommandFailure(error, stopStatus: nil)
        finding.fail(
          failure.message, hint: failure.hint,
          status: ExitStatus(rawValue: failure.status) ?? .unexpected)
      }
      return finding
    }
  }

  /// A finding for each address of a registry that speaks Confluent's interface.
  func findings(registry: ServiceEndpoint, options: ClientOptions) -> [EndpointFinding] {
    registry.addresses.map { address in
      var finding = EndpointFinding("registry", address: RedactedURL(address).description)
      finding.user = user(options, address: address)
      do throws(HTTPError) {
        var client = try Client(options: options, stop: stop)
        let base = address.hasSuffix("/") ? String(address.dropLast()) : address
        read(try client.send(Request(.get, base + "/subjects")), &finding)
      } catch {
        var status = ExitStatus.unreachable
        if case .tls = error.kind { status = .denied }
        finding.fail("\(error)", hint: error.hint, status: status)
      }
      return finding
    }
  }

  private func read(_ response: Response, _ finding: inout EndpointFinding) {
    switch response.status {
    case 401, 403:
      finding.fail(
        "it refuses with \(response.status)", hint: "check 'user' and 'password' of the registry",
        status: .denied)
    default:
      let body = String(decoding: response.body, as: UTF8.self)
      guard response.status == 200, let subjects = (try? JSONValue.parse(body))?.elements else {
        finding.fail(
          "it answers \(response.status) to /subjects, and no list",
          hint: "is it a schema registry, and the path in the address right?", status: .usage)
        return
      }
      finding.identity = "schema registry"
      finding.may = ["list \(subjects.count) subjects"]
    }
  }

  private func user(_ options: ClientOptions, address: String) -> String {
    let isEncrypted = address.lowercased().hasPrefix("https:")
    let transport = isEncrypted ? "over TLS" : "without TLS"
    if let credentials = options.credentials { return "'\(credentials.user)' \(transport)" }
    if let certificate = options.certificateFile { return "certificate \(certificate)" }
    if !URLPassword.all(in: address).isEmpty { return "the user in the address, \(transport)" }
    return "nobody, \(transport)"
  }
}
