import Debezium
import EnvelopeReader
import Runtime
import Testing

@Suite struct EnvelopeTests {
  @Test func theRecordedRecordsAreThere() {
    #expect(RecordedRecord.all.count == 42)
  }

  @Test(arguments: RecordedRecord.all)
  func aRecordedRecordIsWhatItWas(_ record: RecordedRecord) {
    var reader = EnvelopeReader()
    guard let value = record.value else {
      #expect(reader.read(nil) == .tombstone)
      return
    }
    let reading = reader.read(text: value)
    #expect(reading.summary == record.reading)
    #expect(reading == SlowClassifier.read(Array(value.utf8)))
  }

  @Test(arguments: [
    (#"{"op":"c"}"#, "debezium c -"),
    (#"{"source":{"snapshot":"true"},"op":"r"}"#, "debezium r true"),
    (#"{"op":"r","source":{"snapshot":"incremental"}}"#, "debezium r incremental"),
    (#" { "op" : "u" , "source" : { "snapshot" : "false" , "x" : [ ] } } "#, "debezium u false"),
    (#"{"op":"d","source":{"snapshot":null}}"#, "debezium d -"),
    (#"{"op":"d","source":null}"#, "debezium d -"),
    (#"{"op":"d","source":{}}"#, "debezium d -"),
    (#"{"op":"d","source":[{"snapshot":"true"}]}"#, "debezium d -"),
    (#"{"op":"r","source":{"snapshot":true}}"#, "debezium r true"),
    (#"{"op":"c","source":{"snapshot":false}}"#, "debezium c false"),
    (#"{"op":"r","source":{"snapshot":"first"}}"#, "debezium r first"),
    (#"{"op":"r","source":{"snapshot":"last"}}"#, "debezium r last"),
    (
      #"{"op":"r","source":{"snapshot":"first_in_data_collection"}}"#,
      "debezium r first_in_data_collection"
    ),
    (
      #"{"op":"r","source":{"snapshot":"last_in_data_collection"}}"#,
      "debezium r last_in_data_collection"
    ),
    (#"{"op":"t","source":{"snapshot":"false"}}"#, "debezium t false"),
    (#"{"op":"m","message":{"prefix":"x","content":"eA=="}}"#, "debezium m -"),
    (#"{"\u006fp":"\u0063","s\u006Furce":{"snap\u0073hot":"tr\u0075e"}}"#, "debezium c true"),
    (#"{"before":{"op":"d"},"after":{"op":"u","source":{}},"op":"c"}"#, "debezium c -"),
    (#"{"op":"u","op":"d"}"#, "debezium d -"),
    (#"{"op":null,"op":"d"}"#, "debezium d -"),
    (
      #"{"source":{"snapshot":"true"},"op":"r","source":{"snapshot":"last","snapshot":"first"}}"#,
      "debezium r last"
    ),
    (#"{"op":"r","a":"}{][\",:","b":"\\"}"#, "debezium r -"),
    (#"{"schema":null,"payload":{"op":"c"}}"#, "debezium c -"),
    (#"{"payload":{"op":"c"},"schema":{"payload":{"op":"d"}}}"#, "debezium c -"),
    (#"{"schema":{},"payload":{"op":"d"},"op":"c"}"#, "debezium c -"),
    (#"{"payload":{"op":"d"},"op":"c"}"#, "debezium c -"),
    (#"{"id":1,"__op":"r","__source_snapshot":"last"}"#, "flattened r last"),
    (#"{"id":1,"__op":"r","__snapshot":"first"}"#, "flattened r first"),
    (#"{"id":1,"op":"x","__op":"u","source":{"snapshot":"true"}}"#, "flattened u -"),
    (#"{"id":1,"__deleted":"true"}"#, "flattened d -"),
    (#"{"schema":{},"payload":{"id":1,"__deleted":true}}"#, "flattened d -"),
    (
      #"{"ddl":"DROP TABLE x","tableChanges":[],"source":{"snapshot":"true"}}"#,
      "schemaChange - true"
    ),
  ])
  func everyFormIsRead(_ text: String, _ expected: String) {
    #expect(reading(text).summary == expected)
    #expect(reading(text) == SlowClassifier.read(Array(text.utf8)))
  }

  @Test(arguments: [
    "op", "ts_ms", "source", "schema", "payload", "ddl", "tableChanges", "__op", "__ts_ms",
    "__snapshot", "__source_snapshot", "__source_ts_ms", "__deleted", "snapshot",
  ])
  func aNameThatIsAlmostAMemberIsAnother(_ name: String) {
    let almost =
      (1..<name.utf8.count).map { String(name.prefix($0)) }
      + [
        name + "s", name + "_", "_" + name, name.uppercased(), name.replacing("s", with: "\u{e9}"),
      ]
    for other in almost where other != name {
      for value in ["5", "true", "null", #""d""#, #"{"op":"d","snapshot":"last"}"#] {
        let text =
          #"{"\#(other)":\#(value),"__op":"u","source":{"\#(other)":\#(value)},"ddl":1,"\#(other)":7}"#
        #expect(reading(text).summary == "flattened u -", "\(text)")
        #expect(reading(text) == SlowClassifier.read(Array(text.utf8)), "\(text)")
        let envelope = #"{"op":"c","\#(other)":\#(value),"source":{"\#(other)":\#(value)}}"#
        #expect(reading(envelope) == SlowClassifier.read(Array(envelope.utf8)), "\(envelope)")
      }
    }
  }

  @Test(arguments: [
    ("r", "incremental", Envelope.Classification.incremental), ("r", "true", .snapshot),
    ("r", "false", .snapshot), ("r", "someday", .snapshot), ("c", "true", .streamed),
    ("u", "incremental", .streamed), ("d", "last", .streamed), ("t", "false", .streamed),
    ("m", "false", .streamed),
  ])
  func theOperationDecidesBeforeTheMarker(
    _ op: String, _ marker: String, _ expected: Envelope.Classification
  ) throws {
    let reading = reading(#"{"op":"\#(op)","source":{"snapshot":"\#(marker)"}}"#)
    guard case .change(let envelope) = reading else { throw Missing(reading: reading) }
    #expect(envelope.classification == expected)
  }

  struct Missing: Error { var reading: Reading }

  @Test(
    arguments: [
      ("1795248290800", 1_795_248_290_800), ("-5", -5), ("0", 0),
      ("9223372036854775807", Int64.max),
      ("-9223372036854775808", Int64.min), ("9223372036854775808", nil), ("-0", nil), ("1.5", nil),
      ("1e3", nil), ("null", nil), ("\"7\"", nil), ("[7]", nil), ("{\"ts_ms\":7}", nil),
      ("true", nil),
      ("99999999999999999999999999", nil),
    ] as [(String, Int64?)])
  func timesAreWholeNumbersOrNil(_ text: String, _ expected: Int64?) throws {
    for text in [
      #"{"op":"c","ts_ms":\#(text),"source":{"ts_ms":\#(text)}}"#,
      #"{"__op":"c","__ts_ms":\#(text) ,"__source_ts_ms": \#(text) }"#,
    ] {
      let reading = reading(text)
      guard case .change(let envelope) = reading else { throw Missing(reading: reading) }
      #expect(envelope.time?.milliseconds == expected)
      #expect(reading == SlowClassifier.read(Array(text.utf8)))
    }
  }

  @Test(arguments: [
    (#""someday""#, "someday"), (#""s\u006fmeday""#, "someday"), ("7", "7"), (#""""#, ""),
    (#""truE""#, "truE"),
  ])
  func aMarkerOfTheFutureKeepsItsText(_ marker: String, _ text: String) {
    var reader = EnvelopeReader()
    #expect(
      reader.read(text: #"{"op":"r","source":{"snapshot":\#(marker)}}"#).summary == "debezium r -")
    #expect(reader.otherMarkerText == text)
    #expect(
      reader.read(text: #"{"schema":0,"payload":{"__op":"r","__source_snapshot":\#(marker)}}"#)
        .summary == "flattened r -")
    #expect(reader.otherMarkerText == text)
    #expect(
      reader.read(text: #"{"op":"r","source":{"snapshot":"last"}}"#).summary == "debezium r last")
    #expect(reader.otherMarkerText == nil)
  }
}
