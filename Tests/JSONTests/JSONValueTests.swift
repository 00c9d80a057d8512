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
}
