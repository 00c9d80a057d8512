/// A URL as people may see it: without its user and password.
public struct RedactedURL: Sendable, Hashable, CustomStringConvertible {
  /// The URL without user information.
  public let description: String

  /// Takes the user information out of a URL, which need not be a good one.
  ///
  /// A password that was not percent-encoded may reach beyond the first slash, so everything up to
  /// the last `@` goes: rather too little shown than a piece of a password.
  public init(_ url: String) {
    guard let scheme = url.firstRange(of: "://") else {
      description = Self.afterLastAt(url[...])
      return
    }
    let rest = url[scheme.upperBound...]
    let authority = rest.prefix { !"/?#".contains($0) }
    let isPlain = !authority.contains("@") && Self.isHostAndPort(authority)
    description = url[..<scheme.upperBound] + (isPlain ? String(rest) : Self.afterLastAt(rest))
  }

  private static func afterLastAt(_ text: Substring) -> String {
    guard let at = text.lastIndex(of: "@") else { return String(text) }
    return String(text[text.index(after: at)...])
  }

  private static func isHostAndPort(_ authority: Substring) -> Bool {
    guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else { return true }
    return authority[authority.index(after: colon)...].allSatisfy { $0.isASCII && $0.isNumber }
  }
}
