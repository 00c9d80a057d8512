import Runtime
import Testing

@testable import Snapshot

@Suite struct SeenKeysTests {
  @Test func `a key that came before is told from one that did not`() {
    var keys = SeenKeys()
    // Zero marks a free slot within, and is a fingerprint like others outside.
    for key in [0, 7, 42, .max, 1 << 63] as [UInt64] {
      let cameBefore = (keys.insert(key), keys.insert(key))
      #expect(cameBefore == (false, true))
    }
    #expect(!keys.hasOverflowed)
  }

  @Test func `keys that fall on one slot are kept apart, through every growth`() {
    var keys = SeenKeys()
    let colliding = (1...5000).map { UInt64($0) << 32 }
    var repeats = 0
    for key in colliding where keys.insert(key) { repeats += 1 }
    #expect(repeats == 0)
    for key in colliding where keys.insert(key) { repeats += 1 }
    #expect(repeats == colliding.count)
  }

  @Test func `what was released has forgotten its keys and takes new ones`() {
    var keys = SeenKeys()
    _ = keys.insert(5)
    keys.release()
    #expect(!keys.hasOverflowed)
    let cameBefore = keys.insert(5)
    #expect(!cameBefore)
  }

  @Test func `past the bound nothing is told any more and the memory is given back`() {
    var keys = SeenKeys()
    var repeats = 0
    for number in 0..<UInt64(SeenKeys.bound) where keys.insert(number &* 0x9E37_79B9_7F4A_7C15) {
      repeats += 1
    }
    #expect(repeats == 0)
    #expect(!keys.hasOverflowed)
    _ = keys.insert(0x1234_5678)
    #expect(keys.hasOverflowed)
    let cameBefore = keys.insert(0x1234_5678)
    #expect(!cameBefore)
    #expect(keys.hasOverflowed)
  }
}

@Suite struct RateMeterTests {
  private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

  @Test func `nothing, and a moment's rows, have no rate`() {
    var meter = RateMeter()
    #expect(meter.rate(at: at(0)) == nil)
    meter.add(at: at(100_000))
    #expect(meter.rate(at: at(100_000)) == nil)
    #expect(meter.rate(at: at(100_199)) == nil)
    #expect(meter.rate(at: at(100_200)) == 5)
  }

  @Test func `steady rows have their own rate`() throws {
    var meter = RateMeter()
    for row in 0..<3000 { meter.add(at: at(100_000 + Int64(row) * 10)) }
    let rate = try #require(meter.rate(at: at(129_990)))
    #expect(abs(rate - 100) < 1)
  }

  @Test func `ten seconds without a row end the rate`() {
    var meter = RateMeter()
    for row in 0..<100 { meter.add(at: at(100_000 + Int64(row) * 10)) }
    #expect(meter.rate(at: at(100_990 + 9_999)) != nil)
    #expect(meter.rate(at: at(100_990 + 10_000)) == nil)
  }

  @Test func `after a long gap only the new rows count`() throws {
    var meter = RateMeter()
    for row in 0..<1000 { meter.add(at: at(100_000 + Int64(row))) }
    for row in 0..<10 { meter.add(at: at(500_000 + Int64(row) * 100)) }
    let rate = try #require(meter.rate(at: at(500_900)))
    // Ten rows in the nine tenths of a second since the gap.
    #expect(abs(rate - 10 / 0.9) < 0.2)
  }

  @Test func `late rows count in their own second, and those of long ago not at all`() throws {
    var meter = RateMeter()
    meter.add(at: at(105_000))
    meter.add(at: at(103_000))
    meter.add(at: at(10_000))
    meter.add(at: at(106_000))
    let rate = try #require(meter.rate(at: at(106_000)))
    #expect(rate > 0)
    #expect(rate <= 3)
  }

  @Test(arguments: [Int64.min, -1, 0, .max / 1000, .max])
  func `any time at all can come`(milliseconds: Int64) {
    var meter = RateMeter()
    meter.add(at: RowFact(time: at(milliseconds), content: .tombstone, fingerprint: nil).time)
    meter.add(at: at(253_402_300_799_999))
    meter.add(at: at(0))
    for time in [at(253_402_300_799_999), at(0)] {
      #expect(meter.rate(at: time).map { $0.isFinite && $0 >= 0 } != false)
    }
  }
}
