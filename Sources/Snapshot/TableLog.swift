import Debezium
import Runtime

/// Every known snapshot of one table, oldest first, and which record belongs to which.
struct TableLog: Sendable {
  let table: String
  let topic: String
  private(set) var runs: [SnapshotRun] = []
  /// The signals that asked for this table, in the order in which they came.
  private(set) var requests: [Request] = []
  /// Records of the change topic that lie in no run, so that "no snapshot" is not "no records".
  private(set) var recordsOutside: Int64 = 0
  private(set) var unreadableOutside: Int64 = 0
  /// From where on the change topic's records are given to this log; nil when they are not.
  var rowsFrom: Timestamp?
  /// The change topic was read to a point after this moment.
  var rowsUntil: Timestamp?
  private var cache = RunCache()

  init(table: String, topic: String) {
    self.table = table
    self.topic = topic
  }

  /// A signal that asked for a snapshot of the table.
  struct Request: Sendable {
    var time: Timestamp
    var id: String?
    var kind: SnapshotKind

    init(_ request: ExecuteSnapshot, of entry: SignalEntry) {
      time = entry.time
      id = entry.signal.id
      kind = request.kind == .blocking ? .blocking : .incremental
    }
  }

  // MARK: Runs

  /// Notes a signal.
  ///
  /// It makes no run by itself, since a captured signal is not one that was acted on; rows that
  /// come after it do, and a run that has its id learns when it was asked for.
  mutating func requested(_ request: Request) {
    requests.append(request)
    requests.sort { $0.time < $1.time }
    cache = RunCache()
    guard let id = request.id else { return }
    for index in runs.indices where runs[index].id == id {
      runs[index].startedAt = runs[index].startedAt ?? request.time
      runs[index].sources.insert(.signals)
    }
  }

  /// Puts a run in its place by the time it began; returns its index.
  ///
  /// Rows may come before the notification that announces their run: they have then made a run of
  /// their own, which is taken over when it began within `adoption` of this one.
  @discardableResult
  mutating func begin(_ run: SnapshotRun) -> Int {
    cache = RunCache()
    var run = run.origin < .announced ? asRequested(run) : run
    if run.id != nil, requests.contains(where: { $0.id == run.id }) {
      run.sources.insert(.signals)
    }
    if let index = adoptable(by: run) {
      runs[index].kind = run.kind
      runs[index].id = run.id
      runs[index].origin = run.origin
      runs[index].begin = min(runs[index].begin, run.begin)
      runs[index].startedAt = run.startedAt
      runs[index].isBeginKnown = run.isBeginKnown
      runs[index].sources.formUnion(run.sources)
      return index
    }
    let index = runs.firstIndex { $0.begin > run.begin } ?? runs.endIndex
    runs.insert(run, at: index)
    // An ended run that a newer one follows sees no more reads.
    if index > 0, runs[index - 1].end != nil { runs[index - 1].rows.release() }
    return index
  }

  mutating func update(_ index: Int, _ body: (inout SnapshotRun) -> Void) {
    guard runs.indices.contains(index) else { return }
    body(&runs[index])
  }

  /// The newest run of that kind's family, ended or not.
  func newest(_ family: SnapshotKind.Family) -> Int? {
    runs.lastIndex { $0.kind.family == family }
  }

  /// Whether records were given and none of them was a change event.
  var holdsOnlyUnreadable: Bool {
    runs.isEmpty && unreadableOutside > 0 && recordsOutside == 0
  }

  /// Whether every record of the run was given, from its beginning on.
  func hasBeginning(of run: SnapshotRun) -> Bool {
    guard let rowsFrom else { return false }
    return rowsFrom <= run.begin
  }

  /// Whether the change topic was read to a point after that moment, or for nil to any point.
  func isRead(until end: Timestamp?) -> Bool {
    guard let rowsUntil else { return false }
    return end.map { rowsUntil >= $0 } ?? true
  }

