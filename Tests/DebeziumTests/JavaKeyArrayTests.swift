import Debezium
import Testing

struct JavaKeyArrayTests {
  static let header =
    "aced0005757200135b4c6a6176612e6c616e672e4f626a6563743b90ce589f1073296c0200007870"

  static func instant(_ seconds: Int64, _ nanoseconds: Int64) -> JavaValue {
    JavaTimestamp(seconds: seconds, nanoseconds: nanoseconds, zone: .instant).map(
      JavaValue.timestamp)
      ?? .null
  }

  static func local(_ seconds: Int64, _ nanoseconds: Int64) -> JavaValue {
    JavaTimestamp(seconds: seconds, nanoseconds: nanoseconds, zone: .local).map(JavaValue.timestamp)
      ?? .null
  }

  static func decimal(_ magnitude: [UInt8], negative: Bool = false, scale: Int32 = 0) -> JavaValue {
    .decimal(JavaDecimal(isNegative: negative, magnitude: magnitude, scale: scale))
  }

  /// Every vector but the last, which is a prefix: what it holds and its text for people.
  static let expected: [(String, [JavaValue], [String])] = [
    ("[]", [], []),
    ("[null]", [.null], ["null"]),
    ("[Integer 1024]", [.integer(1024)], ["1024"]),
    ("[Integer -1]", [.integer(-1)], ["-1"]),
    ("[Long 1024]", [.integer(1024)], ["1024"]),
    ("[Long 9007199254740993]", [.integer(9_007_199_254_740_993)], ["9007199254740993"]),
    ("[Short 7]", [.integer(7)], ["7"]),
    ("[Byte 7]", [.integer(7)], ["7"]),
    ("[Boolean true]", [.boolean(true)], ["true"]),
    ("[Double 1.5]", [.double(1.5)], ["1.5"]),
    ("[Float 1.5]", [.float(1.5)], ["1.5"]),
    ("[String abc]", [.text("abc")], ["abc"]),
    ("[String empty]", [.text("")], [""]),
    ("[String e-acute, nul, emoji]", [.text("\u{E9}\0\u{1F600}")], ["\u{E9}\0\u{1F600}"]),
    (
      "[UUID 00112233-4455-6677-8899-aabbccddeeff]",
      [.uuid("00112233-4455-6677-8899-aabbccddeeff")], ["00112233-4455-6677-8899-aabbccddeeff"]
    ),
    ("[BigDecimal 123.45]", [decimal([0x30, 0x39], scale: 2)], ["123.45"]),
    ("[BigDecimal -5]", [decimal([5], negative: true)], ["-5"]),
    (
      "[BigInteger 18446744073709551615]", [decimal(Array(repeating: 0xFF, count: 8))],
      ["18446744073709551615"]
    ),
    ("[byte[] 00ff10]", [.bytes([0x00, 0xFF, 0x10])], ["AP8Q"]),
    ("[sql.Date 1700000000000]", [.date(days: 19_675)], ["2023-11-14"]),
    (
      "[sql.Timestamp 1700000000123 nanos 123456000]", [instant(1_700_000_000, 123_456_000)],
      ["2023-11-14T22:13:20.123456Z"]
    ),
    ("[sql.Time 3600000]", [.time(nanosecondOfDay: 3_600_000_000_000)], ["01:00:00"]),
    ("[LocalDate 2026-08-22]", [.date(days: 20_687)], ["2026-08-22"]),
    (
      "[LocalDateTime 2026-08-22T13:14:15.000000016]", [local(1_787_404_455, 16)],
      ["2026-08-22T13:14:15.000000016"]
    ),
    ("[Duration 3661s 5ns]", [.duration(seconds: 3661, nanoseconds: 5)], ["PT3661.000000005S"]),
    ("[OffsetDateTime]", [instant(1_787_404_455, 0)], ["2026-08-22T13:14:15Z"]),
    ("[Integer 1, Long 2, String x]", [.integer(1), .integer(2), .text("x")], ["1", "2", "x"]),
    ("[Integer 1, Integer 2] (shared classdesc)", [.integer(1), .integer(2)], ["1", "2"]),
    ("[same Integer obj twice] (handle ref)", [.integer(5000), .integer(5000)], ["5000", "5000"]),
    ("[String a, String a (interned -> handle)]", [.text("a"), .text("a")], ["a", "a"]),
  ]

  @Test(arguments: expected)
  func whatJavaWroteIsRead(name: String, values: [JavaValue], texts: [String]) throws {
    let hexadecimal = try #require(JavaVectors.all[name])
    #expect(try JavaKeyArray(hexadecimal: hexadecimal) == .columns(values))
    #expect(try JavaKeyArray(hexadecimal: hexadecimal.uppercased()) == .columns(values))
    #expect(try JavaKeyArray(hexadecimal: hexadecimal).texts == texts)
  }

