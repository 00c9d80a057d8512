import Runtime
import Testing

@testable import Commands

@Suite struct DemoTimesTests {
  // 2026-11-21T08:04:51.024Z becomes 2030-01-01T00:00:00.000Z.
  private let times = DemoTimes(
    recorded: Timestamp(milliseconds: 1_795_248_291_024),
    start: Timestamp(milliseconds: 1_893_456_000_000))

  private func moved(_ text: String) -> String {
    String(decoding: times.moved(Array(text.utf8)), as: UTF8.self)
  }

  @Test(arguments: [
    (#"{"ts_ms":1795248291024}"#, #"{"ts_ms":1893456000000}"#),
    (#"{"ts_ms":1795248291025}"#, #"{"ts_ms":1893456000064}"#),
    (#"{"ts_us":1795248291025001}"#, #"{"ts_us":1893456000064064}"#),
    (#"{"ts_ns":1795248291023000000}"#, #"{"ts_ns":1893455999936000000}"#),
    (
      #""openWindowTimestamp\":\"2026-11-21T08:04:51.044868872Z\""#,
      #""openWindowTimestamp\":\"2030-01-01T00:00:01.280868872Z\""#
    ),
  ])
  func `the connector's times are moved and stretched in place`(recorded: String, played: String) {
    #expect(moved(recorded) == played)
  }

  @Test(arguments: [
    #"{"lsn":27281936,"txId":739,"id":900009}"#,
    #"{"created_at":"2026-01-01T00:01:31.000000Z"}"#,
    #"{"card":1234567890123}"#,
    #"{"card":9999999999999999999}"#,
    #"{"long":17952482910241795248291024}"#,
    "2026-11-21T08:04:", "2026-11-21T08:04:5", "1795248", "",
  ])
  func `what is no time of the connector stays as it is`(text: String) {
    #expect(moved(text) == text)
  }

  @Test func `moments keep their order`() {
    let moments: [Int64] = [1_795_248_290_532_000, 1_795_248_291_024_000, 1_795_248_291_024_001]
    let played = moments.map(times.moved)
    #expect(played == played.sorted())
    #expect(played[1] == 1_893_456_000_000_000)
    #expect(played[2] - played[1] == DemoTimes.slowing)
  }
}
