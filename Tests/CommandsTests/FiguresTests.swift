import Kafka
import Runtime
import Testing

@testable import Commands

@Suite struct FiguresTests {
  @Test(
    arguments: [
      (0, "0"), (999, "999"), (1000, "1,000"), (460_900, "460,900"), (1_000_000, "1,000,000"),
      (-1234, "-1,234"), (-999, "-999"), (.max, "9,223,372,036,854,775,807"),
      (.min, "-9,223,372,036,854,775,808"),
    ] as [(Int64, String)])
  func `thousands are set apart`(value: Int64, text: String) {
    #expect(Figures.grouped(value) == text)
  }

  @Test(arguments: [
    (0.0, "0.0"), (860.42, "860.4"), (0.25, "0.3"), (-1.55, "-1.6"), (-0.04, "0.0"),
    (1e14, "100000000000000.0"), (1e15, "0.0"), (.infinity, "0.0"), (.nan, "0.0"),
  ])
  func `a number has one decimal place and no exponent`(value: Double, text: String) {
    #expect(Figures.oneDecimal(value) == text)
  }

  @Test(arguments: [
    (0.0, "0.000"), (1.0005, "1.001"), (0.012, "0.012"), (-2.5, "-2.500"), (.nan, "0.000"),
    (1e12, "0.000"), (59.9999, "60.000"),
  ])
  func `a time in seconds has three decimal places`(value: Double, text: String) {
    #expect(Figures.threeDecimals(value) == text)
  }

  @Test(arguments: [
    (0.0, "0"), (42.4, "42"), (10.0, "10"), (100.0, "100"), (999.4, "999"), (1000.0, "1.0k"),
    (3800.0, "3.8k"), (999_949.0, "999.9k"), (1_000_000.0, "1.0M"), (2_500_000.0, "2.5M"),
  ])
  func `a rate is short`(value: Double, text: String) {
    #expect(Figures.short(value) == text)
  }

  @Test(
    arguments: [
      (.zero, "0ms"), (.milliseconds(450), "450ms"), (.seconds(1), "1.0s"),
      (.milliseconds(2340), "2.3s"), (.seconds(10), "10s"), (.seconds(59), "59s"),
      (.seconds(60), "1m00s"), (.seconds(79), "1m19s"), (.seconds(3600), "1h00m"),
      (.seconds(21_720), "6h02m"), (.seconds(86_400), "1d00h"), (.seconds(270_000), "3d03h"),
      (.seconds(-5), "0s"),
    ] as [(Duration, String)])
  func `a span has the two units that matter`(span: Duration, text: String) {
    #expect(Figures.span(span) == text)
  }
}

@Suite struct StartTextTests {
  @Test(
    arguments: [
      ("beginning", .position(.beginning)), ("end", .position(.end)), ("-0", .position(.tail(0))),
      ("-500", .position(.tail(500))), ("s@0", .time(Timestamp(milliseconds: 0))),
      ("s@1795248291200", .time(Timestamp(milliseconds: 1_795_248_291_200))),
    ] as [(String, StartText.Start)])
  func `a place is written as kcat writes it`(text: String, start: StartText.Start) {
    #expect(StartText.parse(text) == start)
  }

  @Test(arguments: [
    "", "500", "-", "--5", "- 5", "-5x", "s@", "s@-1", "s@x", "s@1.5", "Beginning", "@5",
    "s@99999999999999999999", "-99999999999999999999", " end",
  ])
  func `anything else is no place`(text: String) {
    #expect(StartText.parse(text) == nil)
  }
}
