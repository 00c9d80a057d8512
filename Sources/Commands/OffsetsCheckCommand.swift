import Checks
import CommandLine
import Debezium
import JSON
import Kafka
import KafkaConnect
import OffsetBackup
import Runtime

/// `cdcwatch offsets check`: what a connector would do with an offset.
struct OffsetsCheckCommand {
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let options = CommonOptions(invocation, context: context)
    let name = invocation.text(.connector)
    guard name != nil || invocation.isSet(.allConnectors) else {
      throw CommandFailure(
        "no connector was named",
        hint: "type -c NAME, or --all; 'cdcwatch connector list' shows the names", status: .usage)
    }
    let databases = try DatabaseSettings(invocation, context: context)
    let candidates = try candidates()
    let all = try PlacedConnector.all(ConnectSettings(invocation, context: context), context)
    guard let name, !invocation.isSet(.allConnectors) else {
      return try judgeAll(all.filter(Self.isJudged), candidates, databases, options)
    }
    let connector = try PlacedConnector.named(name, among: all)
    let text = try judge(connector, candidates, databases)
    try print(options.format.text(of: text.object, table: text.table))
    return ExitStatus(text.judgement.verdict).rawValue
  }

  private static func isJudged(_ connector: PlacedConnector) -> Bool {
    let engine = ConnectorConfiguration(connector.info.configuration)?.engine
    return engine == .postgresql || engine == .mysql || engine == .mariadb
  }

  // MARK: Judging

  /// The verdict over the connector of that name.
  func judgement(of name: String) throws(CommandFailure) -> OffsetJudgement {
    let all = try PlacedConnector.all(ConnectSettings(invocation, context: context), context)
    return try judge(
      PlacedConnector.named(name, among: all), try candidates(),
      try DatabaseSettings(invocation, context: context)
    ).judgement
  }

  private func judge(
    _ connector: PlacedConnector, _ candidates: Candidates?, _ databases: DatabaseSettings,
    memory: OffsetTopicSource.Memory? = nil
  ) throws(CommandFailure) -> OffsetCheckText {
    let name = connector.info.name
    let gathering = try OffsetCaseGathering(
      connector, invocation: invocation, context: context, memory: memory)
    var candidate: ConnectorOffsets?
    if let candidates { candidate = try Self.offsets(of: name, in: candidates.state) }
    var facts = try gathering.facts(
      candidate: candidate, databases: databases, pinned: candidates?.pinned[name])
    facts.count(history: candidates?.histories[name] ?? [])
    return OffsetCheckText(connector: name, judgement: OffsetJudge.judge(facts))
  }

  /// One after another; what cannot be asked of one is told on standard error, and the others go on.
  private func judgeAll(
    _ connectors: [PlacedConnector], _ candidates: Candidates?, _ databases: DatabaseSettings,
    _ options: CommonOptions
  ) throws(CommandFailure) -> Int32 {
    var texts: [OffsetCheckText] = []
    var worst = connectors.isEmpty ? ExitStatus.warning : .success
    let memory = OffsetTopicSource.Memory([:])
    for connector in connectors.sorted(by: { $0.info.name < $1.info.name }) {
      do throws(CommandFailure) {
        let text = try judge(connector, candidates, databases, memory: memory)
        texts.append(text)
        worst = max(worst, ExitStatus(text.judgement.verdict))
      } catch {
        guard !context.stop.isRaised else { throw error }
        try printing { () throws(RuntimeError) in
          try context.errors.writeLine("\(DisplayText.printable(connector.info.name)):")
          try context.errors.writeLine(error.text)
        }
        worst = max(worst, ExitStatus(rawValue: error.status) ?? .unexpected)
      }
    }
    try print(
      options.format.text(
        ofEach: texts.map(\.object), table: texts.map(\.table).joined(separator: "\n")))
    return worst.rawValue
  }

  private func print(_ text: String) throws(CommandFailure) {
    try printing { () throws(RuntimeError) in try context.output.write(text) }
  }

  // MARK: What is judged

  private typealias Candidates = OffsetStateSource.Candidates

  /// What would be put back; nil for `live`.
  private func candidates() throws(CommandFailure) -> Candidates? {
    guard let text = invocation.arguments.first, text != "live" else { return nil }
    let candidates = try OffsetStateSource(invocation: invocation, context: context)
      .candidates(text)
    if invocation.isSet(.allConnectors),
      candidates.state.offsets.keys.contains(where: { $0.connector == nil })
    {
      throw CommandFailure(
        "'\(DisplayText.printable(text))' does not say whose offsets it holds",
        hint: "name the connector with -c instead of --all", status: .usage)
    }
    return candidates
  }

  private static func offsets(
    of connector: String, in state: OffsetState
  ) throws(CommandFailure) -> ConnectorOffsets {
    let offsets = ConnectorOffsets(state.of(connector))
    guard !offsets.isEmpty else {
      let known = Set(state.offsets.keys.compactMap(\.connector)).sorted().joined(separator: ", ")
      throw CommandFailure(
        "the backup holds no offset of '\(DisplayText.printable(connector))'",
        hint: known.isEmpty ? "it holds none at all" : "it holds \(DisplayText.printable(known))",
        status: .usage)
    }
    return offsets
  }
}

extension ExitStatus {
  /// What a verdict means to a script.
  init(_ verdict: OffsetVerdict) {
    switch verdict {
    case .resume: self = .success
    case .replay, .unknown: self = .warning
    case .willSkip, .willRefuse, .willResnapshot: self = .critical
    }
  }
}
