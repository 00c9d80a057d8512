import Runtime

/// The newest counts of rows, by the stretches of time in which they came without a pause.
///
/// A start of the task is a pause in its rows, so rows that were counted before the word of the
/// start came can still be told to be the new task's. Keeps the newest `bound` stretches.
struct RowStretches: Sendable {
  private struct Stretch: Sendable {
    var begin: Timestamp
    var end: Timestamp
    var counts = RowCounts()
  }

  private var stretches: [Stretch] = []

  /// A task that ends and starts anew sends nothing for longer than this; the rows of one chunk come
  /// far closer together.
  private static let pause = Duration.milliseconds(100)
  private static let bound = 4096

  mutating func count(at time: Timestamp, _ body: (inout RowCounts) -> Void) {
    body(&stretches[stretch(at: time)].counts)
  }

  /// The rows of all stretches that reach to that moment or past it.
  func counts(since time: Timestamp) -> RowCounts {
    stretches.reduce(into: RowCounts()) { sum, stretch in
      if stretch.end >= time { sum += stretch.counts }
    }
  }

  /// The index of the stretch that a row of that moment lengthens, or of a new one.
  private mutating func stretch(at time: Timestamp) -> Int {
    let before = stretches.lastIndex { $0.begin <= time }
    if let before, time - stretches[before].end <= Self.pause {
      stretches[before].end = max(stretches[before].end, time)
      return before
    }
    let after = before.map { $0 + 1 } ?? 0
    if after < stretches.count, stretches[after].begin - time <= Self.pause {
      stretches[after].begin = time
      return after
    }
    guard stretches.count < Self.bound else { return replaceOldest(with: time, at: after) }
    stretches.insert(Stretch(begin: time, end: time), at: after)
    return after
  }

  private mutating func replaceOldest(with time: Timestamp, at index: Int) -> Int {
    guard index > 0 else {
      stretches[0].begin = time
      return 0
    }
    stretches.removeFirst()
    stretches.insert(Stretch(begin: time, end: time), at: index - 1)
    return index - 1
  }
}