  /// Whether every record of the run up to `end` was given.
  func hasAllRows(of run: SnapshotRun, until end: Timestamp) -> Bool {
    guard hasBeginning(of: run), let rowsUntil else { return false }
    return rowsUntil >= end
  }

  /// The oldest run of the family that has not ended: the one that is being read, the others wait.
  func firstOpen(_ family: SnapshotKind.Family) -> Int? {
    runs.firstIndex { $0.kind.family == family && $0.end == nil && $0.origin > .rows }
  }

  /// How many runs of the family have not ended.
  func openCount(_ family: SnapshotKind.Family) -> Int {
    runs.count { $0.kind.family == family && $0.end == nil && $0.origin > .rows }
  }

  /// A new snapshot begins: what was open of the family has ended without a word.
  mutating func supersedeOpenRuns(of family: SnapshotKind.Family, at moment: Timestamp) {
    for index in runs.indices
    where runs[index].kind.family == family && runs[index].end == nil
      && runs[index].origin > .rows && runs[index].begin < moment
    {
      runs[index].superseded = moment
    }
  }

  /// The rows from here on belong to a new start of the task.
  mutating func beginSegment(at time: Timestamp) {
    for index in runs.indices where runs[index].begin < time {
      runs[index].rows.beginSegment(at: time)
    }
  }

  /// Keeps the newest read's key with its run.
  mutating func noteLastKey(_ key: RecordKey, at time: Timestamp) {
    guard let index = runs.lastIndex(where: { $0.begin <= time && $0.rows.lastRead != nil })
    else { return }
    runs[index].rows.noteLast(key, at: time)
  }

  /// The newest run of the family, when the condition holds for it.
  func newest(
    _ family: SnapshotKind.Family, if condition: (SnapshotRun) -> Bool
  ) -> Int? {
    guard let index = newest(family), condition(runs[index]) else { return nil }
    return index
  }

  private static let adoption = Duration.seconds(5)

  private func adoptable(by run: SnapshotRun) -> Int? {
    runs.lastIndex { other in
      other.origin < run.origin && other.origin <= .offsets
        && other.kind.family == run.kind.family && other.end == nil
        && (other.begin >= run.begin || run.begin - other.begin <= Self.adoption)
    }
  }

  // MARK: Rows

  /// Counts one record of the change topic.
  ///
  /// No allocation but for the keys' table.
  mutating func record(_ row: RowFact) {
    switch row.content {
    case .tombstone:
      withRun(at: row.time) { $0.rows.countTombstone() }
    case .unreadable:
      if withRun(at: row.time, { $0.rows.countUnreadable() }) == false { unreadableOutside += 1 }
    case .change(let envelope):
      guard envelope.operation == .read else {
        if envelope.operation == nil { return }
        if !withRun(at: row.time, { $0.rows.countStreamed(at: row.time) }) { recordsOutside += 1 }
        return
      }
      let family: SnapshotKind.Family = envelope.marker == .incremental ? .chunked : .whole
      let index = runOfRead(row.time, family: family, marker: envelope.marker)
      runs[index].rows.countRead(row, marker: envelope.marker)
      runs[index].sources.insert(.rows)
    }
  }

  /// The index of the run that a read belongs to: the newest of its family that began before it,
  /// else a new one, known by its rows alone.
  private mutating func runOfRead(
    _ time: Timestamp, family: SnapshotKind.Family, marker: SnapshotMarker
  ) -> Int {
    let known = cache.run(at: time, family: family) ?? lookUp(time, family: family)
    if let known, runs[known].origin > .rows { return known }
    if known == nil, let late = runThatBecameKnownLate(time, family: family) { return late }
    let request = newestRequest(before: time, family: family, after: known.map { runs[$0].begin })
    if let known, request == nil, !isNewReading(runs[known], marker: marker) { return known }
    let kind: SnapshotKind = family == .chunked ? .incremental : .initial
    var run = SnapshotRun(
      kind: request?.kind ?? kind, id: request?.id, origin: .rows, begin: request?.time ?? time)
    run.startedAt = request?.time
    if request != nil { run.sources.insert(.signals) }
    return begin(run)
  }

