import Debezium
import JSON

/// Reads change events out of record values: JSON with or without Kafka Connect's schema, or made
/// flat by ExtractNewRecordState.
///
/// It holds memory that is used again, so one belongs to one thread. A reading makes no string and
/// allocates nothing once it has seen a record as large.
public struct EnvelopeReader: ~Copyable {
  private var index = StructuralIndex()
  private var otherMarker: [UInt8] = []
  private var hasOtherMarker = false

  /// A reader that has read nothing.
  public init() {}

  /// The marker's text when the last reading's marker was `other`, cut at 256 bytes; else nil.
  public var otherMarkerText: String? {
    guard hasOtherMarker else { return nil }
    return unsafe JSONEscapes.resolve(otherMarker.span.bytes)
      ?? String(decoding: otherMarker, as: UTF8.self)
  }

  /// What a record's value is; nil is a tombstone.
  ///
  /// Any bytes are allowed. A value is a change only when the document is whole: UTF-8, its strings
  /// closed, its tokens in a grammatical order up to the end of the root object; so a record that
  /// was cut off is unreadable even when its `op` came before the cut. The order of members does
  /// not matter; of two with the same name the later counts.
  public mutating func read(_ value: RawSpan?) -> Reading {
    hasOtherMarker = false
    guard let value else { return .tombstone }
    do throws(Unreadable) {
      return .change(try envelope(value))
    } catch {
      return .unreadable(error)
    }
  }

  private mutating func envelope(_ value: RawSpan) throws(Unreadable) -> Envelope {
    if value.byteCount >= 5, unsafe value.unsafeLoad(as: UInt8.self) == 0 { throw .schemaRegistry }
    let tokens: Tokens
    do throws(JSONError) {
      tokens = try index.tokens(in: value)
    } catch {
      throw Unreadable(error)
    }
    var walk = EnvelopeWalk(DocumentWalk(tokens))
    let envelope = try walk.read()
    if envelope.marker == .other, let range = walk.otherMarker(of: envelope) {
      keepMarker(value.extracting(range.prefix(256)))
    }
    return envelope
  }

  /// The whole value of a document; nil when it is no JSON.
  mutating func parse(_ document: RawSpan) -> JSONValue? {
    try? JSONValue.parse(document, index: &index)
  }

  private mutating func keepMarker(_ text: RawSpan) {
    otherMarker.removeAll(keepingCapacity: true)
    unsafe text.withUnsafeBytes { unsafe otherMarker.append(contentsOf: $0) }
    hasOtherMarker = true
  }
}
