import Kafka
import Runtime
import Snapshot

extension SnapshotWatch {
  // MARK: Topics that were not there yet

  /// Looks for topics that the watch wants and that the cluster did not have.
  ///
  /// Connect makes a topic with its first record: a table's first snapshot, a first notification, a
  /// first signal. Asks for the names of all topics, once a second while a table has none, else once
  /// in ten seconds, and not at all where no more can come. A table's topic is read from its
  /// beginning; with one that controls snapshots the watch is opened anew, since what it tells is
  /// told in the order of its happening.
  mutating func lookForNewTopics() throws(WatchError) {
    let now = ContinuousClock.now
    guard now >= nextSearch, awaitsTopics else { return }
    nextSearch = now + (tablesWithoutTopic.isEmpty ? .seconds(10) : .seconds(1))
    let known = partitionCounts
    do throws(WatchError) {
      let asked = intake.clock.now()
      if try learnTopics() {
        guard !hasNewControlTopics else { return try reopen() }
        try beginNewTables()
      }
      for slot in tablesWithoutTopic {
        // Without a topic there are no rows: that is known up to now.
        let table = intake.tables[slot]
        intake.trackers[table.tracker].rowsWereRead(until: asked, of: table.index)
      }
    } catch {
      guard case .kafka(let reason) = error else { throw error }
      // Some may not have begun: they are found again once the brokers answer.
      partitionCounts = known
      noteLoss(reason)
      try endIfHopeless(reason)
    }
  }

  private var tablesWithoutTopic: [Int] {
    intake.tables.indices.filter { partitionCounts[intake.tables[$0].topic] == nil }
  }

  /// Whether topics may still come that the watch would read.
  ///
  /// A configuration names those of its connector. Without one any name may turn out to be one.
  var awaitsTopics: Bool {
    !tablesWithoutTopic.isEmpty || intake.plans.contains { awaitsControlTopics($0) }
  }

  private func awaitsControlTopics(_ plan: WatchPlan) -> Bool {
    let connector = connectorsAtOpening.first { $0.name == plan.connector }
    guard let expected = connector?.expectedControlTopics(request.wishes) else {
      return plan.notifications == nil || plan.signalTable == nil || plan.kafkaSignals == nil
    }
    return expected.contains { partitionCounts[$0] == nil }
  }

  /// Whether the cluster has topics that it did not have.
  private mutating func learnTopics() throws(WatchError) -> Bool {
    let topics: [TopicMetadata]
    do throws(KafkaError) {
      topics = try asker.metadata(timeout: .seconds(1)).topics
    } catch {
      throw .kafka(error)
    }
    var isNew = false
    for topic in topics
    where partitionCounts.updateValue(topic.partitions.count, forKey: topic.name) == nil {
      isNew = true
    }
    return isNew
  }

  /// Whether the plans would name more topics that control snapshots.
  private var hasNewControlTopics: Bool {
    // Names that fit more than before make no plan: those from the opening hold.
    guard let plans = try? finder(connectors: connectorsAtOpening).plans() else { return false }
    return zip(intake.plans, plans).contains { $0.controlTopics != $1.controlTopics }
  }

  private mutating func beginNewTables() throws(WatchError) {
    do throws(KafkaError) {
      var hasBegun = false
      for (slot, table) in intake.tables.enumerated()
      where intake.progress[table.topic] == nil && partitionCounts[table.topic] != nil {
        intake.setRoute(route(of: slot), of: table.topic)
        let start = try asker.beginning(
          of: table.topic, from: .position(.beginning), timeout: request.timeout)
        intake.progress[table.topic] = start.progress
        hasBegun = true
      }
      if hasBegun { try readControlsFirst() }
    } catch {
      throw .kafka(error)
    }
  }

  /// Begins again with all topics that there are now; what was known stays when that fails.
  private mutating func reopen() throws(WatchError) {
    nextSearch = .now + .seconds(60)
    var before = RecordIntake(clock: ClusterClock(wallClock: request.clock))
    swap(&intake, &before)
    do throws(WatchError) {
      try openTopics()
    } catch {
      swap(&intake, &before)
      phase = .following
      throw error
    }
    nextSearch = .now + .seconds(1)
  }
}
