import Kafka
import Runtime

extension SnapshotWatch {
  // MARK: Brokers that were gone

  /// No broker answers.
  mutating func noteLoss(_ error: KafkaError) {
    // A broker that goes again while what was missed is read: that begins anew.
    if phase == .rejoining { phase = .following }
    if connection == .up { connection = .lost(since: intake.clock.now(), reason: error.reason) }
  }

  /// Looks whether the brokers are back, once a second, and then reads what was missed in the order
  /// of an opening: what controls first, then the rows.
  ///
  /// No record need come for the brokers to be there again, so one of them is asked.
  mutating func rejoin() throws(WatchError) {
    let now = ContinuousClock.now
    guard now >= nextLook else { return }
    nextLook = now + .seconds(1)
    do throws(KafkaError) {
      _ = try asker.metadata(timeout: .milliseconds(300))
      try readControlsFirst()
    } catch {
      phase = .following
      try endIfHopeless(error)
    }
  }

  /// Reads on to the ends that the topics have now: what controls first, in order, then the rows.
  mutating func readControlsFirst() throws(KafkaError) {
    let controls = intake.controlTopics
    for topic in intake.progress.keys {
      let marks = try asker.watermarks(topic: topic, timeout: .seconds(1))
      for (partition, marks) in marks.enumerated() {
        intake.progress[topic]?.aim(Int32(partition), target: marks.end)
      }
    }
    for slot in intake.tables.indices { intake.tables[slot].targetTaken = intake.clock.now() }
    intake.endOrdering()
    if intake.heldBack == nil { intake.heldBack = [] }
    try restartReading(.rejoining, controls)
  }

  /// The control topics have been read to their ends: goes on with everything.
  mutating func finishRejoining() throws(WatchError) {
    let isRead = intake.controlTopics.allSatisfy { intake.progress[$0]?.isComplete ?? true }
    guard isRead else { return }
    do throws(KafkaError) {
      try restartReading(.following)
    } catch {
      phase = .following
      return try endIfHopeless(error)
    }
    intake.giveHeldBack()
    connection = .up
  }

  /// Throws an error that waiting will not mend; a broker that has just started may not know its
  /// topics yet.
  func endIfHopeless(_ error: KafkaError) throws(WatchError) {
    switch error.kind {
    case .authentication, .authorization, .configuration: throw .kafka(error)
    case .unreachable, .unknownTopic, .other: if error.isFatal { throw .kafka(error) }
    }
  }
}
