import Debezium
public import EnvelopeReader
import JSON
public import Kafka
import Runtime

extension EnvelopeReader {
  /// What a record is; where its value has no operation, by the headers that ExtractNewRecordState
  /// adds with `add.headers=op,source.snapshot,ts_ms`.
  ///
  /// Headers are looked at for such records only, since that allocates.
  public mutating func read(_ record: borrowing Record) -> Reading {
    let reading = read(record.value)
    guard case .unreadable(.noOperation) = reading else { return reading }
    return FlatHeaders(record)?.envelope.map(Reading.change) ?? reading
  }
}

/// The headers of a flat row: the names of the envelope's members behind `__`.
private struct FlatHeaders {
  private var values: [String: String] = [:]

  init?(_ record: borrowing Record) {
    guard let headers = try? record.headers else { return nil }
    for header in headers.detached() where header.name.hasPrefix("__") {
      values[header.name] = header.value.map(Self.text)
    }
  }

  var envelope: Envelope? {
    guard let operation = values["__op"].flatMap({ Debezium.Operation($0) }) else { return nil }
    let marker = values["__source_snapshot"] ?? values["__snapshot"]
    return Envelope(
      form: .flattened, operation: operation, marker: marker.map { SnapshotMarker($0) } ?? .absent,
      time: values["__ts_ms"].flatMap { Int64($0) }.map { Timestamp(milliseconds: $0) })
  }

  /// Connect's header converter writes a plain text, the JSON converter one with quotes.
  private static func text(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    return (try? JSONValue.parse(text))?.stringValue ?? text
  }
}
