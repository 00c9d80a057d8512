/// Why bytes are no JSON value.
public enum JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Nothing, or only spaces.
  case empty
  /// The bytes are not UTF-8.
  case invalidUTF8
  /// The grammar is broken at a byte, or the document is cut off; nil when the place is not known,
  /// as for a string that does not end.
  case malformed(offset: Int?)
  /// Arrays and objects lie deeper than `JSONValue.depthLimit`.
  case tooDeep
  /// 4 GB or more.
  case tooLarge
  /// No memory for the document.
  case outOfMemory

  /// The reason in words, without a full stop.
  public var description: String {
    switch self {
    case .empty: "empty, not JSON"
    case .invalidUTF8: "not UTF-8"
    case .malformed(let offset?): "not JSON at byte \(offset)"
    case .malformed(nil): "not JSON"
    case .tooDeep: "nested deeper than \(JSONValue.depthLimit)"
    case .tooLarge: "too large for JSON (4 GB)"
    case .outOfMemory: "out of memory"
    }
  }
}
