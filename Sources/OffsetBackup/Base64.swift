internal import FoundationEssentials
internal import JSON

extension JSONValue {
  /// Bytes in base64 with padding (RFC 4648, 4); null for none, which is not the same as empty.
  static func base64(_ bytes: [UInt8]?) -> JSONValue {
    bytes.map { .string(Data($0).base64EncodedString()) } ?? .null
  }

  /// The bytes of a base64 text, or none for null; nil when it is neither.
  var base64Bytes: [UInt8]?? {
    switch self {
    case .null: .some(nil)
    case .string(let text): Data(base64Encoded: text).map { .some(Array($0)) }
    default: nil
    }
  }
}
