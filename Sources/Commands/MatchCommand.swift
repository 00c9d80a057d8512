import CommandLine
import Debezium
import JSON
import Kafka
import Runtime
import Watch

/// `cdcwatch events --match`: did this row arrive, and where.
struct MatchCommand {
  let pairs: [Invocation.Pair]
  let show: Bool
  let context: CommandContext
  let options: CommonOptions

  func run(
    _ scan: inout TopicScan, topic: String, start: TopicScan.Start
  ) throws(CommandFailure) -> Int32 {
    scan.match = RowMatch(columns: pairs.map { ($0.key, $0.value) })
    let begin = ContinuousClock.now
    let deadline = Deadline(after: options.timeout)
    try withKafka { () throws(KafkaError) in
      try scan.begin(topic, from: start, timeout: options.timeout)
    }
    var progress = ScanProgress(context: context, options: options, since: begin)
    // What is there is always read whole; the timeout bounds the wait for what is not.
    while !context.stop.isRaised {
      if scan.isComplete, !scan.found.isEmpty || deadline.hasPassed { break }
      try withKafka { () throws(KafkaError) in try scan.step(timeout: .milliseconds(100)) }
      progress.show(scan.amount)
    }
    progress.clear()
    try report(scan.found, count: scan.foundCount, topic: topic)
    let unknown = scan.match?.unknownColumns ?? []
    if scan.found.isEmpty, !unknown.isEmpty {
      let names = unknown.map { "'\(DisplayText.printable($0))'" }.joined(separator: ", ")
      try? context.errors.writeLine("cdcwatch: no record of \(topic) has a column \(names)")
    }
    if let status = context.stopStatus { return status }
    return scan.found.isEmpty ? ExitStatus.warning.rawValue : ExitStatus.success.rawValue
  }

  private func report(
    _ found: [RowMatch.Found], count: Int64, topic: String
  ) throws(CommandFailure) {
    let text = options.format.text(
      of: object(found, count: count, topic: topic),
      table: lines(found, count: count, topic: topic))
    try printing { () throws(RuntimeError) in try context.output.write(text) }
  }

  private func lines(_ found: [RowMatch.Found], count: Int64, topic: String) -> String {
    let row = pairs.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    guard !found.isEmpty else { return "\(topic): no record of \(row)\n" }
    var text = "\(topic): \(Figures.grouped(count)) records of \(row)\n"
    for record in found {
      let time = record.position.time.map { " at \(options.display.style.time($0))" } ?? ""
      text += "partition \(record.position.partition) offset \(record.position.offset)\(time)"
      text += "  \(record.operation?.text ?? "tombstone")"
      if let snapshot = record.snapshot { text += " (snapshot \(snapshot))" }
      text += "\n"
      if show { text += "  \(DisplayText.printable(record.text ?? "null"))\n" }
    }
    if count > Int64(found.count) { text += "... the first \(found.count) are shown\n" }
    return text
  }

  private func object(_ found: [RowMatch.Found], count: Int64, topic: String) -> JSONValue {
    let records = found.map { record in
      var members = [
        JSONValue.Member(name: "partition", value: .integer(Int64(record.position.partition))),
        JSONValue.Member(name: "offset", value: .integer(record.position.offset)),
        JSONValue.Member(
          name: "time",
          value: record.position.time.map { .string($0.description) } ?? .null),
        JSONValue.Member(
          name: "op", value: record.operation.map { .string($0.text) } ?? .null),
        JSONValue.Member(
          name: "snapshot", value: record.snapshot.map(JSONValue.string) ?? .null),
      ]
      if show {
        members.append(
          JSONValue.Member(name: "value", value: record.text.map(JSONValue.string) ?? .null))
      }
      return JSONValue.object(members)
    }
    return .object([
      JSONValue.Member(name: "schema_version", value: .integer(1)),
      JSONValue.Member(name: "topic", value: .string(topic)),
      JSONValue.Member(name: "found", value: .integer(count)),
      JSONValue.Member(name: "records", value: .array(records)),
    ])
  }
}
