import CDemoRecording
import Kafka
import Runtime

/// The recording inside this program, a record at a time.
///
/// labs/demo-recording/README.md describes the format and tells how the recording is made. Only the
/// newest record of each topic is kept unpacked: the next one is made of its parts.
struct DemoRecording {
  /// A record of the recording.
  struct Entry: Equatable {
    /// The place of its topic in `topics`.
    var topic: Int
    /// The moment at which the connector made it, in microseconds since 1970.
    var moment: Int64
    /// The key's bytes, or nil for none.
    var key: [UInt8]?
    /// The value's bytes, or nil for a tombstone.
    var value: [UInt8]?
    /// The headers in order.
    var headers: [OwnedRecord.Header]
  }

  /// A recording that does not say what its format demands: this program was built wrongly.
  struct Damaged: Error {}

  /// The topics' names.
  let topics: [String]
  /// The moment of the signal that asked for the snapshot.
  let start: Timestamp
  /// The kind of connector, such as `postgresql`.
  let connector: String
  /// Debezium's version.
  let version: String

  private var bytes: DemoBytes
  private var moment: Int64
  private var bodies: [[UInt8]]

  /// The recording that was built into this program.
  init() throws(Damaged) {
    try self.init((0..<demo_recording_size()).map(demo_recording_byte))
  }

  /// A recording of these bytes; throws when they do not begin as one.
  init(_ recording: [UInt8]) throws(Damaged) {
    bytes = DemoBytes(recording)
    guard try bytes.line() == "cdcwatch recording 1" else { throw Damaged() }
    var topics: [String] = []
    var facts: [String: String] = [:]
    while case let line = try bytes.line(), !line.isEmpty {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2 else { throw Damaged() }
      if words[0] == "topic" { topics.append(words[1]) } else { facts[words[0]] = words[1] }
    }
    let source = (facts["connector"] ?? "").split(separator: " ").map(String.init)
    guard let start = facts["start"].flatMap({ Int64($0) }),
      let first = facts["first"].flatMap({ Int64($0) }), source.count == 2
    else { throw Damaged() }
    self.topics = topics
    self.start = Timestamp(milliseconds: start)
    connector = source[0]
    version = source[1]
    moment = first
    bodies = Array(repeating: [], count: topics.count)
  }

  /// The next record; nil at the end.
  mutating func next() throws(Damaged) -> Entry? {
    guard !bytes.isAtEnd else { return nil }
    let (later, overflow) = moment.addingReportingOverflow(Int64(try bytes.number()))
    guard !overflow else { throw Damaged() }
    moment = later
    let topic = try bytes.number()
    guard topics.indices.contains(topic) else { throw Damaged() }
    let body = try bytes.body(after: bodies[topic])
    bodies[topic] = body
    var fields = DemoBytes(body)
    var entry = Entry(
      topic: topic, moment: moment, key: try fields.field(), value: try fields.field(),
      headers: [])
    while !fields.isAtEnd {
      guard let name = try fields.field() else { throw Damaged() }
      let value = try fields.field()
      entry.headers.append(
        OwnedRecord.Header(name: String(decoding: name, as: UTF8.self), value: value))
    }
    return entry
  }
}
