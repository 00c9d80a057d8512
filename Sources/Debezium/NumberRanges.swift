/// Numbers from 1 on, as ranges in ascending order that neither touch nor overlap.
struct NumberRanges: Sendable, Hashable {
  private(set) var ranges: [ClosedRange<UInt64>] = []

  init() {}

  init(_ unsorted: [ClosedRange<UInt64>]) {
    for range in unsorted.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      append(range)
    }
  }

  var isEmpty: Bool { ranges.isEmpty }

  /// How many numbers there are; `UInt64.max` stands for that many or more.
  var count: UInt64 {
    ranges.reduce(0) { sum, range in
      let (length, tooLong) = (range.upperBound - range.lowerBound).addingReportingOverflow(1)
      let (total, tooMany) = sum.addingReportingOverflow(length)
      return tooLong || tooMany ? .max : total
    }
  }

  func contains(_ other: NumberRanges) -> Bool {
    var index = 0
    for wanted in other.ranges {
      while index < ranges.count, ranges[index].upperBound < wanted.lowerBound { index += 1 }
      guard index < ranges.count, ranges[index].lowerBound <= wanted.lowerBound,
        ranges[index].upperBound >= wanted.upperBound
      else { return false }
    }
    return true
  }

  mutating func formUnion(_ other: NumberRanges) {
    self = NumberRanges(ranges + other.ranges)
  }

  func subtracting(_ other: NumberRanges) -> NumberRanges {
    var left = NumberRanges()
    var index = 0
    for range in ranges {
      var start = range.lowerBound
      var isUsedUp = false
      while index < other.ranges.count, other.ranges[index].upperBound < start { index += 1 }
      var next = index
      while next < other.ranges.count, other.ranges[next].lowerBound <= range.upperBound {
        let hole = other.ranges[next]
        if hole.lowerBound > start { left.append(start...(hole.lowerBound - 1)) }
        guard hole.upperBound < range.upperBound else {
          isUsedUp = true
          break
        }
        start = max(start, hole.upperBound + 1)
        next += 1
      }
      if !isUsedUp { left.append(start...range.upperBound) }
    }
    return left
  }

  /// Adds a range that starts no earlier than the last one does.
  private mutating func append(_ range: ClosedRange<UInt64>) {
    guard let last = ranges.last,
      range.lowerBound <= last.upperBound || range.lowerBound - 1 == last.upperBound
    else {
      ranges.append(range)
      return
    }
    ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
  }
}
