import Debezium
import EnvelopeReader
import JSON
import Kafka
import Runtime
import Snapshot

/// Reads the records of control topics.
///
/// What cannot be read is nil: other tools' records may lie in a topic of such a name.
enum ControlDecoder {
  static func offset(_ record: borrowing Record) -> ControlFact? {
    guard let key = json(record.key).flatMap(SourceOffsetKey.init) else { return nil }
    let value = json(record.value).flatMap { SourceOffset($0) }
    if record.value != nil, value == nil { return nil }
    return .offset(key, value, time(record))
  }

  static func notification(_ record: borrowing Record) -> ControlFact? {
    guard let value = json(record.value),
      let note = Notification(key: json(record.key), value: value)
    else { return nil }
    return .notification(note, time(record))
  }

  /// A change event of the signal table.
  static func tableSignal(
    _ record: borrowing Record, reader: inout EnvelopeReader
  ) -> ControlFact? {
    guard let value = json(record.value), let signal = Signal(event: value) else { return nil }
    var moment = time(record)
    if case .change(let envelope) = reader.read(record.value), let made = envelope.time {
      moment = made
    }
    return .signal(SignalEntry(signal: signal, channel: .table, time: moment))
  }

  /// A record of the Kafka signal topic.
  static func kafkaSignal(_ record: borrowing Record, prefix: String?) -> ControlFact? {
    guard let value = json(record.value) else { return nil }
    let key = record.detached().key.map { String(decoding: $0, as: UTF8.self) }
    guard let signal = Signal(kafkaKey: key, value: value, prefix: prefix) else { return nil }
    return .signal(SignalEntry(signal: signal, channel: .kafka, time: time(record)))
  }

  private static func time(_ record: borrowing Record) -> Timestamp {
    record.timestamp ?? Timestamp(milliseconds: 0)
  }

  private static func json(_ bytes: RawSpan?) -> JSONValue? {
    guard let bytes else { return nil }
    return try? JSONValue.parse(bytes)
  }
}
