import Debezium
import EnvelopeReader
import Testing

@Suite struct UnreadableTests {
  @Test(arguments: [
    ("", Unreadable.empty), (" \n", .empty), ("\u{0}\u{0}\u{0}\u{0}\u{7}abc", .schemaRegistry),
    ("\u{0}", .notJSON), ("hello", .notJSON), ("{", .notJSON), ("{}x", .notJSON),
    ("Struct{id=1}", .notJSON),
    ("null", .notAnObject), ("[]", .notAnObject), ("\"op\"", .notAnObject), ("7", .notAnObject),
    (#"[{"op":"c"}]"#, .notAnObject), (#"{"schema":{},"payload":null}"#, .notAnObject),
    (#"{"schema":{"op":"c"},"payload":[]}"#, .notAnObject),
    ("{}", .noOperation), (#"{"ts_ms":1}"#, .noOperation), (#"{"op":null}"#, .noOperation),
    (#"{"id":1,"__deleted":"false"}"#, .noOperation), (#"{"__op":null}"#, .noOperation),
    (#"{"after":{"op":"c"}}"#, .noOperation), (#"{"source":{"op":"c"}}"#, .noOperation),
    (#"{"ddl":"x"}"#, .noOperation), (#"{"Op":"c"}"#, .noOperation),
    (#"{"ops":"c"}"#, .noOperation),
    (#"{"":"c"}"#, .noOperation), (#"{"status":"BEGIN","id":"1","ts_ms":1}"#, .noOperation),
    (#"{"payload":{"op":"c"}}"#, .noOperation),
    (#"{"schema":1,"payload":{"op":"c"},"x":1}"#, .noOperation),
    (#"{"op":"x"}"#, .unknownOperation), (#"{"op":""}"#, .unknownOperation),
    (#"{"op":"cc"}"#, .unknownOperation), (#"{"op":1}"#, .unknownOperation),
    (#"{"op":true}"#, .unknownOperation), (#"{"op":["c"]}"#, .unknownOperation),
    (#"{"op":{"op":"c"}}"#, .unknownOperation), (#"{"op":"C"}"#, .unknownOperation),
    (#"{"op":"é"}"#, .unknownOperation), (#"{"op":"\u00e9"}"#, .unknownOperation),
    (#"{"op":"c","__op":"x"}"#, .unknownOperation), (#"{"op":"c","op":"x"}"#, .unknownOperation),
  ])
  func theReasonIsNamed(_ text: String, _ expected: Unreadable) {
    #expect(reading(text) == .unreadable(expected))
  }

  @Test(arguments: [
    #"{"op":"c""#, #"{"op":"c","#, #"{"op":"c","x"}"#, #"{"op":"c","x":}"#, #"{"op":"c",}"#,
    #"{"op":"c"]"#, #"{"op":"c"}}"#, #"{"op":"c"}{"op":"c"}"#, #"{"op":"c","x":[1}"#,
    #"{"op":"c","x":[1,]}"#, #"{"op":"c","x":[,1]}"#, #"{"op":"c","x":{"a":1]}"#,
    #"{"op":"c","x":{"a"}}"#, #"{"op":"c","x":{1:2}}"#, #"{"op":"c","x":{"a":1,}}"#,
    #"{"op":"c" "x":1}"#, #"{"op" "c"}"#, #"{"op":"c","x":"a"#, #"{"op":"c","x":[[]}"#,
    #"{op:"c"}"#, #"{'op':'c'}"#, #"{"op":nil}"#, #"{"op":"c","x":undefined}"#, #"{"op":"\q"}"#,
    "{\"op\":\"c\",\"x\":\"a\nb\"}", "{\"op\":\"c\"}\u{0}", "{\"op\":\"c\",\u{0}\"x\":1}", ",", ":",
    "}", "]",
    "{\"op\":\"c\"\u{c}\"x\":1}", "{\"op\"\u{1a}\"c\"}", #"{"op":"c","x":{"a":{}}"#,
    #"{"op":"c","x":+1}"#,
  ])
  func brokenJSONIsNeverCounted(_ text: String) {
    #expect(reading(text) == .unreadable(.notJSON))
  }

  @Test func bytesThatAreNotUTF8AreNeverCounted() {
    let text = #"{"op":"c","x":"?"}"#
    for byte in 0x80...0xFF {
      let bytes = text.utf8.map { $0 == UInt8(ascii: "?") ? UInt8(byte) : $0 }
      var reader = EnvelopeReader()
      #expect(reader.read(bytes: bytes) == .unreadable(.notUTF8))
    }
  }

  @Test(arguments: RecordedRecord.all)
  func arecordThatWasCutOffIsNeverCounted(_ record: RecordedRecord) {
    let bytes = Array((record.value ?? "{}").utf8)
    var reader = EnvelopeReader()
    for length in 0..<bytes.count {
      guard case .unreadable = reader.read(bytes: Array(bytes[..<length])) else {
        Issue.record("\(length) bytes of \(bytes.count) were counted")
        return
      }
    }
  }

  @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
  func depthIsAnAnswerAndNeverAnOverflow(_ opening: String, _ closing: String) {
    func nested(_ depth: Int) -> String {
      let value =
        String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
      return #"{"op":"c","after":\#(value)}"#
    }
    #expect(reading(nested(100)).summary == "debezium c -")
    #expect(reading(nested(500)).summary == "debezium c -")
    #expect(reading(nested(100_000)) == .unreadable(.tooDeep))
    #expect(reading(String(repeating: opening, count: 100_000)) != .tombstone)
  }

  @Test func largeRecordsAreReadAndSmallOnesAfterThem() {
    var reader = EnvelopeReader()
    let long = String(repeating: "x", count: 10_000_000)
    for _ in 0..<2 {
      #expect(reader.read(text: #"{"after":{"a":"\#(long)"},"op":"c"}"#).summary == "debezium c -")
      #expect(reader.read(text: #"{"\#(long)":"c"}"#) == .unreadable(.noOperation))
      #expect(reader.read(text: #"{"op":"\#(long)"}"#) == .unreadable(.unknownOperation))
      #expect(reader.read(text: #"{"op":"d"}"#).summary == "debezium d -")
    }
    #expect(
      reader.read(text: #"{"op":"r","source":{"snapshot":"\#(long)"}}"#).summary == "debezium r -")
    #expect(reader.otherMarkerText?.utf8.count == 256)
  }
}
