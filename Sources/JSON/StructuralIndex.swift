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

  /// The offsets of the document's tokens: `{ } [ ] : ,` and the first byte of each scalar.
  ///
  /// The offsets ascend and lie inside the document. The span ends with the next scan. It copies
  /// the document once and allocates only for one larger than all before; memory for more than 2 MB
  /// is given back at the next smaller document.
  @_lifetime(&self)
  package mutating func starts(in document: RawSpan) throws(JSONError) -> Span<UInt32> {
    var starts: UnsafePointer<UInt32>?
    var count = 0
    let result = unsafe document.withUnsafeBytes { bytes in
      unsafe structural_index_scan(index, bytes.baseAddress, bytes.count, &starts, &count)
    }
    guard result == STRUCTURAL_INDEX_OK else { throw Self.error(result) }
    let found = unsafe UnsafeBufferPointer(start: starts, count: count)
    return unsafe _overrideLifetime(Span(_unsafeElements: found), mutating: &self)
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
