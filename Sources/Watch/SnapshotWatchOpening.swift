import Debezium
import Kafka
import Runtime
import Snapshot

extension SnapshotWatch {
  /// Finds the topics, reads those that control snapshots to their ends, and begins to read the
  /// tables' own.
  ///
  /// `isStopped` is asked between requests, now and whenever it is opened anew. Takes a few requests to the cluster, each bounded by
  /// the request's timeout, and as long as it takes to read the control topics.
  public mutating func open(isStopped: @escaping () -> Bool) throws(WatchError) {
    self.isStopped = isStopped
    let metadata = try askPatiently(timeout: request.timeout, isStopped: isStopped) {
      (turn) throws(KafkaError) in try asker.metadata(timeout: turn)
    }
    for topic in metadata.topics { partitionCounts[topic.name] = topic.partitions.count }
    try probe()
    try openTopics()
  }

  /// Does what is to be done once the topics are known.
  mutating func openTopics() throws(WatchError) {
    intake.heldBack = []
    // Older signals were answered, or not, by what the other topics tell.
    let since = openedAt ?? intake.clock.now()
    openedAt = since
    intake.requestsFrom = since
    try readOffsets()
    try makePlans()
    try readControls()
    intake.giveHeldBack()
    noteRequestedTables()
    followKnownTables()
    try readTables()
    // From now on every signal is a new one, whatever its sender's clock says.
    intake.requestsFrom = Timestamp(milliseconds: .min)
  }

  // MARK: Topics whose names say nothing

  private mutating func probe() throws(WatchError) {
    let candidates = finder(connectors: request.connectors ?? []).topicsToProbe
    guard !candidates.isEmpty else { return }
    guard candidates.count <= TopicProbe.bound else {
      notes.append(
        "no topic is named like *notif* or *offset*, and \(candidates.count) are too many to look"
          + " into: name them with --notifications-topic and --offsets-topic")
      return
    }
    do throws(KafkaError) {
      var probe = try TopicProbe(configuration)
      roles = try probe.roles(
        of: candidates, partitionCounts: partitionCounts, timeout: request.timeout)
    } catch {
      throw .kafka(error)
    }
  }

  // MARK: Offsets, which tell of connectors

  private mutating func readOffsets() throws(WatchError) {
    let topics: [String]
    do throws(TopicFinder.Failure) {
      topics = try finder(connectors: request.connectors ?? []).offsetTopics()
    } catch {
      throw .topics(error)
    }
    for topic in topics { intake.setRoute(.offsets, of: topic) }
    try read(topics)
  }

  func finder(connectors: [TopicFinder.KnownConnector]) -> TopicFinder {
    TopicFinder(
      topics: Array(partitionCounts.keys), wishes: request.wishes, connectors: connectors,
      roles: roles)
  }

  private mutating func makePlans() throws(WatchError) {
    connectorsAtOpening = request.connectors ?? connectorsOfOffsets()
    do throws(TopicFinder.Failure) {
      intake.plans = try finder(connectors: connectorsAtOpening).plans()
    } catch {
      throw .topics(error)
    }
    for (position, plan) in intake.plans.enumerated() {
      intake.trackers.append(SnapshotTracker(settings: settings(of: plan)))
      for table in plan.tables { follow(table, tracker: position) }
    }
  }

  /// The connectors that have written offsets, one a prefix: of several names the one that wrote
  /// last, since a deleted connector's offsets stay.
  private func connectorsOfOffsets() -> [TopicFinder.KnownConnector] {
    var newest: [String: (name: String, time: Timestamp)] = [:]
    for case .offset(let key, .some, let time) in (intake.heldBack ?? []).map(\.fact) {
      guard let prefix = key.prefix else { continue }
      if let known = newest[prefix], known.time >= time { continue }
      newest[prefix] = (key.connector, time)
    }
    return newest.map { TopicFinder.KnownConnector(name: $0.value.name, prefix: $0.key) }
      .sorted { $0.name < $1.name }
  }

  private func settings(of plan: WatchPlan) -> TrackerSettings {
    var settings = TrackerSettings()
    settings.connector = plan.connector
    settings.prefix = plan.prefix
    settings.stalledAfter = request.stalledAfter
    settings.unansweredAfter = request.unansweredAfter
    settings.quietAfter = request.timeout
    if let prefix = plan.prefix, let topic = plan.signalTable {
      settings.signalTable = String(topic.dropFirst(prefix.count + 1))
    }
    let known = request.connectors?.first { $0.name == plan.connector }
    if let configuration = known?.configuration {
      settings.engine = configuration.engine
      settings.signalPollInterval = configuration.signalPollInterval
      settings.chunkSize =
        configuration.tellsChunkSize ? Int(clamping: configuration.chunkSize) : nil
      settings.signalTable = configuration.signalDataCollections.first ?? settings.signalTable
    } else if let engine = engineOfOffsets(plan) {
      settings.engine = engine
    }
    return settings
  }

  private func engineOfOffsets(_ plan: WatchPlan) -> Engine? {
    for case .offset(let key, let offset, _) in (intake.heldBack ?? []).map(\.fact)
    where key.prefix == plan.prefix {
      if let engine = offset?.engine, engine != .unknown { return engine }
    }
    return nil
  }

  // MARK: Control topics

