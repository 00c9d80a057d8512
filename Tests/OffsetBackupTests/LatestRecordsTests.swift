import Debezium
import Testing

@testable import OffsetBackup

@Suite struct LatestRecordsTests {
  private func record(
    _ partition: Int32, _ key: String?, _ value: String?, at offset: Int64
  ) -> OffsetRecord {
    OffsetRecord(
      topic: "connect-offsets", partition: partition, key: key.map { Array($0.utf8) },
      value: value.map { Array($0.utf8) }, offset: offset, time: nil)
  }

  @Test func `the newest record of each key counts, in each partition for itself`() {
    var latest = LatestRecords()
    latest.take(record(1, "b", "old", at: 0))
    latest.take(record(1, "b", "new", at: 1))
    latest.take(record(0, "b", "other", at: 7))
    latest.take(record(1, "a", nil, at: 2))
    latest.take(record(1, nil, "x", at: 3))
    latest.take(record(1, "", "y", at: 4))
    let found = latest.sorted
    #expect(found.map(\.partition) == [0, 1, 1, 1, 1])
    #expect(found.map(\.offset) == [7, 3, 4, 2, 1])
    #expect(found.map(\.isTombstone) == [false, false, false, true, false])
  }

  @Test func `a key is its bytes: one with a space more is another`() throws {
    let one = record(0, #"["shop",{"server":"shop"}]"#, #"{"lsn":1}"#, at: 0)
    let other = record(0, #"["shop", {"server":"shop"}]"#, #"{"lsn":1}"#, at: 1)
    var latest = LatestRecords()
    latest.take(one)
    latest.take(other)
    #expect(latest.sorted.count == 2)
    #expect(one.decodedKey == other.decodedKey)
    #expect(try #require(one.decodedKey).connector == "shop")
    #expect(try #require(one.decodedValue).lsn?.position == 1)
  }
}
