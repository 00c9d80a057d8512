import Debezium
import EnvelopeReader
import Foundation
import JSON
import Testing

/// A record cut from a real topic, with what it is.
struct RecordedRecord: Sendable, CustomTestStringConvertible {
  var origin: String
  var reading: String
  var key: String?
  var value: String?

  var testDescription: String { "\(origin): \(reading)" }

  /// One record of each kind that each database's connector wrote.
  static let all: [RecordedRecord] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/records.jsonl")
    let lines = (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n") ?? []
    return lines.compactMap { line in
      guard let json = try? JSONValue.parse(String(line)) else { return nil }
      return RecordedRecord(
        origin: json["from"]?.stringValue ?? "", reading: json["reading"]?.stringValue ?? "",
        key: json["key"]?.stringValue, value: json["value"]?.stringValue)
    }
  }()
}

extension Reading {
  /// Form, `op` and marker with `-` for what is absent, or what else the record is.
  var summary: String {
    switch self {
    case .tombstone: "tombstone"
    case .unreadable(let reason): reason.description
    case .change(let envelope):
      "\(envelope.form) \(envelope.operation?.text ?? "-") \(envelope.marker.text ?? "-")"
    }
  }
}

extension EnvelopeReader {
  mutating func read(text: String) -> Reading { read(bytes: Array(text.utf8)) }

  mutating func read(bytes: [UInt8]) -> Reading { unsafe read(bytes.span.bytes) }
}

/// What one value is, to a new reader.
func reading(_ text: String) -> Reading {
  var reader = EnvelopeReader()
  return reader.read(text: text)
}
