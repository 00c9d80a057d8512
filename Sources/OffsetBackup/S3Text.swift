/// What S3 answers in XML, as far as it matters: flat elements with text in them.
///
/// It never fails: what is not there is empty.
struct S3Text {
  private let text: String

  init(_ bytes: [UInt8]) { text = String(decoding: bytes, as: UTF8.self) }

  /// The texts of all elements of that name, in order, their entities resolved.
  func all(_ name: String) -> [String] {
    var found: [String] = []
    var rest = text[...]
    while let start = rest.firstRange(of: "<\(name)>") {
      rest = rest[start.upperBound...]
      guard let end = rest.firstRange(of: "</\(name)>") else { return found }
      found.append(Self.resolved(rest[..<end.lowerBound]))
      rest = rest[end.upperBound...]
    }
    return found
  }

  /// The text of the first element of that name; nil when there is none.
  func first(_ name: String) -> String? { all(name).first }

  private static func resolved(_ text: Substring) -> String {
    guard text.contains("&") else { return String(text) }
    var result = ""
    var rest = text
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      rest = rest[start...].dropFirst()
      guard let end = rest.firstIndex(of: ";"), let sign = sign(rest[..<end]) else {
        result += "&"
        continue
      }
      result.unicodeScalars.append(sign)
      rest = rest[end...].dropFirst()
    }
    return result + rest
  }

  private static func sign(_ entity: Substring) -> Unicode.Scalar? {
    switch entity {
    case "amp": "&"
    case "lt": "<"
    case "gt": ">"
    case "quot": "\""
    case "apos": "'"
    default:
      entity.hasPrefix("#x")
        ? UInt32(entity.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
        : entity.hasPrefix("#") ? UInt32(entity.dropFirst()).flatMap(Unicode.Scalar.init) : nil
    }
  }
}
