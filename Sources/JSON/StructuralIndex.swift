import CSimdjson

/// Where each token of a JSON document starts, found by simdjson in memory that is used again.
///
/// UTF-8, the ends of strings and control characters inside strings have been checked for the whole
/// document; grammar, escapes and numbers have not.
@safe package struct StructuralIndex: ~Copyable {
  // Nil when memory was short: every scan then says so.
  private let index: OpaquePointer?

  /// An empty index; it takes memory with the first document.
  package init() { unsafe index = structural_index_new() }

  deinit { unsafe structural_index_free(index) }

  /// The document's tokens: `{ } [ ] : ,` and each scalar.
  ///
  /// They end with the next scan. It copies the document once and allocates only for one larger than
  /// all before; memory for more than 2 MB is given back at the next smaller document.
  @_lifetime(&self)
  package mutating func tokens(in document: RawSpan) throws(JSONError) -> Tokens {
    var found = unsafe structural_index_tokens()
    let result = unsafe document.withUnsafeBytes { bytes in
      unsafe structural_index_scan(index, bytes.baseAddress, bytes.count, &found)
    }
    guard result == STRUCTURAL_INDEX_OK else { throw Self.error(result) }
    let padded = unsafe UnsafeRawBufferPointer(
      start: found.document, count: document.byteCount + Tokens.padding)
    let starts = unsafe UnsafeBufferPointer(
      start: found.starts, count: found.count + Tokens.sentinels)
    return unsafe _overrideLifetime(
      Tokens(document: RawSpan(_unsafeBytes: padded), starts: Span(_unsafeElements: starts)),
      mutating: &self)
  }

  private static func error(_ result: structural_index_result) -> JSONError {
    switch result {
    case STRUCTURAL_INDEX_EMPTY: .empty
    case STRUCTURAL_INDEX_NOT_UTF8: .invalidUTF8
    case STRUCTURAL_INDEX_TOO_LARGE: .tooLarge
    case STRUCTURAL_INDEX_OUT_OF_MEMORY: .outOfMemory
    default: .malformed(offset: nil)
    }
  }
}

extension JSONValue {
  /// The version of the parser's library, simdjson, such as `3.0.1`.
  public static var parserVersion: String {
    unsafe String(cString: structural_index_simdjson_version())
  }
}
