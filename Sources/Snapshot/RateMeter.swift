import Runtime

/// Rows a second over the last ten seconds of the records' own time.
struct RateMeter: Sendable {
  private static let window: Int64 = 10
  private var buckets = [Int64](repeating: 0, count: Int(window) + 1)
  private var newest: Int64 = .min
  private var first: Timestamp?
  private var last: Timestamp?

  /// Counts one row.
  mutating func add(at time: Timestamp) {
    // What stood still in between says nothing of how fast it is now.
    if let last, time - last > .seconds(2) { self = RateMeter() }
    if first == nil { first = time }
    if let last, time <= last {} else { last = time }
    let second = time.milliseconds / 1000
    if second > newest {
      let size = Int64(buckets.count)
      let (gap, overflow) = second.subtractingReportingOverflow(newest)
      let stale = overflow ? size : min(size, gap)
      for step in 0..<stale { buckets[index(second - step)] = 0 }
      newest = second
    } else if newest - second >= Int64(buckets.count) {
      return
    }
    buckets[index(second)] += 1
  }

  /// Rows a second, or nil before there is enough to tell or when the last row is older than the
  /// window.
  func rate(at now: Timestamp) -> Double? {
    guard let first, let last else { return nil }
    let sinceLast = now.milliseconds.subtractingReportingOverflow(last.milliseconds).partialValue
    guard sinceLast < Self.window * 1000 else { return nil }
    let oldest = max(first.milliseconds, (newest - Self.window + 1) * 1000)
    let span = max(now.milliseconds, last.milliseconds) - oldest
    guard span >= 200 else { return nil }
    let rows = (0..<Self.window).reduce(Int64(0)) { $0 + buckets[index(newest - $1)] }
    return Double(rows) / (Double(span) / 1000)
  }

  private func index(_ second: Int64) -> Int {
    let size = Int64(buckets.count)
    return Int(((second % size) + size) % size)
  }
}
