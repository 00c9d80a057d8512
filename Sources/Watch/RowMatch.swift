public import Debezium
import EnvelopeReader
import JSON
import Kafka

/// Looks for the records of one row: those whose key, or whose fields, have the given values.
public struct RowMatch: Sendable {
  /// A record that fits.
  public struct Found: Sendable {
    /// Where it lies.
    public var position: EventCounts.Position
    /// What it does to the row; nil for a tombstone.
    public var operation: Operation?
    /// The text of `source.snapshot`; nil where the record has none.
    public var snapshot: String?
    /// The value as it was written; nil for a tombstone.
    public var text: String?
  }

  private let columns: [(name: String, value: String)]
  /// The columns that some record had, of those that were looked for in it.
  private var seen: Set<String> = []
  private var missed: Set<String> = []

  /// The columns that were looked for and that no record had: most likely misspelt.
  public var unknownColumns: [String] { missed.subtracting(seen).sorted() }

  /// A search for rows in which every named column has its value, as the key or the row writes it.
  public init(columns: [(String, String)]) {
    self.columns = columns.map { (name: $0.0, value: $0.1) }
  }

  /// The record when it is one of the row's; parses its key, and its value only for columns that
  /// are not in the key.
  mutating func found(
    _ record: borrowing Record, reading: Reading, reader: inout EnvelopeReader
  ) -> Found? {
    guard matches(record, reader: &reader) else { return nil }
    var found = Found(position: EventCounts.Position(of: record))
    if case .change(let envelope) = reading {
      found.operation = envelope.operation
      found.snapshot = envelope.marker.text
    }
    found.text = record.detached().value.map { String(decoding: $0, as: UTF8.self) }
    return found
  }

  private mutating func matches(_ record: borrowing Record, reader: inout EnvelopeReader) -> Bool {
    var rest = columns
    if let bytes = record.key, let key = reader.key(bytes) {
      for column in columns {
        guard let value = key[column: column.name] else { continue }
        seen.insert(column.name)
        guard value == column.value else { return false }
        rest.removeAll { $0.name == column.name }
      }
    }
    guard !rest.isEmpty else { return true }
    guard let bytes = record.value, let row = reader.row(bytes) else { return false }
    for column in rest {
      if row[column.name] == nil { missed.insert(column.name) } else { seen.insert(column.name) }
    }
    return rest.allSatisfy { column in row[column.name]?.plainText == column.value }
  }
}
