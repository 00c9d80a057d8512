import CommandLine
import Contexts
import HTTP
import JSON
import Kafka
import Runtime

/// `cdcwatch context test`: reaches every endpoint and tells what is there.
struct ContextTest {
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let findings = try findings()
    guard !findings.isEmpty else {
      throw CommandFailure(
        "no endpoint was named", hint: "`cdcwatch context list` shows the contexts",
        status: .usage)
    }
    try print(findings)
    if let status = context.stopStatus { return status }
    return Self.worst(findings).rawValue
  }

  /// What matters most to whoever has to mend it comes first: a refusal is certain, a silence may
  /// pass.
  private static func worst(_ findings: [EndpointFinding]) -> ExitStatus {
    let order: [ExitStatus] = [.unexpected, .usage, .denied, .unreachable, .critical, .warning]
    return order.first { status in findings.contains { $0.status == status } } ?? .success
  }

  private func findings() throws(CommandFailure) -> [EndpointFinding] {
    let timeout = invocation.duration(.timeout) ?? .seconds(10)
    var findings: [EndpointFinding] = []
    var cluster: String?
    let settings = KafkaSettings(invocation: invocation, context: context)
    if let configuration = try settings.configurationIfNamed() {
      let probe = KafkaProbe(configuration: configuration, timeout: timeout, stop: context.stop)
      let (finding, id) = probe.finding()
      findings.append(finding)
      cluster = id
    }
    let connect = try ConnectSettings(invocation, context: context)
    let probe = ServiceProbe(timeout: timeout, stop: context.stop)
    for each in connect.clusters { findings += probe.findings(each, kafka: cluster) }
    if let registry = context.active.settings.registry {
      findings += probe.findings(
        registry: registry.value, options: try options(of: registry, timeout: timeout))
    }
    let databases = DatabaseProbe(
      databases: try DatabaseSettings(invocation, context: context), timeout: timeout,
      stop: context.stop)
    findings += (context.active.settings.databases?.value ?? []).map(databases.finding)
    if let archive = ArchiveProbe(invocation: invocation, context: context).finding() {
      findings.append(archive)
    }
    return findings
  }

  private func options(
    of registry: Setting<ServiceEndpoint>, timeout: Duration
  ) throws(CommandFailure) -> ClientOptions {
    let secrets = SecretReader(
      context: context, timeout: timeout, isQuiet: invocation.isSet(.quiet))
    return try secrets.options(
      for: registry.value, of: "\(registry.place): registry password", timeout: timeout)
  }

  // MARK: Printing

  private func print(_ findings: [EndpointFinding]) throws(CommandFailure) {
    let text = CommonOptions(invocation, context: context).format.text(
      ofEach: findings.map(\.json), table: Self.table(findings))
    try printing { () throws(RuntimeError) in
      try context.output.write(text)
      for finding in findings {
        guard let problem = finding.problem else { continue }
        let message = "cdcwatch: \(finding.endpoint) \(finding.address): \(problem)"
        try context.errors.writeLine(DisplayText.printable(message))
        guard let hint = finding.hint, !invocation.isSet(.quiet) else { continue }
        try context.errors.writeLine("hint: \(DisplayText.printable(hint))")
      }
    }
  }

  private static func table(_ findings: [EndpointFinding]) -> String {
    var table = TextTable([
      ("ENDPOINT", .left), ("ADDRESS", .left), ("RESULT", .left), ("IS", .left), ("AS", .left),
      ("MAY", .left),
    ])
    for finding in findings {
      table.add(
        [
          finding.endpoint, finding.address, finding.result, finding.identity ?? "-",
          finding.user ?? "-", finding.may.isEmpty ? "-" : finding.may.joined(separator: ", "),
        ].map { DisplayText.printable($0) })
    }
    return table.text
  }
}
