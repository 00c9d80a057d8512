import Debezium
import Drill
import EnvelopeReader
import JSON
import Kafka
import Watch

/// Reads sentinels out of records: envelopes with and without schemas, and flat rows.
struct SentinelRecords: ~Copyable {
  private let run: String
  private var reader = EnvelopeReader()
  /// Records of which it cannot be told whether they are the run's.
  private(set) var unreadable = 0

  init(run: String) { self.run = run }

  /// The sentinel that a record tells of; nil for another run's, and for what cannot be read.
  mutating func arrival(_ record: borrowing Record, seen: DrillMoment?) -> SentinelArrival? {
    let row = Self.value(record)
    guard let columns = columns(record, row: row) else {
      if record.key != nil || record.value != nil { unreadable += 1 }
      return nil
    }
    guard columns["run"]?.stringValue == run else { return nil }
    guard let key = Self.number(columns["first_number"]), let operation = operation(record, row)
    else {
      unreadable += 1
      return nil
    }
    return SentinelArrival(
      partition: record.partition, offset: record.offset, time: record.timestamp, seen: seen,
      operation: operation, key: key, number: Self.number(row?["number"]))
  }

  /// The columns that tell whose it is: the key's, else the row's.
  private mutating func columns(_ record: borrowing Record, row: JSONValue?) -> JSONValue? {
    if let bytes = record.key, let key = reader.key(bytes), key[column: "run"] != nil {
      return .object(
        zip(key.columns, key.values).map { JSONValue.Member(name: $0, value: .string($1)) })
    }
    return row?["run"] == nil ? nil : row
  }

  private mutating func operation(
    _ record: borrowing Record, _ row: JSONValue?
  ) -> SentinelArrival.Operation? {
    switch reader.read(record) {
    case .tombstone: return .tombstone
    case .change(let envelope):
      switch envelope.operation {
      case .create: return .event(.insert)
      case .update: return .event(.update)
      case .delete: return .event(.delete)
      case .read: return .read(isIncremental: envelope.marker == .incremental)
      case .truncate, .message, nil: return nil
      }
    case .unreadable:
      guard let row, row["number"] != nil else { return nil }
      return row["__deleted"]?.plainText == "true" ? .event(.delete) : .untold
    }
  }

  /// The row that a value holds, `after` of an envelope; nil when it is none.
  private static func value(_ record: borrowing Record) -> JSONValue? {
    guard let bytes = record.value, let document = try? JSONValue.parse(bytes) else { return nil }
    let payload = document.payload
    guard payload["op"] != nil, payload["source"] != nil else { return payload }
    guard let after = payload["after"], !after.isNull else { return payload["before"] }
    return after
  }

  // A transform may have made it a text.
  private static func number(_ value: JSONValue?) -> Int? {
    guard let value, let number = Int(value.plainText),
      SentinelChange.numbers.contains(number)
    else { return nil }
    return number
  }
}
