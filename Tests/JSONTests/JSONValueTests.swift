import JSON
import Testing

@Suite struct JSONValueTests {
  @Test(arguments: [
    "null", "true", "false", "0", "-1", "9223372036854775807", "9223372036854775808", "1.0", "1e5",
    "-0", "-0.5E-3", #""""#, #""a/b""#, #""\"\\\n\t\r\b\f\u0001""#, #""æ😀""#, "[]", "{}", "[[],{}]",
    #"{"b":1,"a":[null,2.50,"x"],"b":{"c":false}}"#,
  ])
  func whatWasReadIsWrittenAgain(_ text: String) throws {
    #expect(try JSONValue.parse(text).text == text)
    #expect(try JSONValue.parse(" \n\t\r" + text + " \n").text == text)
    #expect(try JSONValue.parse("[" + text + " , " + text + "]").text == "[\(text),\(text)]")
    #expect(try JSONValue.parse(JSONValue.parse(text).prettyText).text == text)
  }

  @Test(arguments: [
    "tru", "nul", "truee", "nullx", "True", "+1", "01", "1.", ".5", "1e", "0x1", "1 2", "-", "NaN",
    "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{", "{]", "[}", "{\"a\"}", "{\"a\":}",
    "{\"a\":1,}",
    "{1:2}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "\"a", "\"", "\"a\"b", "tru\"e\"", "\"\\x\"",
    "\"\\u12\"",
    "\"\\u00g0\"", "\"\n\"", "\"a\\\"", ":", ",", "[1]]", "{}{}", "null\u{0}", "\u{0}", "\u{c}[]",
    "[1\u{1a}2]",
    "{\"a\"\u{1a}1}", "[1\u{c}2]", "[\"a\" x]", "1\u{a0}",
  ])
  func brokenGrammarIsRefused(_ text: String) {
    #expect(throws: JSONError.self) { try JSONValue.parse(text) }
  }

  @Test(arguments: [
    ("", JSONError.empty), (" \n\t", .empty), ("[1", .malformed(offset: 2)),
    ("[1,x]", .malformed(offset: 3)),
    ("7 8", .malformed(offset: 2)),
  ])
  func theErrorSaysWhatAndWhere(_ text: String, _ error: JSONError) {
    #expect(throws: error) { try JSONValue.parse(text) }
  }

  @Test func bytesThatAreNotUTF8AreRefused() {
    for byte in 0x80...0xFF {
      let bytes = [UInt8(ascii: "\""), UInt8(byte), UInt8(ascii: "\"")]
      #expect(throws: JSONError.invalidUTF8) { try unsafe JSONValue.parse(bytes.span.bytes) }
    }
  }

