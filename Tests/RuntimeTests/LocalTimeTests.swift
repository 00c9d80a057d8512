import Testing

@testable import Runtime

@Suite struct LocalTimeTests {
  @Test(arguments: [
    (1_795_248_291_200, 0, "2026-11-21T08:04:51.200+00:00"),
    (1_795_248_291_200, 3600, "2026-11-21T09:04:51.200+01:00"),
    (1_795_248_291_200, -12_600, "2026-11-21T04:34:51.200-03:30"),
    (-1, 0, "1969-12-31T23:59:59.999+00:00"),
  ])
  func `a moment is written with its zone's distance from UTC`(
    milliseconds: Int64, seconds: Int64, text: String
  ) {
    let time = Timestamp(milliseconds: milliseconds)
    #expect(LocalTime.text(of: time, secondsFromUTC: seconds) == text)
  }
}
