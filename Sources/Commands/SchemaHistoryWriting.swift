import Kafka
import OffsetBackup
import Runtime

/// Writes a saved schema history into its topic while no task lives, and proves it.
///
/// The connector's offset is written after it: without its history a connector refuses the offset.
struct SchemaHistoryWriting {
  let plan: SchemaHistoryPlan
  let target: SchemaHistoryTarget

  private var context: CommandContext { target.source.context }
  private var topic: String { plan.topic }

  /// What was done, a line a step; nothing when there is nothing to do.
  ///
  /// Throws why not, and what became of the topic; what goes on from there is the caller's to say.
  func putBack() throws(CommandFailure) -> [String] {
    guard plan.isWritten else { return [] }
    // Another connector may share the topic, or somebody may have made it since the plan.
    let now = SchemaHistoryPlan(saved: plan.records, into: try untouched())
    switch now.deed {
    case .keep: return ["the schema history topic '\(topic)' holds the backup's records already"]
    case .lacks:
      throw halfway("the topic '\(topic)' holds other records now", "nothing was written into it")
    case .make, .fill: break
    }
    guard now.refusals.isEmpty else {
      throw halfway(now.refusals.joined(separator: "; "), "nothing was written into it")
    }
    var done: [String] = []
    if now.deed == .make { done.append(try make()) }
    try write()
    return done + [try readBack()]
  }

  private func untouched() throws(CommandFailure) -> SchemaHistoryPlan.Target {
    do throws(CommandFailure) {
      return try target.read()
    } catch {
      throw halfway(error.message, "the schema history is as it was")
    }
  }

  // MARK: Steps

  private func make() throws(CommandFailure) -> String {
    do throws(KafkaError) {
      var admin = try Admin(target.source.configuration)
      try admin.create([plan.settings], timeout: target.timeout)
    } catch {
      throw halfway("\(error)", "the schema history topic is not there, or is empty")
    }
    try waitForLeader()
    return "made: the schema history topic '\(topic)', with 1 partition and unlimited retention"
  }

  /// A topic that was just made answers NOT_LEADER_FOR_PARTITION for a moment.
  private func waitForLeader() throws(CommandFailure) {
    let deadline = Deadline(after: target.timeout)
    while true {
      do throws(KafkaError) {
        var consumer = try Consumer(target.source.configuration)
        _ = try consumer.watermarks(topic: topic, timeout: target.timeout)
        return
      } catch {
        let mayCome = error.isRetriable || error.kind == .unknownTopic
        guard mayCome, !deadline.hasPassed else { throw halfway("\(error)", isEmpty) }
        if context.stop.wait(until: deadline.clamped(to: .milliseconds(100))) != nil {
          throw halfway("interrupted", isEmpty)
        }
      }
    }
  }

  private var isEmpty: String { "the topic '\(topic)' is there, and empty" }

  private func write() throws(CommandFailure) {
    do throws(KafkaError) {
      var writer = try TopicWriter(try configuration(), timeout: target.timeout)
      try writer.write(plan.records)
    } catch {
      throw spoilt("\(error)")
    }
  }

  /// The order of the records is the history: what is sent again after a lost answer must not come
  /// behind what was sent later, or twice.
  private func configuration() throws(KafkaError) -> Configuration {
    var configuration = target.source.configuration
    try configuration.set("enable.idempotence", "true")
    // librdkafka's own limit is below what a broker may have taken; headers and framing come on top.
    let largest = plan.records.map { ($0.key?.count ?? 0) + ($0.value?.count ?? 0) }.max() ?? 0
    let limit = configuration["message.max.bytes"].flatMap { Int($0) } ?? 1_000_000
    if largest > limit - Self.framing {
      try configuration.set("message.max.bytes", String(min(largest + Self.framing, 1_000_000_000)))
    }
    return configuration
  }

  private static let framing = 4096

  private func readBack() throws(CommandFailure) -> String {
    let found: OffsetTopic
    do throws(CommandFailure) {
      found = try target.history()
    } catch {
      throw spoilt("it could not be read back: \(error.message)")
    }
    if let defect = plan.defect(in: found) { throw spoilt(defect) }
    return "the schema history is back: \(BackupReport.count(plan.records.count, "record")),"
      + " \(plan.bytes) bytes in '\(topic)', read back as written"
  }

  // MARK: Failures

  /// Records were sent: the topic has to go before the same can be tried again.
  private func spoilt(_ reason: String) -> CommandFailure {
    var failure = halfway(
      reason, "the topic '\(topic)' may hold a part of the schema history, and has to be removed")
    failure.hint = "first \(target.removal)"
    return failure
  }

  private func halfway(_ reason: String, _ state: String) -> CommandFailure {
    CommandFailure("\(reason); its offsets are as they were, and \(state)", status: .halfway)
  }
}