  /// The newest signal for the table that no run is known to have come of.
  func unusedRequest(before time: Timestamp) -> Request? {
    requests.last { request in
      request.time <= time && request.id != nil
        && !runs.contains { $0.id == request.id }
    }
  }

  /// A run that no STARTED told of, with what its signal tells: the notifications and offsets of a
  /// queue carry the id of the newest signal only.
  private func asRequested(_ run: SnapshotRun) -> SnapshotRun {
    let named = run.id.flatMap { id in requests.last { $0.id == id } }
    let isTaken = runs.contains { $0.id == run.id }
    let unused = unusedRequest(before: run.begin)
    guard let request = isTaken ? unused : named ?? unused else { return run }
    var run = run
    if let id = run.id, id != request.id { run.aliases.insert(id) }
    run.id = request.id
    // While another snapshot of the table is read, the rows are that one's.
    let isBusy = runs.contains { other in
      other.kind.family == run.kind.family && other.begin <= request.time
        && other.end.map { $0 > request.time } ?? true
    }
    if !isBusy {
      run.begin = min(run.begin, request.time)
      run.isBeginKnown = true
    }
    run.startedAt = run.startedAt ?? request.time
    run.sources.insert(.signals)
    return run
  }

  private func newestRequest(
    before time: Timestamp, family: SnapshotKind.Family, after begin: Timestamp?
  ) -> Request? {
    requests.last { request in
      request.kind.family == family && request.time <= time
        && begin.map { request.time > $0 } ?? true
    }
  }

  /// The first run of the family, when only an offset or a notification under way told of it: that
  /// may have come long after its first rows (`offset.flush.interval.ms` is a minute by default).
  private mutating func runThatBecameKnownLate(
    _ time: Timestamp, family: SnapshotKind.Family
  ) -> Int? {
    guard let first = runs.firstIndex(where: { $0.kind.family == family }) else { return nil }
    let run = runs[first]
    guard run.origin > .rows, run.origin < .announced else { return nil }
    guard !run.isBeginKnown || run.begin - time <= .seconds(90) else { return nil }
    runs[first].begin = time
    return first
  }

  /// Whether a row that says it is the first follows one that said it was the last, where rows are
  /// all there is.
  private func isNewReading(_ run: SnapshotRun, marker: SnapshotMarker) -> Bool {
    run.origin == .rows && run.rows.hasLastMark
      && (marker == .first || marker == .firstInDataCollection)
  }

  private mutating func lookUp(_ time: Timestamp, family: SnapshotKind.Family) -> Int? {
    var candidate: Int?
    var until: Timestamp?
    for index in runs.indices.reversed() where runs[index].kind.family == family {
      // Records of one millisecond stand on both sides of a start; a chunk's rows come at least a
      // query later, so those of that very millisecond are the earlier run's.
      if runs[index].begin < time {
        candidate = index
        break
      }
      until = runs[index].begin
      if runs[index].begin == time { candidate = index }
    }
    guard let candidate else { return nil }
    if runs[candidate].begin < time {
      cache = RunCache(
        family: family, after: runs[candidate].begin, until: until, run: candidate)
    }
    return candidate
  }

  /// The newest run that the moment lies in, whatever its kind.
  @discardableResult
  private mutating func withRun(
    at time: Timestamp, _ body: (inout SnapshotRun) -> Void
  ) -> Bool {
    guard let index = runs.lastIndex(where: { $0.begin <= time }) else { return false }
    if let end = runs[index].end, time > end { return false }
    body(&runs[index])
    return true
  }
}

/// The run of the last read and the time for which it holds, so that the next costs two comparisons.
private struct RunCache: Sendable {
  var family: SnapshotKind.Family = .chunked
  var after = Timestamp(milliseconds: .max)
  var until: Timestamp?
  var run = 0

  func run(at time: Timestamp, family other: SnapshotKind.Family) -> Int? {
    guard family == other, time > after else { return nil }
    if let until, time > until { return nil }
    return run
  }
}
