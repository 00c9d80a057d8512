import Foundation
import Runtime
import Testing

@Suite(.serialized) struct LocalTimeTests {
  @Test(arguments: [
    ("UTC", 1_795_248_291_200, "2026-11-21T08:04:51.200+00:00"),
    ("Europe/Copenhagen", 1_795_248_291_200, "2026-11-21T09:04:51.200+01:00"),
    ("America/St_Johns", 1_795_248_291_200, "2026-11-21T04:34:51.200-03:30"),
    ("UTC", -1, "1969-12-31T23:59:59.999+00:00"),
  ])
  func `a moment is written with its zone's distance from UTC`(
    zone: String, milliseconds: Int64, text: String
  ) {
    let before = ProcessInfo.processInfo.environment["TZ"]
    setenv("TZ", zone, 1)
    defer { if let before { setenv("TZ", before, 1) } else { unsetenv("TZ") } }
    #expect(LocalTime.text(of: Timestamp(milliseconds: milliseconds)) == text)
  }
}
