import Runtime
import Testing

@Suite struct TimestampTextTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (1_795_248_291_024, "2026-11-21T08:04:51.024Z"),
      (1_795_248_291_999, "2026-11-21T08:04:51.999Z"),
    ] as [(Int64, String)])
  func `a moment is written to its millisecond`(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).description == text)
  }

  @Test func `no millisecond of a second is written as its neighbour`() {
    for fraction in 0..<Int64(1000) {
      let text = Timestamp(milliseconds: 1_795_248_291_000 + fraction).description
      #expect(Int64(text.dropLast().suffix(3)) == fraction)
    }
  }

  @Test(arguments: [Int64.min, Int64.max])
  func `no moment traps`(milliseconds: Int64) {
    #expect(Timestamp(milliseconds: milliseconds).description.hasSuffix("Z"))
  }
}
