import Debezium
import Runtime

/// What holds for a connector as a whole: its pauses, its task's starts, the signals sent to it.
struct ConnectorLog: Sendable {
  private(set) var pausedAt: Timestamp?
  private(set) var resumedAt: Timestamp?
  /// Each start of the task, oldest first, as the notification topic tells it.
  private(set) var taskStarts: [Timestamp] = []
  private(set) var runIDs: [RunID] = []
  private(set) var signals: [SignalEntry] = []
  var initialSkippedAt: Timestamp?
  var initialCompletedAt: Timestamp?
  /// What Connect's REST interface last said.
  var status: ConnectorTaskState?
  /// Signals that Debezium cannot act on.
  private(set) var broken: [SignalEntry] = []
  /// The newest pauses, resumes and stops, in the order in which they came.
  private(set) var steering: [SignalEntry] = []
  /// Stops that named no table of the snapshot.
  var unmatchedStops = 0
  /// The newest pause and resume signals, for where no notification tells whether they were obeyed.
  var pauseSignal: Timestamp?
  var resumeSignal: Timestamp?
  /// When each window was closed, in order.
  private(set) var windowCloses: [Timestamp] = []
  var hasNotifications = false
  var hasOffsets = false

  struct RunID: Sendable {
    var fingerprint: UInt64
    var first: Timestamp
    var last: Timestamp
  }

  mutating func paused(at time: Timestamp) { pausedAt = max(pausedAt ?? time, time) }

  mutating func resumed(at time: Timestamp) { resumedAt = max(resumedAt ?? time, time) }

  /// Notes a start of the task; true when it is a new one.
  @discardableResult
  mutating func taskStarted(at time: Timestamp) -> Bool {
    guard !taskStarts.contains(time) else { return false }
    taskStarts.append(time)
    taskStarts.sort()
    return true
  }

  /// Notes the `runId` header of a record.
  mutating func saw(runID fingerprint: UInt64, at time: Timestamp) {
    if let index = runIDs.firstIndex(where: { $0.fingerprint == fingerprint }) {
      runIDs[index].first = min(runIDs[index].first, time)
      runIDs[index].last = max(runIDs[index].last, time)
      return
    }
    // More starts than this in one watch say nothing that the first thousand did not.
    guard runIDs.count < 1000 else { return }
    runIDs.append(RunID(fingerprint: fingerprint, first: time, last: time))
    runIDs.sort { $0.first < $1.first }
  }

  mutating func notActedOn(_ entry: SignalEntry) {
    // The newest are what somebody wonders about.
    if broken.count == 100 { broken.removeFirst() }
    broken.append(entry)
  }

  mutating func steered(_ entry: SignalEntry) {
    if steering.count == 100 { steering.removeFirst() }
    steering.append(entry)
  }

  mutating func signalled(_ entry: SignalEntry) {
    signals.append(entry)
  }

  mutating func windowClosed(at time: Timestamp) {
    // A hundred million chunks would fill memory with times; a count beyond this bound is not known.
    guard windowCloses.count < Self.windowBound else { return }
    let place =
      if let last = windowCloses.last, time < last {
        closes(upTo: time)
      } else {
        windowCloses.endIndex
      }
    windowCloses.insert(time, at: place)
  }

  private static let windowBound = 1 << 22

  /// How many windows were closed in that time; 0 past what can be kept.
  func windowsClosed(after begin: Timestamp, until end: Timestamp?) -> Int {
    guard windowCloses.count < Self.windowBound else { return 0 }
    return (end.map(closes(upTo:)) ?? windowCloses.endIndex) - closes(upTo: begin)
  }

  /// How many of the sorted times are not later than that, by halving.
  private func closes(upTo time: Timestamp) -> Int {
    var (low, high) = (0, windowCloses.count)
    while low < high {
      let middle = (low + high) / 2
      if windowCloses[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether a stop that means this table was sent in that time.
  func hasStop(for table: String, after begin: Timestamp, before end: Timestamp) -> Bool {
    signals.contains { entry in
      guard case .stopSnapshot(let names) = entry.signal.kind else { return false }
      let isMeant = names.isEmpty || names.contains { TablePattern($0).matches(table) }
      return isMeant && entry.time >= begin && entry.time <= end + .seconds(5)
    }
  }

  /// The request for a blocking snapshot that was sent about then; the notification of its start
  /// and the signal's own row come within a second of each other, in either order.
  func blockingSignal(near time: Timestamp) -> SignalEntry? {
    signals.last { entry in
      guard case .executeSnapshot(let request) = entry.signal.kind, request.kind == .blocking
      else { return false }
      return entry.time <= time + .seconds(10) && time <= entry.time + .seconds(60)
    }
  }

  /// The newest start of the task in that time, by either source.
  func lastTaskStart(after begin: Timestamp) -> Timestamp? {
    let told = taskStarts.last { $0 > begin }
    let seen = startsByRunID(after: begin).last
    guard let told, let seen else { return told ?? seen }
    return max(told, seen)
  }

  /// How often the task started in that time; both sources tell of the same starts, and either may
  /// have missed some.
  func taskStartCount(after begin: Timestamp, until end: Timestamp?) -> Int {
    func isWithin(_ time: Timestamp) -> Bool {
      guard time > begin else { return false }
      guard let end else { return true }
      return time <= end
    }
    return max(
      taskStarts.count { isWithin($0) }, startsByRunID(after: begin).count { isWithin($0) })
  }

  /// Whether a pause holds: neither resumed since nor undone by a start of the task, which forgets
  /// it (facts 13.2).
  func isPaused(since begin: Timestamp) -> Bool {
    guard let pausedAt, pausedAt >= begin else { return false }
    if let resumedAt, resumedAt >= pausedAt { return false }
    return lastTaskStart(after: pausedAt) == nil
  }

  /// When a run id was first seen whose forerunner was still seen after `begin`.
  ///
  /// The start itself lies between the two, so a new run id alone does not say on which side of
  /// `begin`.
  private func startsByRunID(after begin: Timestamp) -> [Timestamp] {
    zip(runIDs, runIDs.dropFirst()).filter { $0.0.last > begin }.map(\.1.first)
  }
}
