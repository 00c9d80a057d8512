import Drill
import Foundation
import Runtime
import SeededRandom
import Testing

@Suite struct SentinelLogTests {
  private static let moment = DrillMoment(
    wall: Timestamp(milliseconds: 1_700_000_000_123), elapsed: 5,
    sitting: Timestamp(milliseconds: 1_700_000_000_000))
  private static let entries = [
    SentinelLogEntry(number: 1, event: .intent(kind: .insert, key: 1), moment: moment),
    SentinelLogEntry(number: 1, event: .answer(.committed, reason: nil), moment: moment),
    SentinelLogEntry(number: 2, event: .intent(kind: .delete, key: 1), moment: moment),
    SentinelLogEntry(number: 2, event: .answer(.failed, reason: "a \"b\"\nc"), moment: moment),
    SentinelLogEntry(
      number: 3, event: .intent(kind: .update, key: 1),
      moment: DrillMoment(wall: moment.wall, elapsed: nil, sitting: moment.sitting)),
  ]
  private static let bytes = entries.flatMap(\.bytes)

  @Test func `a line is written as it is documented`() {
    #expect(
      String(decoding: Self.entries[0].bytes, as: UTF8.self) == """
        {"event":"intent","number":1,"kind":"insert","key":1,"time":"2023-11-14T22:13:20.123Z",\
        "elapsed_ms":5,"sitting":"2023-11-14T22:13:20.000Z"}

        """)
    #expect(
      String(decoding: Self.entries[1].bytes, as: UTF8.self) == """
        {"event":"answer","number":1,"outcome":"committed","reason":null,\
        "time":"2023-11-14T22:13:20.123Z","elapsed_ms":5,"sitting":"2023-11-14T22:13:20.000Z"}

        """)
  }

  @Test(arguments: entries)
  func `a line that was written is read`(entry: SentinelLogEntry) {
    #expect(SentinelLogEntry(Array(entry.bytes.dropLast())) == entry)
  }

  @Test func `a log tells what was tried and what became of it`() throws {
    let log = try SentinelLog(Self.bytes)
    #expect(log.lastNumber == 3)
    #expect(log.deletedKeys == [1])
    #expect(log.attempts[1]?.isAcknowledged == true)
    #expect(log.attempts[2]?.outcome == .failed)
    #expect(log.attempts[2]?.isAcknowledged == false)
    #expect(log.attempts[3]?.outcome == nil)
    #expect(log.wholeBytes == Self.bytes.count)
  }

  @Test func `wherever the last line is torn, the whole ones before it are read`() throws {
    let ends = Self.bytes.indices.filter { Self.bytes[$0] == 10 }.map { $0 + 1 }
    for length in 0...Self.bytes.count {
      let log = try SentinelLog(Array(Self.bytes[..<length]))
      #expect(log.wholeBytes == ends.last { $0 <= length } ?? 0)
    }
  }

  @Test func `a broken line before the last is an error that names it`() {
    var bytes = Self.bytes
    bytes[Self.entries[0].bytes.count + 3] = 7
    let error = #expect(throws: SentinelLogError.self) { try SentinelLog(bytes) }
    #expect(error?.line == 2)
  }

  @Test func `no bytes trap`() {
    let count =
      ProcessInfo.processInfo.environment["CDCWATCH_FUZZ_INPUTS"].flatMap { Int($0) } ?? 100_000
    var random = SeededRandom(seed: 4)
    var read = 0
    for _ in 0..<count / 5 {
      var bytes = Self.bytes
      for _ in 0...random.below(3) {
        bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
      }
      if let log = try? SentinelLog(bytes) {
        read += 1
        #expect(log.wholeBytes <= bytes.count)
        var sequence = SentinelSequence(resuming: log)
        #expect(sequence.take().number > log.lastNumber)
      }
    }
    #expect(read > 0)
  }
}
