import EnvelopeReader
import Foundation
import JSON
import Testing

@Suite struct MutationTests {
  /// 100,000 unless `CDCWATCH_FUZZ_INPUTS` says more.
  static let count =
    ProcessInfo.processInfo.environment["CDCWATCH_FUZZ_INPUTS"].flatMap { Int($0) } ?? 100_000

  @Test func damagedRecordsNeverTrapAndNeverDisagree() {
    var mutation = Mutation(seed: 0xC0FFEE, sources: Self.sources)
    var reader = EnvelopeReader()
    var readable = 0
    var changes = 0
    for number in 0..<Self.count {
      let bytes = mutation.next()
      let reading = reader.read(bytes: bytes)
      if case .change = reading { changes += 1 }
      // The row's numbers and words are not spelled out by the reader, so it may accept more.
      guard let slow = SlowClassifier.read(bytes) else { continue }
      readable += 1
      guard reading != slow else { continue }
      Issue.record(
        "input \(number): \(reading), not \(slow): \(String(decoding: bytes, as: UTF8.self))")
      return
    }
    // Else the inputs are too broken to say anything.
    #expect(readable > Self.count / 20)
    #expect(changes > Self.count / 20)
  }

  @Test func damagedKeysAndRowsNeverTrap() {
    let keys = RecordedRecord.all.compactMap { $0.key.map { Array($0.utf8) } }
    var mutation = Mutation(seed: 0xBADC_AB1E, sources: keys + Self.sources)
    var reader = EnvelopeReader()
    var found = 0
    for _ in 0..<Self.count / 10 {
      let bytes = mutation.next()
      if unsafe reader.key(bytes.span.bytes) != nil { found += 1 }
      if unsafe reader.row(bytes.span.bytes) != nil { found += 1 }
    }
    #expect(found > Self.count / 200)
  }

  private static var sources: [[UInt8]] {
    let handmade = [
      #"{"op":"c","op":"d","source":{"snapshot":"tr\u0075e","snapshot":null},"source":null}"#,
      #"{"schema":{"a":[1,-2.5e+3,true,false,null]},"payload":{"__op":"r","__snapshot":"x"}}"#,
      #"{"id":"é😀\ud83d\ude00","__deleted":"true","__ts_ms":-9223372036854775808}"#,
    ]
    let recorded = RecordedRecord.all.compactMap(\.value).filter { $0.utf8.count < 1_000 }
    return (recorded + handmade + handmade).map { Array($0.utf8) }
  }
}