  @Test(arguments: [("[", "]"), ("{\"a\":", "}")])
  func depthIsLimited(_ opening: String, _ closing: String) throws {
    func nested(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
    }
    let deepest = nested(JSONValue.depthLimit)
    #expect(try JSONValue.parse(deepest).text == deepest)
    #expect(throws: JSONError.tooDeep) { try JSONValue.parse(nested(JSONValue.depthLimit + 1)) }
    #expect(throws: JSONError.tooDeep) { try JSONValue.parse(nested(1_000_000)) }
    #expect(throws: JSONError.tooDeep) {
      try JSONValue.parse(String(repeating: opening, count: 1_000_000))
    }
  }

  @Test func twentyMegabytesAreRead() throws {
    let long = String(repeating: "x", count: 20_000_000)
    let value = try JSONValue.parse("[1,\"\(long)\"]")
    #expect(value.elements?.last?.stringValue?.utf8.count == 20_000_000)
  }

  @Test(arguments: [
    (#""\u00e6""#, "\u{e6}"), (#""\ud83d\ude00""#, "\u{1f600}"), (#""\/""#, "/"),
    (#""\u0000""#, "\u{0}"),
    (#""\ud83d""#, "\u{fffd}"), (#""\ude00x""#, "\u{fffd}x"), (#""\ud83d\u0041""#, "\u{fffd}A"),
    (#""\ud83d\n""#, "\u{fffd}\n"), (#""\uD83D\uD83D\uDE00""#, "\u{fffd}\u{1f600}"),
    (#""\u007F""#, "\u{7f}"),
  ])
  func escapesAreResolved(_ text: String, _ expected: String) throws {
    #expect(try JSONValue.parse(text).stringValue == expected)
  }

  @Test func theLastOfTwoMembersWinsAndBothAreKept() throws {
    let value = try JSONValue.parse(#"{"a":1,"b":2,"a":3}"#)
    #expect(value["a"] == 3)
    #expect(value["c"] == nil)
    #expect(value.members?.map(\.name) == ["a", "b", "a"])
  }

  @Test(arguments: [
    (#"{"schema":null,"payload":{"id":1}}"#, #"{"id":1}"#), (#"{"payload":7,"schema":{}}"#, "7"),
    (#"{"schema":{},"payload":null}"#, "null"), (#"{"payload":7}"#, #"{"payload":7}"#),
    (#"{"schema":1,"payload":7,"x":1}"#, #"{"schema":1,"payload":7,"x":1}"#),
    (#"{"schema":1,"schema":7}"#, #"{"schema":1,"schema":7}"#), ("[1]", "[1]"),
  ])
  func thePayloadIsTakenOutOfConnectsEnvelope(_ text: String, _ payload: String) throws {
    #expect(try JSONValue.parse(text).payload.text == payload)
  }

  @Test func accessorsAreNilForOtherKinds() {
    let values: [JSONValue] = [nil, true, 7, 1.5, "x", [1], ["a": 1]]
    #expect(values.map(\.isNull) == [true, false, false, false, false, false, false])
    #expect(values.compactMap(\.boolValue) == [true])
    #expect(values.compactMap(\.integerValue) == [7])
    #expect(values.compactMap(\.doubleValue) == [7, 1.5])
    #expect(values.compactMap(\.stringValue) == ["x"])
    #expect(values.compactMap(\.elements) == [[1]])
    #expect(values.compactMap(\.members).map(\.count) == [1])
    #expect(values.map(\.plainText) == ["null", "true", "7", "1.5", "x", "[1]", #"{"a":1}"#])
  }

  @Test(arguments: [
    (0, "0"), (-0.0, "0"), (1, "1"), (42.7, "42.7"), (-1.25, "-1.25"), (1e15, "1000000000000000"),
    (1e300, "1e+300"), (1.5e-300, "1.5e-300"), (.infinity, "null"), (.nan, "null"),
    (9_007_199_254_740_992, "9007199254740992.0"),
  ])
  func doublesAreWrittenAsJSON(_ value: Double, _ text: String) throws {
    #expect(JSONValue.number(value).text == text)
    if value.isFinite { #expect(try JSONValue.parse(text).doubleValue == value) }
  }

  @Test func outputKeepsItsOrderAndReadsWell() throws {
    let id: String? = nil
    let rows: UInt64? = .max
    let value: JSONValue = [
      "schema_version": 1, "id": JSONValue(id), "table": "public.\("orders")",
      "reads": JSONValue(rows),
      "tables": JSONValue(["a", "b"]), "percent": JSONValue(42.5),
      "done": JSONValue(Bool?.some(true)),
      "empty": [], "none": [:], "nested": .object([("b", 1), ("a", nil)]),
    ]
    #expect(
      value.text
        == #"{"schema_version":1,"id":null,"table":"public.orders","reads":18446744073709551615,"#
        + #""tables":["a","b"],"percent":42.5,"done":true,"empty":[],"none":{},"nested":{"b":1,"a":null}}"#
    )
    let pretty: JSONValue = ["a": [1, [:]], "b": ["c": "d"]]
    #expect(
      pretty.prettyText == """
        {
          "a": [
            1,
            {}
          ],
          "b": {
            "c": "d"
          }
        }
        """)
  }
}
