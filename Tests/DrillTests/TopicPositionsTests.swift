import Drill
import Runtime
import Testing

@Suite struct TopicPositionsTests {
  private let now = Timestamp(milliseconds: 7)

  private func positions(
    from start: Int64, _ records: [Int64], end: Int64? = nil, beginning: Int64?,
    isCompacted: Bool = false
  ) -> TopicPositions {
    var positions = TopicPositions([0: start])
    for offset in records { positions.reached(0, offset: offset, isRecord: true, at: now) }
    if let end { positions.reached(0, offset: end, isRecord: false, at: now) }
    positions.resolve(
      beginnings: beginning.map { [0: $0] } ?? [:], isCompacted: isCompacted, at: now)
    return positions
  }

  @Test func `records one behind the other leave no gap`() {
    let read = positions(from: 5, [5, 6, 7], end: 8, beginning: 0)
    #expect(read.gaps.isEmpty && read.holes.isEmpty)
    #expect(read.next == [0: 8])
  }

  @Test func `a transaction's end is no gap, and what compaction took is one`() {
    #expect(positions(from: 0, [0, 1, 3], end: 5, beginning: 0).gaps.isEmpty)
    let compacted = positions(from: 0, [0, 1, 3], beginning: 0, isCompacted: true)
    #expect(compacted.gaps == [TopicGap(partition: 0, from: 2, to: 3, seen: now)])
  }

  @Test func `what lies before the topic's beginning is gone`() {
    let gone = positions(from: 2, [9], beginning: 8)
    #expect(gone.gaps == [TopicGap(partition: 0, from: 2, to: 8, seen: now)])
    let empty = positions(from: 2, [2, 3], end: 9, beginning: 9)
    #expect(empty.gaps == [TopicGap(partition: 0, from: 4, to: 9, seen: now)])
    #expect(empty.next == [0: 9])
  }

  @Test func `a hole waits until the beginning is known`() {
    var read = positions(from: 2, [9], beginning: nil)
    #expect(read.gaps.isEmpty)
    #expect(read.holes == [TopicPositions.Hole(partition: 0, from: 2, to: 9)])
    read.resolve(beginnings: [0: 5], isCompacted: false, at: now)
    #expect(read.gaps == [TopicGap(partition: 0, from: 2, to: 5, seen: now)])
    #expect(read.holes.isEmpty)
  }

  @Test func `offsets that go back are a topic that was made anew`() {
    let read = positions(from: 5, [5, 6, 0, 1], beginning: 0)
    #expect(read.gaps == [TopicGap(partition: 0, from: 7, to: nil, seen: now)])
    #expect(read.next == [0: 2])
    #expect(positions(from: 5, [], end: 0, beginning: 0).gaps.count == 1)
  }

  @Test func `no offset overflows`() {
    #expect(positions(from: 0, [.max], beginning: .max).next == [0: .max])
  }
}