  @Test func noVectorIsLeftOut() {
    #expect(JavaVectors.all.count == 32)
    let names = Set(Self.expected.map(\.0) + ["null", "[String 70000 z] prefix"])
    #expect(Set(JavaVectors.all.keys) == names)
  }

  @Test func javasNullIsNoKeyYet() throws {
    let key = try JavaKeyArray(hexadecimal: try #require(JavaVectors.all["null"]))
    #expect(key == .null)
    #expect(key.texts == nil)
    #expect(!key.matches([]))
  }

  @Test func aStringOfMoreThan64KiBIsRead() throws {
    let prefix = try #require(JavaVectors.all["[String 70000 z] prefix"])
    let start = try #require(prefix.firstRange(of: "7c0000000000011170")).upperBound
    let text = prefix[..<start] + String(repeating: "7a", count: 70_000)
    let key = try JavaKeyArray(hexadecimal: String(text))
    #expect(key == .columns([.text(String(repeating: "z", count: 70_000))]))
  }

  @Test func anUnknownClassIsNamedAndTheColumnsAfterItAreRead() throws {
    // com.x.P, serializable with data of its own: an int field, a block of two bytes, a string.
    let object =
      "73720007636f6d2e782e500000000000000001030001490001617870" + "00000009" + "7702beef"
      + "740001717" + "8"
    let key = try JavaKeyArray(hexadecimal: "\(Self.header)00000002\(object)74000162")
    #expect(key == .columns([.undecodable(className: "com.x.P"), .text("b")]))
    #expect(key.texts == ["undecodable com.x.P", "b"])
    #expect(!key.matches(["com.x.P", "b"]))
  }

  @Test func anEnumConstantAndANestedArrayAreNamed() throws {
    let constant =
      "7e720003612e4500000000000000001200007872000e6a6176612e6c616e672e456e756d"
      + "00000000000000001200007870" + "74000141"
    let key = try JavaKeyArray(hexadecimal: "\(Self.header)00000001\(constant)")
    #expect(key == .columns([.undecodable(className: "a.E")]))
    let nested = try JavaKeyArray(hexadecimal: "\(Self.header)000000017571007e00000000000170")
    #expect(nested == .columns([.undecodable(className: "[Ljava.lang.Object;")]))
  }

  @Test(
    arguments: [
      ("", "ends early"), ("ace", "hexadecimal"), ("zz", "hexadecimal"), ("aced", "ends early"),
      ("aced000470", "header"), ("aced00057070", "more than one"), ("aced0005740000", "neither"),
      ("\(header)ffffffff", "ends early"), ("\(header)00000002", "ends early"),
      ("\(header)0000000171007e0009", "reference to nothing"),
      ("\(header)0000000171007e0001", "within itself"),
      ("\(header)000000017100000000", "reference to nothing"),
      ("\(header)0000000174ffff61", "ends early"),
      ("\(header)000000017cffffffffffffffff61", "ends early"),
      ("\(header)00000001740001ff", "modified UTF-8"), ("\(header)000000017f", "unexpected mark"),
      ("\(header)000000017370", "without a class"), ("\(header)000000017570", "without a class"),
      ("\(header)0000000173720001610000000000000000040000" + "7870", "unknown length"),
    ])
  func brokenBytesAreAnErrorThatSaysWhy(text: String, reason: String) {
    let error = #expect(throws: FormatError.self) { try JavaKeyArray(hexadecimal: text) }
    #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
  }

  @Test func nestingEndsAtALimit() {
    let nested = String(repeating: "7571007e000000000001", count: 5000)
    let error = #expect(throws: FormatError.self) {
      try JavaKeyArray(hexadecimal: "\(Self.header)00000001\(nested)70")
    }
    #expect(error?.reason.contains("too deep") == true)
    let superclasses = String(repeating: "72000161000000000000000002000078", count: 5000)
    #expect(throws: FormatError.self) {
      try JavaKeyArray(hexadecimal: "\(Self.header)0000000173\(superclasses)70")
    }
  }

  @Test func whatIsCutOffIsAnErrorAndNeverAKey() {
    for (name, hexadecimal) in JavaVectors.all {
      for length in stride(from: 0, to: min(hexadecimal.count, 700), by: 2) {
        let prefix = String(hexadecimal.prefix(length))
        #expect(throws: (any Error).self, "\(name) \(length)") {
          try JavaKeyArray(hexadecimal: prefix)
        }
      }
    }
  }
}
