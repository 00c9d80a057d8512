import Debezium
import JSON
import Runtime
import Snapshot
import Testing

/// When the facts of a test begin.
let begin = Timestamp(milliseconds: 1_795_248_000_000)

/// Facts made by hand, in the words of Debezium's own records, about one table.
struct Facts {
  var settings = TrackerSettings()
  var tracker: SnapshotTracker
  let table: SnapshotTracker.TableIndex

  init(_ change: (inout TrackerSettings) -> Void = { _ in }) {
    settings.prefix = "shop"
    settings.connector = "shop-connector"
    change(&settings)
    tracker = SnapshotTracker(settings: settings)
    table = tracker.follow(table: "public.t1", topic: "shop.public.t1")
  }

  mutating func signal(
    _ data: String, type: String = "execute-snapshot", id: String = "adhoc-1",
    channel: SignalEntry.Channel = .table, after: Duration = .zero
  ) throws {
    let row = JSONValue.object([
      JSONValue.Member(name: "id", value: .string(id)),
      JSONValue.Member(name: "type", value: .string(type)),
      JSONValue.Member(name: "data", value: .string(data)),
    ])
    let signal = try #require(Signal(row: row))
    tracker.signal(SignalEntry(signal: signal, channel: channel, time: begin + after))
  }

  mutating func offset(_ text: String, after: Duration) throws {
    let offset: SourceOffset = try #require(SourceOffset(parsing: text))
    tracker.offset(offset, at: begin + after)
  }

  mutating func read(
    _ marker: SnapshotMarker, after: Duration, operation: Operation = .read, fingerprint: UInt64 = 1
  ) {
    let envelope = Envelope(form: .debezium, operation: operation, marker: marker)
    tracker.record(
      RowFact(time: begin + after, content: .change(envelope), fingerprint: fingerprint),
      of: table)
  }

  mutating func note(
    _ type: String, after: Duration, aggregate: String = "Incremental", _ data: String
  ) throws {
    let time = begin + after
    let text = #"""
      {"id":"adhoc-1","type":"\#(type)","aggregate_type":"\#(aggregate) Snapshot",
      "additional_data":{\#(data)},"timestamp":\#(time.milliseconds)}
      """#
    tracker.notification(try #require(Notification(parsingKey: nil, value: text)), at: time)
  }

  func reading(after: Duration) -> SnapshotReading { tracker.reading(of: table, at: begin + after) }
}
