import Drill
import Kafka
import Runtime
import Testing

@testable import Commands

/// Sentinels in every form in which a converter and a transform write them.
@Suite(.serialized) struct SentinelReaderTests {
  private static let clock = DrillClock { Timestamp(milliseconds: 1_700_000_000_000) }
  private static let key = #"{"run":"r1","first_number":5}"#
  private static let row = #"{"run":"r1","first_number":5,"number":7,"written_at":1}"#

  private static func envelope(_ operation: String, _ marker: String = "false") -> String {
    let (before, after) =
      operation == "d"
      ? (#"{"run":"r1","first_number":5,"number":0,"written_at":0}"#, "null") : ("null", row)
    return """
      {"before":\(before),"after":\(after),"source":{"version":"3.6.3.Final","snapshot":"\(marker)"},\
      "op":"\(operation)","ts_ms":1700000000000}
      """
  }

  private static func flat(_ more: String) -> String { row.dropLast() + "," + more + "}" }

  /// A record's key, value and headers, and what it is; nil for none of the run's.
  struct Form: Sendable, CustomStringConvertible {
    var name: String
    var key: String? = SentinelReaderTests.key
    var value: String?
    var headers: [OwnedRecord.Header] = []
    var operation: SentinelArrival.Operation?
    var isUnreadable = false

    var description: String { name }
  }

  static let forms = [
    Form(name: "an insert", value: envelope("c"), operation: .event(.insert)),
    Form(name: "an update", value: envelope("u"), operation: .event(.update)),
    Form(name: "a delete", value: envelope("d"), operation: .event(.delete)),
    Form(
      name: "a snapshot's row", value: envelope("r", "true"), operation: .read(isIncremental: false)
    ),
    Form(
      name: "an incremental snapshot's row", value: envelope("r", "incremental"),
      operation: .read(isIncremental: true)),
    Form(name: "a tombstone", value: nil, operation: .tombstone),
    Form(
      name: "with schemas", key: #"{"schema":{"type":"struct"},"payload":\#(key)}"#,
      value: #"{"schema":{"type":"struct"},"payload":\#(envelope("u"))}"#,
      operation: .event(.update)),
    Form(name: "flat with op", value: flat(#""__op":"u""#), operation: .event(.update)),
    Form(
      name: "flat with a snapshot's op", value: flat(#""__op":"r","__source_snapshot":"true""#),
      operation: .read(isIncremental: false)),
    Form(
      name: "flat with op in a header", value: row,
      headers: [.init(name: "__op", value: Array("c".utf8))], operation: .event(.insert)),
    Form(name: "flat without op", value: row, operation: .untold),
    Form(
      name: "flat and rewritten", value: flat(#""__deleted":"true""#), operation: .event(.delete)),
    Form(name: "flat and not deleted", value: flat(#""__deleted":"false""#), operation: .untold),
    Form(
      name: "numbers as texts", key: #"{"run":"r1","first_number":"5"}"#,
      value: #"{"run":"r1","first_number":"5","number":"7","__op":"u"}"#,
      operation: .event(.update)),
    Form(
      name: "a key that a transform took", key: nil, value: envelope("u"),
      operation: .event(.update)),
    Form(name: "another run's", key: #"{"run":"r2","first_number":5}"#, value: envelope("u")),
    Form(name: "another table's", key: #"{"id":1}"#, value: #"{"id":1}"#, isUnreadable: true),
    Form(name: "no JSON", key: "\u{0}\u{1}xy", value: "\u{0}\u{1}xy", isUnreadable: true),
    Form(
      name: "a key that is no number", key: #"{"run":"r1","first_number":-5}"#,
      value: envelope("u"), isUnreadable: true),
    Form(
      name: "a value that was cut off", value: String(envelope("u").dropLast(9)), isUnreadable: true
    ),
    Form(name: "a truncate", value: envelope("t"), isUnreadable: true),
  ]

  @Test func `each form is read for what it is`() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("s")
    var producer = try Producer(cluster.configuration())
    for form in Self.forms {
      _ = try producer.send(
        ProducerRecord(
          topic: "s", partition: 0, key: form.key.map { Array($0.utf8) },
          value: form.value.map { Array($0.utf8) }, headers: form.headers))
    }
    try producer.flush(timeout: .seconds(10))
    let reader = try SentinelReader(
      SentinelReading(
        configuration: try cluster.configuration(), topic: "s", run: "r1", start: [0: 0],
        isCompacted: false, timeout: .seconds(10), clock: Self.clock), stop: StopFlag())
    let ends = try reader.ends()
    #expect(ends == [0: Int64(Self.forms.count)])
    #expect(
      reader.wait(until: Deadline(after: .seconds(20))) { $0.hasReached(ends) ? true : nil } != nil)
    let sightings = reader.finish()
    #expect(sightings.failure == nil)
    #expect(sightings.unreadable == Self.forms.count { $0.isUnreadable })
    for (place, form) in Self.forms.enumerated() {
      let arrival = sightings.arrivals.first { $0.offset == Int64(place) }
      #expect(arrival?.operation == form.operation, "\(form)")
      guard let arrival else { continue }
      #expect(arrival.key == 5, "\(form)")
      #expect(arrival.seen == nil)
      if form.operation != .tombstone, form.operation != .event(.delete) {
        #expect(arrival.number == 7, "\(form)")
      }
    }
    #expect(sightings.positions.gaps.isEmpty)
  }

  @Test func `what comes while it reads has the moment at which it was read`() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("s")
    let stop = StopFlag()
    let reader = try SentinelReader(
      SentinelReading(
        configuration: try cluster.configuration(), topic: "s", run: "r1", start: nil,
        isCompacted: false, timeout: .seconds(10), clock: Self.clock), stop: stop)
    #expect(reader.starts == [0: 0])
    let deadline = Deadline(after: .seconds(20))
    #expect(reader.wait(until: deadline) { $0.live == [0] ? true : nil } != nil)
    var producer = try Producer(cluster.configuration())
    _ = try producer.send(
      ProducerRecord(
        topic: "s", partition: 0, key: Array(Self.key.utf8), value: Array(Self.envelope("u").utf8)))
    try producer.flush(timeout: .seconds(10))
    let update = SentinelChange(number: 7, kind: .update, key: 5)
    #expect(reader.wait(until: deadline) { $0.has(update) ? true : nil } != nil)
    stop.raise(.interrupted)
    let sightings = reader.finish()
    #expect(sightings.arrivals.map(\.seen?.wall) == [Timestamp(milliseconds: 1_700_000_000_000)])
    #expect(!sightings.has(SentinelChange(number: 7, kind: .delete, key: 5)))
    #expect(!sightings.has(SentinelChange(number: 7, kind: .update, key: 6)))
  }

  @Test func `a topic that is not there is told at once`() throws {
    let cluster = try EmbeddedCluster()
    // The embedded broker would make it.
    try cluster.setError(of: "absent", to: .unknownTopicOrPartition)
    let reading = SentinelReading(
      configuration: try cluster.configuration(), topic: "absent", run: "r1", start: nil,
      isCompacted: false, timeout: .seconds(5), clock: Self.clock)
    #expect(throws: CommandFailure.self) {
      try SentinelReader(reading, stop: StopFlag())
    }
  }
}
