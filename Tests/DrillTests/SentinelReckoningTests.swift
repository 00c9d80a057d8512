import Drill
import Runtime
import Testing

@Suite struct SentinelReckoningTests {
  private static func gap(_ from: Int64, _ to: Int64?, seen seconds: Int64) -> TopicGap {
    TopicGap(partition: 0, from: from, to: to, seen: Timestamp(milliseconds: seconds * 1000))
  }

  private static let stories: [(SentinelStory, String)] = [
    (SentinelStory(ledger: "", topic: ""), ""),
    (SentinelStory(ledger: "i1 i2 u3:1 d4:2", topic: "c1 c2 u3:1 d2 t2"), "written=4 arrived=4"),
    // Flat records: without an operation, and with a tombstone as a delete's only trace.
    (SentinelStory(ledger: "i1 i2 u3:1 d4:2", topic: "?1 ?2 ?3:1 t2"), "written=4 arrived=4"),
    (
      SentinelStory(ledger: "i1 i2 u3:1 d4:2", topic: "?1 ?2 ?3:1 t2 t2"),
      "written=4 arrived=4 repeated=1"
    ),
    // A snapshot's row is the newest state; what led to it is superseded.
    (
      SentinelStory(ledger: "i1 u2:1 u3:1 i4", topic: "r3:1 c4"),
      "written=4 arrived=1 snapshot=1 superseded=2"
    ),
    (
      SentinelStory(ledger: "i1 u2:1 u3:1 i4", topic: "R3:1 u3:1 c4"),
      "written=4 arrived=2 superseded=2"
    ),
    // A later event supersedes as well.
    (
      SentinelStory(ledger: "i1 u2:1 u3:1 d4:1", topic: "c1 d1"),
      "written=4 arrived=2 superseded=2"
    ),
    // A delete that a snapshot cannot show.
    (
      SentinelStory(ledger: "i1 i2 d3:1 i4", topic: "c1 r2 c4"),
      "written=4 arrived=2 snapshot=1 lost=1"
    ),
    (SentinelStory(ledger: "i1 i2 i3", topic: "c1 c3"), "written=3 arrived=2 lost=1"),
    // Without the fence what is missing may still come.
    (
      SentinelStory(ledger: "i1 i2 i3 u4:1", topic: "c1 c3"), "written=4 arrived=2 waiting=2"
    ),
    (SentinelStory(ledger: "i1 u2:1 u3:1 i4", topic: "u3:1"), "written=4 arrived=1 waiting=3"),
    (SentinelStory(ledger: "i1 i2", topic: ""), "written=2 waiting=2"),
    // A fence that only a snapshot, or a later state, shows has come.
    (
      SentinelStory(ledger: "i1 i2 u3:1", topic: "c1 r3:1"), "written=3 arrived=1 snapshot=1 lost=1"
    ),
    // What a failover undid.
    (
      SentinelStory(ledger: "i1 i4", topic: "c1 c4", undone: "i2 i3"),
      "written=2 arrived=2 undone=2"
    ),
    (
      SentinelStory(ledger: "i1 i4", topic: "c1 c2 d1 c4", undone: "i2 d3:1"),
      "written=2 arrived=2 undone=2 only=2"
    ),
    // A change that nobody tried.
    (SentinelStory(ledger: "i1", topic: "c1 c9 d7 u3:1"), "written=1 arrived=1 only=3"),
    // A number of another row is not this change.
    (
      SentinelStory(ledger: "i1 i2 u3:1 i4", topic: "c1 c2 u3:2 c4"),
      "written=4 arrived=3 lost=1 only=1"
    ),
    // Delivered again, in order and out of it.
    (
      SentinelStory(ledger: "i1 u2:1 u3:1", topic: "c1 u2:1 c1 u2:1 u3:1"),
      "written=3 arrived=3 repeated=2"
    ),
    (
      SentinelStory(ledger: "i1 u2:1 u3:1", topic: "c1 u3:1 u2:1 u3:1"),
      "written=3 arrived=3 repeated=1 disordered=1"
    ),
    (SentinelStory(ledger: "i1 i2", topic: "c2 c1"), "written=2 arrived=2"),
    (SentinelStory(ledger: "i1 d2:1", topic: "d1 c1"), "written=2 arrived=2 disordered=1"),
    // What was gone before it was read.
    (
      SentinelStory(ledger: "i1 i2 u3:1 i4", topic: "c1 c4", gaps: [gap(1, 3, seen: 3)]),
      "written=4 arrived=2 unchecked=2"
    ),
    (
      SentinelStory(ledger: "i1 i2 i3 i4 i5", topic: "c1 c5", gaps: [gap(1, 3, seen: 3)]),
      "written=5 arrived=2 lost=1 unchecked=2"
    ),
    (
      SentinelStory(ledger: "i1 i2 i3 i4", topic: "c1 c4", gaps: [gap(9, nil, seen: 9)]),
      "written=4 arrived=2 unchecked=2"
    ),
    // Counting starts with the first event.
    (
      SentinelStory(ledger: "i1 i2 i3 i4", topic: "r1 c3 c4", start: nil), "written=2 arrived=2"
    ),
    (
      SentinelStory(ledger: "i1 i2 i3", topic: "c3", gaps: [gap(0, 2, seen: 3)], start: nil),
      "written=3 arrived=1 unchecked=2"
    ),
    (SentinelStory(ledger: "i1 i2 i3", topic: "c2 c3 c1", start: 2), "written=2 arrived=2"),
  ]

  @Test(arguments: stories)
  func `each change has one class, and the counts add up`(
    story: SentinelStory, expected: String
  ) throws {
    let reckoning = SentinelReckoning(try story.history())
    let counts = reckoning.counts
    #expect(counts.text == expected)
    #expect(
      counts.written == counts.arrived + counts.snapshotRows + counts.superseded + counts.lost
        + counts.notChecked + counts.notArrived)
    #expect(reckoning.entries.count == counts.written)
  }

  @Test func `a gap in another partition than the row's takes nothing from it`() throws {
    var history = try SentinelStory(ledger: "i1 i2 u3:1 i4", topic: "c1 c4").history()
    history.gaps = [TopicGap(partition: 1, from: 0, to: 9, seen: Timestamp(milliseconds: 9000))]
    let reckoning = SentinelReckoning(history)
    #expect(reckoning.entries.map(\.word) == [.arrived, .notChecked, .lost, .arrived])
  }
}
