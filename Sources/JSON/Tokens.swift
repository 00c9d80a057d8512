import CSimdjson

/// A document and where each of its tokens starts.
///
/// Both have something behind their ends, so that a walk needs no bounds in between: a byte that no
/// token starts with.
package struct Tokens: ~Escapable {
  /// The document, then `padding` spaces.
  package let document: RawSpan
  /// The tokens' offsets in ascending order, then `sentinels` times the document's length.
  package let starts: Span<UInt32>

  /// Spaces behind the document.
  package static var padding: Int { STRUCTURAL_INDEX_PADDING }
  /// Offsets behind the last token's.
  package static var sentinels: Int { STRUCTURAL_INDEX_SENTINELS }

  @_lifetime(copy document, copy starts)
  init(document: RawSpan, starts: Span<UInt32>) {
    self.document = document
    self.starts = starts
  }

  /// How many tokens there are.
  package var count: Int { starts.count - Self.sentinels }
  /// How many bytes the document has.
  package var length: Int { document.byteCount - Self.padding }
}
