import Snapshot

extension RecordIntake {
  // MARK: Records as they come

  /// From now on facts wait a moment for those that happened before them.
  mutating func beginOrdering() {
    if order == nil { order = ArrivalOrder() }
  }

  /// Gives out all that waits; from now on facts go in at once.
  mutating func endOrdering() {
    release(at: .seconds(Int64.max / 2))
    order = nil
  }

  /// Gives out what has waited long enough.
  mutating func release() { release(at: age) }

  private mutating func release(at now: Duration) {
    while let held = order?.nextControl(at: now) { give(held) }
    while let news = order?.nextRow(at: now) { news.give(to: &trackers[news.tracker]) }
  }

  /// How long it is until something may go out; nil when nothing waits.
  var timeToRelease: Duration? { order?.nextDue.map { max(.zero, $0 - age) } }

  /// Gives a row's news to its tracker, in its turn.
  @inline(__always)
  mutating func deliver(
    _ content: RowNews.Content, of table: SnapshotTracker.TableIndex?, to tracker: Int
  ) {
    let news = RowNews(content: content, tracker: tracker, table: table)
    guard order != nil else { return news.give(to: &trackers[tracker]) }
    order?.append(row: news, arrivedAt: arrival)
  }

  // MARK: Control topics

  /// Gives a fact to the connector that it speaks of, in its turn.
  mutating func take(_ fact: ControlFact?, for tracker: Int? = nil) {
    guard let fact else { return }
    let held = HeldFact(fact: fact, tracker: tracker)
    if heldBack != nil {
      heldBack?.append(held)
    } else if order != nil {
      order?.append(control: held, of: fact.time, arrivedAt: arrival)
    } else {
      give(held)
    }
  }
}
