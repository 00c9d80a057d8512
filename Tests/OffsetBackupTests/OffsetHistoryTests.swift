import Debezium
import Runtime
import Testing

@testable import OffsetBackup

@Suite struct OffsetHistoryTests {
  private func record(
    _ connector: String, _ lsn: Int?, at milliseconds: Int64?, offset: Int64,
    in partition: Int32 = 0
  ) -> OffsetRecord {
    OffsetRecord(
      topic: "connect-offsets", partition: partition,
      key: Array(#"["\#(connector)",{"server":"s"}]"#.utf8),
      value: lsn.map { Array(#"{"lsn_proc":\#($0),"ts_usec":\#($0)000000}"#.utf8) },
      offset: offset, time: milliseconds.map(Timestamp.init(milliseconds:)))
  }

  @Test func `each change has its distance from the one before of its own key`() {
    let history = OffsetHistory([
      record("a", 10, at: 1, offset: 0), record("b", 500, at: 2, offset: 1),
      record("a", 25, at: 3, offset: 2), record("a", nil, at: 4, offset: 3),
      record("a", 30, at: 5, offset: 4), record("a", 28, at: 6, offset: 5),
    ])
    #expect(history.changes.map { $0.distance?.bytes } == [nil, nil, 15, nil, nil, -2])
    #expect(history.changes.map { $0.distance?.seconds } == [nil, nil, 15, nil, nil, -2])
    #expect(OffsetHistory(history.changes.map(\.record), connector: "b").changes.count == 1)
  }

  @Test func `changes come by time, also from several partitions`() {
    let history = OffsetHistory([
      record("a", 3, at: 30, offset: 9), record("b", 1, at: 10, offset: 7, in: 4),
      record("a", 2, at: 20, offset: 8),
    ])
    #expect(history.changes.map(\.record.offset) == [7, 8, 9])
  }

  @Test func `a moment's records are the newest that are not younger`() {
    let records = [
      record("a", 1, at: 10, offset: 0), record("a", 2, at: 20, offset: 1),
      record("a", nil, at: 30, offset: 2), record("b", 5, at: nil, offset: 3),
    ]
    func offsets(at milliseconds: Int64) -> [Int64] {
      OffsetHistory.records(records, at: Timestamp(milliseconds: milliseconds)).map(\.offset)
    }
    #expect(offsets(at: 9) == [3])
    #expect(offsets(at: 10) == [0, 3])
    #expect(offsets(at: 29) == [1, 3])
    #expect(offsets(at: 30) == [2, 3])
  }

  @Test func `a compacted history is filled up with what backups have kept, each record once`() {
    func record(_ offset: Int64, _ lsn: Int) -> OffsetRecord {
      Backups.offset("shop", lsn: lsn, at: offset)
    }
    let filled = OffsetHistory.filled(
      [record(5, 50), record(7, 70)], with: [record(2, 20), record(5, 50)])
    #expect(filled.map(\.offset) == [2, 5, 7])
    // The same offset of a topic that was made anew is another record.
    var anew = record(5, 99)
    anew.time = Timestamp(milliseconds: 1)
    #expect(
      OffsetHistory.filled([record(5, 50)], with: [anew]).map(\.value) == [
        anew.value, record(5, 50).value,
      ])
    let then = OffsetHistory.records(filled, at: record(2, 20).time ?? Timestamp(milliseconds: 0))
    #expect(then.map(\.offset) == [2])
    #expect(
      OffsetHistory.filled([record(7, 70), record(5, 50)], with: []).map(\.offset) == [7, 5])
  }
}
