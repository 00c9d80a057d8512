internal import HTTP
internal import Runtime

/// The address of a worker's REST interface, perhaps below a path of a proxy.
public struct WorkerURL: Sendable, Hashable, CustomStringConvertible {
  /// Without a slash at its end.
  private let base: String

  /// From what a person types: `http://` may be missing, a slash at the end does not matter.
  ///
  /// Throws `badURL` for another scheme, no host, a query or spaces.
  public init(_ text: String) throws(ConnectError) {
    let scheme = text.firstRange(of: "://").map { text[..<$0.lowerBound].lowercased() }
    // "http:host" is a slip, not a host called "http".
    let isSlip = scheme == nil && ["http:", "https:"].contains { text.lowercased().hasPrefix($0) }
    guard scheme == nil || scheme == "http" || scheme == "https", !isSlip else {
      throw .badURL(RedactedURL(text), reason: "neither http:// nor https://")
    }
    var base = scheme == nil ? "http://" + text : text
    while base.hasSuffix("/") { base.removeLast() }
    let rest = base[(base.firstRange(of: "://")?.upperBound ?? base.endIndex)...]
    guard let first = rest.first, first != "/", first != ":" else {
      throw .badURL(RedactedURL(text), reason: "no host")
    }
    guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), !rest.contains("?"),
      !rest.contains("#")
    else { throw .badURL(RedactedURL(text), reason: "a space, a query or a fragment") }
    self.base = base
  }

  /// The address of a path below it, as it is sent: with user information.
  func appending(_ path: String) -> String { base + path }

  /// The address for people: without user information.
  public var description: String { RedactedURL(base).description }

  /// A connector's name as a part of a path.
  static func encoded(_ name: String) -> String {
    var encoded = ""
    // "." and ".." would be steps in the path.
    let isStep = name == "." || name == ".."
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: ".") where isStep: encoded += "%2E"
      case UInt8(ascii: "~"),
        _ where byte.isOfName:
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return encoded
  }
}
