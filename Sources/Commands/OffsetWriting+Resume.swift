import Debezium
import KafkaConnect
import Runtime

extension OffsetWriting {
  /// Starts the connector and waits for the proof that it goes on from what was written.
  func resume(
    _ content: Content, _ cluster: inout ConnectCluster
  ) throws(CommandFailure) -> String {
    do throws(ConnectError) {
      try cluster.resume(connector)
    } catch {
      let started =
        error.isRefusal
        ? "'\(connector)' was not started" : "whether '\(connector)' was started is not known"
      throw CommandFailure(
        "the offsets are written; \(started): \(error)",
        hint: "'cdcwatch connector resume \(connector) --execute' starts it", status: .unproven)
    }
    return try goesOn(from: content, &cluster)
  }

  /// Waits for the proof that a connector that was started goes on from what was written.
  func goesOn(
    from content: Content, _ cluster: inout ConnectCluster
  ) throws(CommandFailure) -> String {
    let deadline = Deadline(after: Self.patience)
    let quiet = Deadline(after: Self.quiet)
    while !deadline.hasPassed {
      if let line = try look(content, &cluster) { return line }
      if quiet.hasPassed, let line = try sign() { return line }
      if context.stop.wait(until: deadline.clamped(to: .milliseconds(500))) != nil {
        throw notProved("interrupted")
      }
    }
    throw notProved("no new offset came within \(Figures.span(Self.patience))")
  }

  private func sign() throws(CommandFailure) -> String? {
    do throws(CommandFailure) {
      return try otherSign?()
    } catch {
      throw notProved(error.message)
    }
  }

  private func look(
    _ content: Content, _ cluster: inout ConnectCluster
  ) throws(CommandFailure) -> String? {
    let status: ConnectorStatus
    let offsets: [ConnectorOffset]
    do throws(ConnectError) {
      status = try cluster.status(connector)
      offsets = try cluster.offsets(connector)
    } catch {
      throw notProved("\(error)")
    }
    guard !status.hasFailed else {
      throw notProved(status.tasks.lazy.compactMap(\.failure).first ?? "the task has FAILED")
    }
    return moved(content, offsets)
  }

  /// The proof: a new offset that lies where the written one goes on to.
  private func moved(_ content: Content, _ offsets: [ConnectorOffset]) -> String? {
    for wanted in content.saved {
      guard
        let new = offsets.first(where: { $0.partition == wanted.partition })
          .flatMap({ SourceOffset($0.offset) }),
        Self.sorted(new.members) != Self.sorted(wanted.offset)
      else { continue }
      guard let old = SourceOffset(wanted.offset) else {
        return "resumed: it has an offset again, \(OffsetWords.position(of: new))"
      }
      let distance = OffsetDistance(from: old, to: new)
      return "resumed: its offset has moved on to \(OffsetWords.position(of: new))"
        + " (\(OffsetWords.distance(distance)))"
    }
    return nil
  }

  private func notProved(_ reason: String) -> CommandFailure {
    CommandFailure(
      "the offsets are written, and '\(connector)' is not seen to go on from them: \(reason)",
      hint: "RUNNING may be a retry without end: 'cdcwatch connector status \(connector)', and the"
        + " worker's log; without heartbeat.interval.ms a quiet database writes no offset",
      status: .unproven)
  }
}
