import CommandLine
import Kafka
import Runtime
import Watch

/// `cdcwatch events`: what a topic holds, counted.
struct EventsCommand {
  let invocation: Invocation
  let context: CommandContext
  let options: CommonOptions

  init(invocation: Invocation, context: CommandContext) {
    self.invocation = invocation
    self.context = context
    options = CommonOptions(invocation, context: context)
  }

  func run() throws(CommandFailure) -> Int32 {
    let configuration = try KafkaSettings(invocation: invocation, context: context).configuration()
    let start = try startOfReading()
    var scan = try withKafka { () throws(KafkaError) in try TopicScan(configuration) }
    let waker = scan.waker
    context.stop.onRaise { waker.wake() }
    let topic = try resolve(invocation.arguments.first ?? "", &scan)
    let pairs = invocation.pairs(.match)
    guard pairs.isEmpty else {
      return try MatchCommand(
        pairs: pairs, show: invocation.isSet(.show), context: context, options: options
      ).run(&scan, topic: topic, start: start)
    }
    return try count(&scan, topic: topic, start: start)
  }

  private func startOfReading() throws(CommandFailure) -> TopicScan.Start {
    let text = invocation.text(.from) ?? "beginning"
    switch StartText.parse(text) {
    case .position(let position): return .position(position)
    case .time(let time): return .time(time)
    case nil: throw CommandFailure(badStart: text)
    }
  }

  private func resolve(
    _ name: String, _ scan: inout TopicScan
  ) throws(CommandFailure) -> String {
    let stop = context.stop
    let topics: [String]
    do throws(WatchError) {
      topics = try scan.topics(timeout: options.timeout) { stop.isRaised }
    } catch {
      throw CommandFailure(error, stopStatus: context.stopStatus)
    }
    var wishes = TopicFinder.Wishes()
    wishes.tables = [name]
    do throws(TopicFinder.Failure) {
      let plan = try TopicFinder(topics: topics, wishes: wishes, connectors: []).plan()
      return plan.tables.first?.topic ?? name
    } catch {
      throw CommandFailure(.topics(error), stopStatus: nil)
    }
  }

  // MARK: Counting

  private func count(
    _ scan: inout TopicScan, topic: String, start: TopicScan.Start
  ) throws(CommandFailure) -> Int32 {
    let begin = ContinuousClock.now
    try withKafka { () throws(KafkaError) in
      try scan.begin(topic, from: start, timeout: options.timeout)
    }
    var progress = ScanProgress(context: context, options: options, since: begin)
    while !scan.isComplete, !context.stop.isRaised {
      try withKafka { () throws(KafkaError) in try scan.step(timeout: .milliseconds(200)) }
      progress.show(scan.amount)
    }
    progress.clear()
    let report = EventsReport(
      topic: topic, counts: scan.counts, took: ContinuousClock.now - begin,
      style: options.display.style)
    try printing { () throws(RuntimeError) in
      try context.output.write(report.text(options.format))
    }
    try warn(report, wasStopped: !scan.isComplete)
    if let status = context.stopStatus { return status }
    return report.hasEvents ? ExitStatus.success.rawValue : ExitStatus.warning.rawValue
  }

  private func warn(_ report: EventsReport, wasStopped: Bool) throws(CommandFailure) {
    var lines = UnreadableText.lines(report.counts.unreadable)
    if wasStopped { lines.insert("cdcwatch: interrupted; the counts are of what was read", at: 0) }
    if !report.hasEvents {
      lines.append(
        report.counts.records == 0
          ? "cdcwatch: there was no record to read"
          : "cdcwatch: the topic holds no record that is a Debezium change event")
    }
    try printing { () throws(RuntimeError) in
      for line in lines { try context.errors.writeLine(line) }
    }
  }
}

extension CommandFailure {
  /// A value of `--from` that says no place.
  init(badStart text: String) {
    self.init(
      "--from: '\(text)' is no place in a topic",
      hint: "type beginning, end, -1000 for the last 1000 records, or s@MILLISECONDS since 1970",
      status: .usage)
  }
}
