public import Runtime

/// Holds facts that have just arrived for a moment, so that they go on in the order in which they
/// happened.
///
/// Each topic, and each broker, is fetched by itself: of a notification and the rows that were sent
/// with it either may come first. Facts that control snapshots wait `controlWait` and go in the order
/// of their times; rows wait `rowWait`, go in the order of their arrival, and find those there. Times
/// of arrival are durations since any one moment. Costs amortized constant time a row.
public struct ArrivalOrder<Control: Sendable, Row: Sendable>: Sendable {
  private struct Waiting<Fact: Sendable>: Sendable {
    var fact: Fact
    var arrival: Duration
  }

  private var controls: [(waiting: Waiting<Control>, time: Timestamp)] = []
  private var rows: [Waiting<Row>] = []
  private var firstRow = 0
  /// Controls that happened up to here may go.
  private var dueTime: Timestamp?

  /// Nothing waits.
  public init() {}

  /// How long a fact that controls snapshots waits for older ones.
  public static var controlWait: Duration { .milliseconds(200) }
  /// How long a row waits for what controls it.
  public static var rowWait: Duration { .milliseconds(400) }
  /// Rows that wait at most; with more the oldest goes on at once.
  public static var bound: Int { 65_536 }

  /// Whether nothing waits.
  public var isEmpty: Bool { controls.isEmpty && firstRow == rows.count }

  /// When the next fact may go; nil when nothing waits.
  public var nextDue: Duration? {
    let control = controls.map(\.waiting.arrival).min().map { $0 + Self.controlWait }
    let row = firstRow < rows.count ? rows[firstRow].arrival + Self.rowWait : nil
    guard let control, let row else { return control ?? row }
    return min(control, row)
  }

  /// Takes a fact that happened at `time`; those of one moment keep the order of their arrival.
  public mutating func append(control: Control, of time: Timestamp, arrivedAt arrival: Duration) {
    let place = (controls.lastIndex { $0.time <= time }).map { $0 + 1 } ?? 0
    controls.insert((Waiting(fact: control, arrival: arrival), time), at: place)
  }

  /// Takes a row.
  public mutating func append(row: Row, arrivedAt arrival: Duration) {
    rows.append(Waiting(fact: row, arrival: arrival))
  }

  /// The oldest fact that may go, until there is none; ask for all of them before the rows.
  public mutating func nextControl(at now: Duration) -> Control? {
    for control in controls where control.waiting.arrival + Self.controlWait <= now {
      dueTime = max(dueTime ?? control.time, control.time)
    }
    guard let first = controls.first, let dueTime, first.time <= dueTime else {
      dueTime = nil
      return nil
    }
    return controls.removeFirst().waiting.fact
  }

  /// The row that has waited longest, if it has waited long enough, until there is none.
  public mutating func nextRow(at now: Duration) -> Row? {
    guard firstRow < rows.count,
      rows[firstRow].arrival + Self.rowWait <= now || rows.count - firstRow > Self.bound
    else { return nil }
    defer {
      firstRow += 1
      if firstRow == rows.count || firstRow > Self.bound {
        rows.removeFirst(firstRow)
        firstRow = 0
      }
    }
    return rows[firstRow].fact
  }
}
