import Debezium
import Testing

struct JavaValueTests {
  static func decimal(_ magnitude: [UInt8], negative: Bool = false, scale: Int32 = 0) -> JavaValue {
    .decimal(JavaDecimal(isNegative: negative, magnitude: magnitude, scale: scale))
  }

  /// A value of the offset, and texts by which the row's own key may say the same.
  static let same: [(JavaValue, [String])] = [
    (.integer(1282), ["1282"]), (.integer(-1), ["-1"]), (.null, ["null"]),
    (.integer(.min), ["-9223372036854775808"]),
    (.text("a,b"), ["a,b"]), (.text(""), [""]),
    (.boolean(true), ["true", "1"]), (.boolean(false), ["false", "0"]),
    (.double(1.5), ["1.5", "15e-1"]), (.float(0.1), ["0.1"]), (.double(.nan), ["NaN"]),
    (.uuid("00112233-4455-6677-8899-aabbccddeeff"), ["00112233-4455-6677-8899-AABBCCDDEEFF"]),
    (.bytes([0x00, 0xFF, 0x10]), ["AP8Q", "00ff10", "00FF10"]),
    (.bytes(Array("sku-1".utf8)), ["sku-1", "c2t1LTE="]),
    (.bytes([0xFB, 0xFF]), ["+/8=", "-_8="]),
    (.bytes([]), [""]),
    (.date(days: 20_687), ["20687", "2026-08-22", "2026-08-22Z"]),
    (.date(days: -1), ["-1", "1969-12-31"]),
    (
      .time(nanosecondOfDay: 3_600_500_000_000),
      ["3600500", "3600500000", "3600500000000", "01:00:00.5"]
    ),
    (.time(nanosecondOfDay: 3_600_000_000_000), ["01:00:00Z", "01:00"]),
    (
      JavaKeyArrayTests.instant(1_700_000_000, 123_456_000),
      [
        "1700000000123", "1700000000123456", "1700000000123456000", "2023-11-14T22:13:20.123456Z",
        "2023-11-14T23:13:20.123456+01:00", "2023-11-14 22:13:20.123456",
      ]
    ),
    (JavaKeyArrayTests.instant(-1, 999_000_000), ["-1", "-1000", "1969-12-31T23:59:59.999Z"]),
    (.text("2026-03-01 07:00:00.5"), ["1772348400500000", "2026-03-01T07:00:00.500Z"]),
    (.text("2026-03-01 09:00:00+02"), ["2026-03-01T07:00:00Z", "1772348400000"]),
    (.text("07:00:00"), ["25200000000", "07:00:00Z"]),
    (.duration(seconds: 3661, nanoseconds: 5), ["3661000", "3661000000", "3661000000005"]),
    (.duration(seconds: -1, nanoseconds: 500_000_000), ["-500", "-500000"]),
    (
      decimal([0x30, 0x39], scale: 2),
      ["123.45", "123.450", "MDk=", #"{"scale":2,"value":"MDk="}"#]
    ),
    (decimal([0x30, 0x39], negative: true, scale: 2), ["-123.45", "z8c="]),
    (decimal([5], negative: true), ["-5", "-5.0", "+w=="]), (decimal([]), ["0", "0.00", "AA=="]),
    (decimal([0xB0], negative: true), ["-176", "/1A="]),
    (decimal([1, 0], negative: true), ["-256", "/wA="]),
    (decimal([0x80]), ["128", "AIA="]), (decimal([0x80], negative: true), ["-128", "gA=="]),
    (decimal([1], scale: -3), ["1000"]), (decimal([5], scale: 3), ["0.005", ".005"]),
    (decimal(Array(repeating: 0xFF, count: 8)), ["18446744073709551615", "AP//////////"]),
  ]

  @Test(arguments: same)
  func aValueMatchesEachWayThatARowsKeyMaySayIt(value: JavaValue, texts: [String]) {
    for text in texts { #expect(value.matches(text), "\(value) should match \(text)") }
  }

  @Test(
    arguments: [
      (.integer(1282), "1283"), (.integer(1), "true"), (.text("a"), "A"), (.text("1"), "1.0"),
      (.boolean(true), "false"), (.double(1.5), "x"), (.bytes([1]), "02"), (.bytes([1]), ""),
      (.date(days: 1), "2"), (.date(days: 1), "1970-01-01"), (.null, ""),
      (.time(nanosecondOfDay: 1), "01:00:00"), (.duration(seconds: 1, nanoseconds: 0), "1"),
      (JavaKeyArrayTests.instant(1_700_000_000, 0), "1700000001000"),
      (JavaKeyArrayTests.instant(.max, 0), "1"), (JavaKeyArrayTests.instant(.min, 0), "x"),
      (decimal([5]), "-5"), (decimal([5]), "5.1"), (decimal([5]), "."), (decimal([5]), ""),
      (decimal([0x30, 0x39], scale: 2), #"{"scale":3,"value":"MDk="}"#), (decimal([5]), "{"),
      (.undecodable(className: "x"), "x"), (.undecodable(className: "x"), "undecodable x"),
    ] as [(JavaValue, String)])
  func anotherValueDoesNotMatch(value: JavaValue, text: String) {
    #expect(!value.matches(text))
  }

  @Test(
    arguments: [
      (.date(days: 0), "1970-01-01"), (.date(days: 11_016), "2000-02-29"),
      (.date(days: -719_528), "0000-01-01"), (.date(days: -719_529), "-0001-12-31"),
      (.date(days: .max), "day 9223372036854775807"),
      (.date(days: .min), "day -9223372036854775808"),
      (.duration(seconds: 0, nanoseconds: 0), "PT0S"),
      (.duration(seconds: -1, nanoseconds: 500_000_000), "-PT0.5S"),
      (.duration(seconds: -2, nanoseconds: 0), "-PT2S"),
      (.duration(seconds: .min, nanoseconds: 1), "-PT9223372036854775807.999999999S"),
      (.time(nanosecondOfDay: 86_399_999_999_999), "23:59:59.999999999"),
      (decimal([1], scale: 2_147_483_647), "1E-2147483647"),
      (decimal([1], scale: .min), "1E2147483648"),
      (decimal([7], negative: true, scale: 2), "-0.07"),
      (decimal([0x3B, 0x9A, 0xCA, 0x00]), "1000000000"), (decimal([0, 0, 0]), "0"),
    ] as [(JavaValue, String)])
  func extremesHaveATextToo(value: JavaValue, text: String) {
    #expect(value.text == text)
  }

  @Test func aKeyMatchesWhenEachColumnDoes() {
    let key = JavaKeyArray.columns([.text("cph"), .integer(98)])
    #expect(key.matches(["cph", "98"]))
    #expect(!key.matches(["cph"]))
    #expect(!key.matches(["98", "cph"]))
  }
}
