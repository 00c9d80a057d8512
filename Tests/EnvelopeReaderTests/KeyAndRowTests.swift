import CMallocProbe
import Debezium
import EnvelopeReader
import JSON
import Testing

@Suite struct KeyAndRowTests {
  @Test(arguments: [
    (#"{"id":1}"#, RecordKey(columns: ["id"], values: ["1"])),
    (#"{"id":9007199254740993}"#, RecordKey(columns: ["id"], values: ["9007199254740993"])),
    (#"{"id":18446744073709551615}"#, RecordKey(columns: ["id"], values: ["18446744073709551615"])),
    (
      #"{"warehouse":"ams, x","sku":"sku-102"}"#,
      RecordKey(columns: ["warehouse", "sku"], values: ["ams, x", "sku-102"])
    ),
    (
      #"{"schema":{"type":"struct"},"payload":{"id":"/1oa4BKvpdTIicUK1Ceq9Q=="}}"#,
      RecordKey(columns: ["id"], values: ["/1oa4BKvpdTIicUK1Ceq9Q=="])
    ),
    (
      #"{"a":null,"b":true,"c":1.50,"d":{"x":[1, 2]}}"#,
      RecordKey(columns: ["a", "b", "c", "d"], values: ["null", "true", "1.50", #"{"x":[1,2]}"#])
    ),
    ("4711", RecordKey(columns: [""], values: ["4711"])),
    (#""abc""#, RecordKey(columns: [""], values: ["abc"])),
  ])
  func aKeyIsItsColumnsInOrder(_ text: String, _ expected: RecordKey) {
    #expect(key(text) == expected)
  }

  @Test(arguments: [
    "", "null", "{}", "[1]", #"{"id":1"#, "Struct{id=1}", #"{"schema":1,"payload":null}"#,
  ])
  func whatIsNoKeyIsNil(_ text: String) {
    #expect(key(text) == nil)
  }

  @Test func aColumnIsFoundByItsName() throws {
    let row = try #require(key(#"{"warehouse":"ams","sku":"sku-102"}"#))
    #expect(row[column: "sku"] == "sku-102")
    #expect(row[column: "id"] == nil)
    #expect(row.description == "ams, sku-102")
  }

  @Test(
    arguments: [
      (#"{"before":{"id":1},"after":{"id":2,"n":null},"op":"u"}"#, #"{"id":2,"n":null}"#),
      (#"{"before":{"id":1},"after":null,"op":"d"}"#, #"{"id":1}"#),
      (#"{"schema":{},"payload":{"after":{"id":3},"op":"c"}}"#, #"{"id":3}"#),
      (#"{"id":4,"__op":"r","__table":"t"}"#, #"{"id":4}"#),
      (#"{"schema":{},"payload":{"id":4,"__deleted":"true"}}"#, #"{"id":4}"#),
      (#"{"after":"{\"_id\": 5}","op":"c"}"#, #"{"_id":5}"#),
      (#"{"before":null,"after":null,"op":"t"}"#, nil), (#"{"op":"m","message":{}}"#, nil),
      (#"{"after":"{","op":"c"}"#, nil), (#"{"id":4}"#, nil), (#"{"after":{"id":2},"op":"c""#, nil),
      (#"{"ddl":"x","tableChanges":[],"after":{}}"#, nil), (#"{"after":{"id":tru},"op":"c"}"#, nil),
    ] as [(String, String?)])
  func theRowIsWhatIsThereAfterTheChange(_ value: String, _ expected: String?) {
    var reader = EnvelopeReader()
    let bytes = Array(value.utf8)
    #expect(unsafe reader.row(bytes.span.bytes)?.text == expected)
  }

  @Test func fingerprintsOfDifferentKeysDiffer() {
    var seen: Set<UInt64> = [fingerprint([])]
    for id in 0..<200_000 { seen.insert(fingerprint(Array("{\"id\":\(id)}".utf8))) }
    for length in 1...100 { seen.insert(fingerprint(Array(repeating: 0, count: length))) }
    #expect(seen.count == 200_101)
    #expect(fingerprint(Array("{\"id\":7}".utf8)) == fingerprint(Array("{\"id\":7}".utf8)))
  }

  @Test func readingAllocatesNothing() {
    // The test library allocates for each error thrown, so these are changes.
    let values = RecordedRecord.all.filter { $0.reading != Unreadable.noOperation.description }
      .compactMap { $0.value.map { Array($0.utf8) } }
    var reader = EnvelopeReader()
    let first = changes(values, &reader)
    let before = malloc_probe_thread_count()
    let second = changes(values, &reader)
    #expect(malloc_probe_thread_count() - before == 0)
    #expect(first == second)
    #expect(second > 30)
  }

  // Without optimization a for loop would allocate for itself.
  private func changes(_ values: [[UInt8]], _ reader: inout EnvelopeReader) -> Int {
    var changes = 0
    var position = 0
    while position < values.count {
      if case .change = reader.read(bytes: values[position]) { changes += 1 }
      if case .change = reader.read(nil) { changes += 1 }
      if fingerprint(values[position]) == 0 { changes += 1 }
      position += 1
    }
    return changes
  }

  private func key(_ text: String) -> RecordKey? {
    var reader = EnvelopeReader()
    let bytes = Array(text.utf8)
    return unsafe reader.key(bytes.span.bytes)
  }

  private func fingerprint(_ bytes: [UInt8]) -> UInt64 {
    unsafe EnvelopeReader.fingerprint(bytes.span.bytes)
  }
}