  private mutating func readControls() throws(WatchError) {
    var topics: [String] = []
    for (position, plan) in intake.plans.enumerated() {
      if let topic = plan.notifications {
        intake.setRoute(.notifications, of: topic)
        topics.append(topic)
      }
      if let topic = plan.kafkaSignals {
        intake.setRoute(.kafkaSignals, of: topic)
        topics.append(topic)
      }
      if let topic = plan.signalTable {
        intake.setRoute(.signalTable(tracker: position), of: topic)
        topics.append(topic)
      }
    }
    try read(topics)
  }

  /// Reads topics from their beginnings to the ends that they have now.
  private mutating func read(_ topics: [String]) throws(WatchError) {
    let new = Set(topics).filter { intake.progress[$0] == nil }.sorted()
    guard !new.isEmpty else { return }
    for topic in new { try begin(topic, from: .position(.beginning)) }
    try restart(.opening)
    while new.contains(where: { !(intake.progress[$0]?.isComplete ?? true) }) {
      guard !isStopped() else { throw .interrupted }
      try step(timeout: .milliseconds(100))
    }
  }

  /// Sets where a topic is read from and takes its ends as they are now; true when records that were there
  /// once are gone from before the start.
  @discardableResult
  private mutating func begin(_ topic: String, from start: RowStart) throws(WatchError) -> Bool {
    do throws(KafkaError) {
      let beginning = try asker.beginning(of: topic, from: start, timeout: request.timeout)
      intake.progress[topic] = beginning.progress
      return beginning.hasLostRecords
    } catch {
      throw .kafka(error)
    }
  }

  // MARK: Tables

  private mutating func follow(_ table: WatchPlan.Table, tracker: Int) {
    let index = intake.trackers[tracker].follow(table: table.id, topic: table.topic)
    intake.tables.append(WatchedTable(tracker: tracker, index: index, topic: table.topic))
  }

  /// Without named tables every table is followed that some source has told of.
  mutating func followKnownTables() {
    guard request.wishes.tables.isEmpty else { return }
    for position in intake.trackers.indices {
      let plan = intake.plans[position]
      let followed = Set(intake.tables.filter { $0.tracker == position }.map(\.topic))
      let requested = plan.prefix.flatMap { requestedTables[$0] } ?? []
      let known = intake.trackers[position].knownTables
      for id in known + requested.filter({ !known.contains($0) }) {
        let topic = plan.prefix.map { "\($0).\(id)" } ?? id
        guard !followed.contains(topic) else { continue }
        follow(WatchPlan.Table(id: id, topic: topic), tracker: position)
      }
    }
  }

  private mutating func readTables() throws(WatchError) {
    try begin(intake.tables.indices)
    try restart(.following)
  }

  /// Begins to read the topics of tables, as far as there are some; false when there are none.
  @discardableResult
  mutating func begin(_ slots: Range<Int>) throws(WatchError) -> Bool {
    var hasBegun = false
    for slot in slots {
      let table = intake.tables[slot]
      intake.tables[slot].targetTaken = intake.clock.now()
      guard partitionCounts[table.topic] != nil else {
        // There is no topic, so there are no rows: that is known.
        intake.trackers[table.tracker].rowsAreRead(
          from: Timestamp(milliseconds: 0), of: table.index)
        intake.trackers[table.tracker].rowsWereRead(until: intake.clock.now(), of: table.index)
        continue
      }
      guard !(intake.progress[table.topic] != nil && table.topic != signalTable(of: table)) else {
        continue
      }
      intake.setRoute(route(of: slot), of: table.topic)
      try begin(slot)
      hasBegun = true
    }
    return hasBegun
  }

  private func signalTable(of table: WatchedTable) -> String? {
    intake.plans[table.tracker].signalTable
  }

  func route(of slot: Int) -> Route {
    let table = intake.tables[slot]
    if table.topic == signalTable(of: table) {
      return .signalTableRows(tracker: table.tracker, table: table.index, slot: slot)
    }
    return .rows(tracker: table.tracker, table: table.index, slot: slot)
  }

  private mutating func restart(_ phase: Phase) throws(WatchError) {
    do throws(KafkaError) {
      try restartReading(phase)
    } catch {
      throw .kafka(error)
    }
  }

  private mutating func begin(_ slot: Int) throws(WatchError) {
    let table = intake.tables[slot]
    let start = start(of: table)
    let hasLostRecords = try begin(table.topic, from: start)
    switch start {
    case .time(let time) where !hasLostRecords:
      intake.trackers[table.tracker].rowsAreRead(from: time, of: table.index)
    case .position(.beginning) where !hasLostRecords:
      intake.trackers[table.tracker].rowsAreRead(from: Timestamp(milliseconds: 0), of: table.index)
    case .time, .position:
      // Only the first record that is there tells from when on they are all there.
      intake.tables[slot].tellsItsFirstTime = true
    }
  }

  private func start(of table: WatchedTable) -> RowStart {
    switch request.rows {
    case .everything: return .position(.beginning)
    case .from(let position): return .position(position)
    case .since(let time): return .time(time)
    case .newestSnapshot:
      guard let begin = intake.trackers[table.tracker].beginOfNewest(of: table.index) else {
        return .position(.beginning)
      }
      // A record's timestamp is taken after its event was made, by another clock perhaps.
      return .time(begin + .seconds(-60))
    }
  }
}
