import CommandLine
import Debezium
import JSON
import Kafka
import OffsetBackup
import Runtime
import Watch

/// `cdcwatch offsets list`, `show` and `log`: what Connect's offsets topics hold, decoded.
struct OffsetsCommand {
  /// What is printed of them.
  enum Mode {
    /// A line a connector partition.
    case list
    /// A block a connector partition.
    case show
    /// Every change that the topics still have.
    case log
  }

  let mode: Mode
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let options = CommonOptions(invocation, context: context)
    let configuration = try KafkaSettings(invocation: invocation, context: context).configuration()
    let moment = try momentAsked()
    let survey = try ConnectSurvey(invocation: invocation, context: context)
    let source = OffsetTopicSource(
      configuration: configuration, invocation: invocation, context: context)
    let topics = try source.topics(
      connectors: survey?.connectors ?? [], keepsHistory: mode == .log || moment != nil)
    guard !topics.isEmpty else { throw Self.noTopic }
    let archived = try archived(source, at: moment)
    try warn(of: topics, isPast: moment != nil, archived, options)
    let histories = topics.map { topic in
      OffsetHistory.filled(
        topic.history, with: archived?.records.filter { $0.topic == topic.name } ?? [])
    }
    if mode == .log {
      let history = OffsetHistory(histories.flatMap(\.self), connector: connector)
      return try print(OffsetLogText(history: history, style: options.display.style), options)
    }
    let records = zip(topics, histories).flatMap { topic, history in
      moment.map { OffsetHistory.records(history, at: $0) } ?? topic.latest
    }
    let catalog = OffsetCatalog(records, liveConnectors: survey.map { Set($0.names) })
    let entries = catalog.entries.filter { connector == nil || $0.key?.connector == connector }
    let now = moment ?? context.clock()
    let style = options.display.style
    return mode == .list
      ? try print(OffsetListText(entries: entries, now: now, style: style), options)
      : try print(OffsetShowText(entries: entries, now: now, style: style), options)
  }

  private var connector: String? { invocation.text(.connector) }

  /// What backups have kept; nil where the past is not asked for, or the archive does not answer.
  private func archived(
    _ source: OffsetTopicSource, at moment: Timestamp?
  ) throws(CommandFailure) -> ArchivedOffsets? {
    guard mode == .log || moment != nil,
      ArchiveSettings(invocation: invocation, context: context).usual != nil
    else { return nil }
    var reader = try source.reader()
    let cluster = try source.metadata(&reader).clusterID
    do throws(CommandFailure) {
      return try ArchivedOffsets(of: cluster, at: moment, invocation, context)
    } catch {
      if context.stop.isRaised { throw error }
      try printing { () throws(RuntimeError) in
        try context.errors.writeLine(
          "cdcwatch: warning: the backups were not read: \(DisplayText.printable(error.message))")
      }
      return nil
    }
  }

  private static var noTopic: CommandFailure {
    CommandFailure(
      "no topic is named like *offset*, and none of those looked into holds offsets",
      hint: "name Connect's offset.storage.topic with --offsets-topic", status: .usage)
  }

  private func momentAsked() throws(CommandFailure) -> Timestamp? {
    guard let text = invocation.text(.at) else { return nil }
    if case .time(let time) = StartText.parse(text) { return time }
    if let parsed = JavaTimestamp(parsing: text), parsed.zone == .instant,
      let milliseconds = parsed.milliseconds
    {
      return Timestamp(milliseconds: milliseconds)
    }
    throw CommandFailure(
      "--at: '\(DisplayText.printable(text))' is no moment",
      hint: "type a time with its zone, such as 2026-11-21T08:00:00Z, or s@MILLISECONDS since 1970",
      status: .usage)
  }

  // MARK: Printing

  private func warn(
    of topics: [OffsetTopic], isPast: Bool, _ archived: ArchivedOffsets?, _ options: CommonOptions
  ) throws(CommandFailure) {
    guard !options.display.isQuiet else { return }
    var lines: [String] = []
    for topic in topics {
      let isCompacted =
        topic.history.count < topic.partitions.reduce(0) { $0 + Int(clamping: $1.end) }
      if isPast, isCompacted {
        lines.append(
          "\(topic.name) no longer has every record: an offset that was overwritten meanwhile may"
            + " be missing here" + Self.filling(archived))
      }
    }
    try printing { () throws(RuntimeError) in
      for line in lines { try context.errors.writeLine("cdcwatch: \(line)") }
    }
  }

  private static func filling(_ archived: ArchivedOffsets?) -> String {
    guard let place = archived?.places.first else { return "" }
    return "; what \(DisplayText.printable(place)) has is filled in"
  }

  private func print(
    _ text: some OffsetText, _ options: CommonOptions
  ) throws(CommandFailure) -> Int32 {
    try printing { () throws(RuntimeError) in
      try context.output.write(options.format.text(ofEach: text.objects, table: text.table))
      if text.objects.isEmpty, !options.display.isQuiet {
        let of = connector.map { " of the connector '\(DisplayText.printable($0))'" } ?? ""
        try context.errors.writeLine("cdcwatch: there is no offset\(of)")
      }
    }
    return (text.objects.isEmpty ? ExitStatus.warning : .success).rawValue
  }
}

/// What can be printed of offsets in every form.
protocol OffsetText {
  /// For people.
  var table: String { get }
  /// One object an entry, each with `schema_version`.
  var objects: [JSONValue] { get }
}
