import Debezium
import Foundation
import JSON
import SeededRandom
import Testing

/// Inputs that are wrong in every way that a few changed bytes make: no parser may trap or hang.
struct MutationTests {
  static let inputs =
    ProcessInfo.processInfo.environment["CDCWATCH_FUZZ_INPUTS"].flatMap { Int($0) } ?? 100_000

  static let set =
    "4f1a1704-e584-11f1-a7a8-02fc00000001:1-12:20,5e2b1704-e584-11f1-a7a8-02fc00000002:t:1"

  static let texts = [
    "0/1A00DE0", "-27269152", set, "0-1-42,1-2-18446744073709551615",
    "39,2026-03-01 07:00:00.0,[B@49a821e6,<null>", "2026-03-01T07:00:00.5+02:00",
    #"(?i)public\.(?!tmp_)(?<n>a|b)[0-9&&[^5]\]]{2,3}?.*+(?:\p{L}+|\k<n>|\Q.\E|\u{61}|\x41|\b)$"#,
    #"["shop",{"server":"shop","database":"d"}]"#,
    #"{"lsn_proc":27263520,"lsn":27263520,"ts_usec":1795248278841621,"snapshot":"INCREMENTAL","incremental_snapshot_collections":"[{\"incremental_snapshot_collections_id\":\"a.b\",\"incremental_snapshot_collections_additional_condition\":\"((x))\"}]","incremental_snapshot_primary_key":"aced000570","incremental_snapshot_correlation_id":"s"}"#,
    #"{"ts_sec":1795249200,"file":"binlog.000001","pos":394533,"gtids":"\#(set)","snapshot":true}"#,
    #"{"id":"a","type":"IN_PROGRESS","aggregate_type":"Incremental Snapshot","additional_data":{"data_collections":"a,b","last_processed_key":"1,2","total_rows_scanned":"7"},"timestamp":"1795248685029"}"#,
    #"{"before":null,"after":{"id":"a","type":"execute-snapshot","data":"{\"data-collections\":[\"public\\\\.(a|b)[0-9]{2}.*\"],\"type\":\"incremental\"}"},"source":{},"op":"c"}"#,
    #"{"before":{"id":"u-open","type":"snapshot-window-open","data":"{\"openWindowTimestamp\":\"2026-11-21T08:04:51Z\"}"},"source":{},"op":"d"}"#,
    #"{"id":"k","type":"stop-snapshot","data":{"data-collections":["(a*)*","b.c"]}}"#,
    #"{"connector.class":"x.MySqlConnector","table.include.list":"a\\.b+,(c|d)?\\,e","url":"http://u:p@h/","transforms":"a,b"}"#,
  ]

  @Test func noMutatedInputTraps() {
    var generator = SeededRandom(seed: 2026)
    let keys = JavaVectors.all.values.filter { $0.count < 4000 }.sorted()
    let count = Self.inputs
    var understood = 0
    for round in 0..<count {
      if round.isMultiple(of: 2), let key = keys.randomElement(using: &generator) {
        understood += Self.readKey(Self.mutated(key, with: "0123456789abcdef7", &generator))
      } else if let text = Self.texts.randomElement(using: &generator) {
        understood += Self.readText(
          Self.mutated(text, with: "{}[]\"\\:,.-0129eAx/*+?|()@ \u{0}\u{FF}", &generator))
      }
    }
    // A mutation that spoils every input would test the first check of each parser alone.
    #expect(understood > count / 20)
    #expect(understood < count)
  }

  /// Changes, drops, repeats and cuts up to four places.
  static func mutated(_ text: String, with signs: String, _ generator: inout SeededRandom) -> String
  {
    var bytes = Array(text.utf8)
    let alphabet = Array(signs.utf8)
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      guard let place = bytes.indices.randomElement(using: &generator) else { break }
      switch Int.random(in: 0..<6, using: &generator) {
      case 0, 1, 2: bytes[place] = alphabet.randomElement(using: &generator) ?? 0
      case 3: bytes.remove(at: place)
      case 4:
        let end = min(place + Int.random(in: 1...16, using: &generator), bytes.count)
        bytes.insert(contentsOf: bytes[place..<end], at: place)
      default: if Bool.random(using: &generator) { bytes.removeSubrange(place...) }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads a key array and compares it; 1 when it was one.
  static func readKey(_ text: String) -> Int {
    guard let key = try? JavaKeyArray(hexadecimal: text) else { return 0 }
    _ = key.matches(key.texts ?? [])
    return 1
  }

  /// Hands a text to every parser; 1 when one of them took it.
  static func readText(_ text: String) -> Int {
    var taken = 0
    if let lsn = try? LSN(parsing: text) {
      _ = lsn.distance(to: LSN(position: 1))
      taken = 1
    }
    if let gtids = try? GTIDSet(parsing: text) {
      let other = (try? GTIDSet(parsing: set)) ?? GTIDSet()
      _ = gtids.subtracting(other).union(other).contains(gtids)
      _ = gtids.transactionCount
      _ = gtids.description
      taken = 1
    }
    _ = NotificationKey(text).texts(count: 4)
    _ = JavaTimestamp(parsing: text)?.text
    _ = JavaValue.text(text).matches(text)
    _ = TableName(text).resolves(toTopic: text)
    // Compiling takes time with the length; the pattern among the texts is shorter than this.
    if text.utf8.count < 120 { _ = TablePattern(text).matches("public.orders_07") }
    guard let value = try? JSONValue.parse(text) else { return taken }
    return max(taken, readJSON(value))
  }

  static func readJSON(_ value: JSONValue) -> Int {
    let key = SourceOffsetKey(value)
    let offset = SourceOffset(value)
    _ = offset?.incremental?.tables.map(\.bareCondition)
    let notification = Notification(key: value, value: value)
    _ = notification?.dataCollections
    _ = notification?.lastProcessedKey?.texts(count: 2)
    let signals = [Signal(event: value), Signal(kafkaKey: "k", value: value, prefix: "p")]
    for signal in signals.compactMap(\.self) {
      _ = signal.problems.map(\.description)
      if case .executeSnapshot(let snapshot) = signal.kind {
        _ = snapshot.matches(table: "public.a07x")
      }
    }
    let configuration = ConnectorConfiguration(value)
    _ = configuration?.description
    _ = configuration?.includes(table: "a.bbbb")
    let isTaken = key != nil || offset != nil || notification != nil || configuration != nil
    return isTaken ? 1 : 0
  }
}
