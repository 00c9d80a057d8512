import Debezium
import JSON
import Runtime
import Testing

struct SignalTests {
  static func row(_ type: String, _ data: String, id: String = "sig-1") -> Signal? {
    let row: JSONValue = .object([
      .init(name: "id", value: .string(id)), .init(name: "type", value: .string(type)),
      .init(name: "data", value: .string(data)),
    ])
    return Signal(row: row)
  }

  static func execute(_ data: String) -> ExecuteSnapshot? {
    guard case .executeSnapshot(let snapshot) = row("execute-snapshot", data)?.kind else {
      return nil
    }
    return snapshot
  }

  @Test func anExecuteSnapshotTellsAllItAsksFor() throws {
    let signal = try #require(
      Self.row(
        "execute-snapshot",
        """
        {"data-collections":["public.orders.*","public.x"],"type":"Incremental","surrogate-key":"k",
         "additional-conditions":[{"data-collection":"public.orders.*","filter":"id > 5"},{"x":1}]}
        """))
    #expect(signal.id == "sig-1")
    #expect(signal.problems.isEmpty)
    guard case .executeSnapshot(let snapshot) = signal.kind else {
      Issue.record("not an execute-snapshot")
      return
    }
    #expect(snapshot.dataCollections == ["public.orders.*", "public.x"])
    #expect(snapshot.kind == .incremental)
    #expect(snapshot.surrogateKey == "k")
    #expect(snapshot.filter(table: "public.orders_large") == "id > 5")
    #expect(snapshot.filter(table: "public.x") == nil)
    #expect(snapshot.matches(table: "public.orders_large"))
    #expect(!snapshot.matches(table: "public.payments"))
    #expect(
      snapshot.tables(among: ["public.orders_large", "public.orders", "public.y"])
        == ["public.orders_large", "public.orders", "public.x"])
  }

  @Test(
    arguments: [
      (#""blocking""#, .blocking), (#""BLOCKING""#, .blocking), (#""INCREMENTAL""#, .incremental),
      ("null", .incremental),
    ] as [(String, ExecuteSnapshot.Kind)])
  func theSnapshotsTypeIgnoresCase(type: String, kind: ExecuteSnapshot.Kind) {
    #expect(Self.execute(#"{"data-collections":["a.b"],"type":\#(type)}"#)?.kind == kind)
  }

  @Test func theTypeIsIncrementalWhenItIsNotTold() {
    #expect(Self.execute(#"{"data-collections":["a.b"]}"#)?.kind == .incremental)
  }

  @Test func aBlockingFilterNamesItsTableLiterally() {
    let snapshot = Self.execute(
      """
      {"data-collections":["a.b"],"type":"blocking",
       "additional-conditions":[{"data-collection":"a.*","filter":"x"},
        {"data-collection":"a.b","filter":"SELECT 1"}]}
      """)
    #expect(snapshot?.filter(table: "a.b") == "SELECT 1")
  }

  @Test(
    arguments: [
      ("execute-snapshot", "{", .unreadableData), ("execute-snapshot", "", .unreadableData),
      ("execute-snapshot", "[1]", .unreadableData),
      ("execute-snapshot", "{}", .missingDataCollections),
      ("execute-snapshot", #"{"data-collections":[]}"#, .missingDataCollections),
      ("execute-snapshot", #"{"data-collections":"a.b"}"#, .missingDataCollections),
      ("execute-snapshot", #"{"data-collections":["a",1]}"#, .missingDataCollections),
      (
        "execute-snapshot", #"{"data-collections":["a"],"type":"fast"}"#,
        .unknownSnapshotType("fast")
      ),
      ("ExecuteSnapshot", "{}", .unknownType("ExecuteSnapshot")), ("", "{}", .unknownType("")),
      ("stop-snapshot", #"{"data-collections":7}"#, .missingDataCollections),
    ] as [(String, String, Signal.Problem)])
  func whatKeepsDebeziumFromActingIsNamed(type: String, data: String, problem: Signal.Problem) {
    let signal = Self.row(type, data)
    #expect(signal?.problems == [problem])
    #expect(signal?.kind == .other(type))
    #expect(signal?.problems.first?.description.isEmpty == false)
  }

  @Test(
    arguments: [
      ("stop-snapshot", "", .stopSnapshot([])), ("stop-snapshot", "{}", .stopSnapshot([])),
      (
        "stop-snapshot", #"{"data-collections":["a.b"],"type":"incremental"}"#,
        .stopSnapshot(["a.b"])
      ),
      ("pause-snapshot", "", .pause), ("resume-snapshot", "{}", .resume),
      ("log", #"{"message":"at {}"}"#, .log("at {}")), ("log", "", .log("")),
      ("schema-changes", #"{"database":"d","changes":[]}"#, .schemaChanges),
      ("set-binlog-position", #"{"gtid_set":"x"}"#, .setBinlogPosition),
    ] as [(String, String, Signal.Kind)])
  func theOtherSignalsAreKnown(type: String, data: String, kind: Signal.Kind) {
    #expect(Self.row(type, data)?.kind == kind)
    #expect(Self.row(type, data)?.problems == [])
  }

  @Test func aWindowsRowsTellChunkAndTimes() throws {
    let event = try JSONValue.parse(
      #"""
      {"before":null,"after":{"id":"63ee12f9-cab8-4678-a840-a6903a760faf-close",
       "type":"snapshot-window-close","data":"{\"openWindowTimestamp\": \"2026-11-21T08:04:51.044868872Z\", \"closeWindowTimestamp\": \"2026-11-21T08:04:51.046Z\", \"correlationId\":\"adhoc-1\",\"dataCollectionId\":\"public.t\"}"},
       "source":{"connector":"postgresql"},"op":"c"}
      """#)
    let signal = try #require(Signal(event: event))
    guard case .windowClose(let window) = signal.kind else {
      Issue.record("not a window's closing")
      return
    }
    #expect(window.chunk == "63ee12f9-cab8-4678-a840-a6903a760faf")
    #expect(window.opened == Timestamp(milliseconds: 1_795_248_291_044))
    #expect(window.closed == Timestamp(milliseconds: 1_795_248_291_046))
    #expect(window.correlationID == "adhoc-1")
    #expect(window.dataCollection == "public.t")
  }

  @Test(
    arguments: [
      #"{"before":{"id":"u-1-open","type":"snapshot-window-open","data":"{\"openWindowTimestamp\":\"2026-11-21T08:04:51Z\"}"},"after":null,"source":{},"op":"d"}"#,
      #"{"id":"u-1-open","type":"snapshot-window-open","data":"{\"openWindowTimestamp\":\"2026-11-21T08:04:51Z\"}","__deleted":"true","__op":"d"}"#,
      #"{"schema":{},"payload":{"id":"u-1-open","type":"snapshot-window-open","data":"{\"openWindowTimestamp\":\"2026-11-21T08:04:51Z\"}","__deleted":"true"}}"#,
    ])
  func aDeletedOpeningIsAClosing(text: String) throws {
    let signal = try #require(Signal(event: JSONValue.parse(text)))
    #expect(signal.id == "u-1-close")
    guard case .windowClose(let window) = signal.kind else {
      Issue.record("not a window's closing")
      return
    }
    #expect(window.chunk == "u-1")
    #expect(window.opened == Timestamp(milliseconds: 1_795_248_291_000))
  }

  @Test func aDeletedOpeningOfWhichOnlyTheKeyIsLeftIsAClosing() throws {
    let text =
      #"{"before":{"id":"u-1-open","type":"","data":null},"after":null,"source":{},"op":"d"}"#
    let signal = try #require(Signal(event: JSONValue.parse(text)))
    guard case .windowClose(let window) = signal.kind else {
      Issue.record("not a window's closing")
      return
    }
    #expect(window.chunk == "u-1")
    #expect(window.opened == nil)
    #expect(signal.problems.isEmpty)
  }

  @Test(
    arguments: [
      #"{"before":{"id":"a","type":"log","data":null},"after":null,"source":{},"op":"d"}"#,
      #"{"before":null,"after":{"id":"a","type":"log","data":"{}"},"source":{},"op":"u"}"#,
      #"{"before":null,"after":{"id":"a","type":"log","data":"{}"},"source":{},"op":"r"}"#,
      #"{"before":null,"after":null,"source":{},"op":"c"}"#, "null", "[]", "{}", "7",
      #"{"id":"a","type":"log","data":"{}","__op":"r"}"#, #"{"id":"a"}"#,
    ])
  func whatIsNoInsertedRowIsNil(text: String) throws {
    #expect(Signal(event: try JSONValue.parse(text)) == nil)
  }

  @Test func aRowIsReadByPositionAndAFlattenedOneByName() throws {
    let byPosition = Signal(row: try .parse(#"{"k":"a","what":"pause-snapshot","info":null}"#))
    #expect(byPosition?.kind == .pause)
    #expect(byPosition?.id == "a")
    let flattened = Signal(
      event: try .parse(
        #"{"id":"a","type":"resume-snapshot","data":"","__deleted":"false","__op":"c","extra":1}"#))
    #expect(flattened?.kind == .resume)
    let two = Signal(row: try .parse(#"{"id":"a","type":"resume-snapshot"}"#))
    #expect(two?.problems == [.wrongColumnCount(2)])
  }

  @Test func anEnvelopesRowOfFourColumnsIsNotActedOn() throws {
    let event = #"{"after":{"id":"a","type":"log","data":"{}","at":1},"source":{},"op":"c"}"#
    let signal = Signal(event: try .parse(event))
    #expect(signal?.problems == [.wrongColumnCount(4)])
    #expect(signal?.problems.allSatisfy(\.preventsAction) == true)
    #expect(!Signal.Problem.missingID.preventsAction)
  }

  @Test func aRowOfMongoDBIsJSONWithinAString() throws {
    let event = #"""
      {"after":"{\"_id\":\"m-1\",\"type\":\"execute-snapshot\",\"payload\":{\"data-collections\":[\"a.b\"]}}",
       "source":{},"op":"c"}
      """#
    let signal = Signal(event: try .parse(event))
    #expect(signal?.id == "m-1")
    #expect(signal?.problems == [])
    guard case .executeSnapshot? = signal?.kind else {
      Issue.record("not an execute-snapshot")
      return
    }
  }

  @Test func aKafkaSignalIsJudgedByItsKeyIdAndData() throws {
    let good = Signal(
      kafkaKey: "shop",
      value: try .parse(
        #"{"id":"k-1","type":"execute-snapshot","data":{"data-collections":["a.b"]}}"#),
      prefix: "shop")
    #expect(good?.problems == [])
    #expect(good?.id == "k-1")
    let poor = Signal(
      kafkaKey: "shop", value: try .parse(#"{"type":"pause-snapshot"}"#), prefix: "shop")
    #expect(poor?.kind == .pause)
    #expect(poor?.problems == [.missingID, .missingData])
    let text = Signal(
      kafkaKey: "shop", value: try .parse(#"{"id":"a","type":"log","data":"{}"}"#), prefix: "shop")
    #expect(text?.problems == [.missingData])
    let value = try JSONValue.parse(#"{"id":"a","type":"log","data":{}}"#)
    #expect(
      Signal(kafkaKey: "other", value: value, prefix: "shop")?.problems == [.wrongKey("other")])
    #expect(Signal(kafkaKey: nil, value: value, prefix: "shop")?.problems == [.wrongKey(nil)])
    #expect(Signal(kafkaKey: nil, value: value, prefix: nil)?.problems == [])
    #expect(Signal(kafkaKey: "shop", value: .string("x"), prefix: nil) == nil)
  }
}
