/// A text of a drill's file with the variables that stand in it, `${inputs.db}`.
///
/// `$${` stands for a `${` that is none, so that Connect's own references can be written.
public struct DrillText: Sendable, Hashable {
  /// A stretch of the text.
  public enum Part: Sendable, Hashable {
    /// As it is.
    case literal(String)
    /// The value of the variable of this name, without `${` and `}`.
    case variable(String)
  }

  /// The stretches in order; empty for an empty text.
  public let parts: [Part]
  /// Where it stands; nil for a text that cdcwatch itself put there.
  public let place: FilePlace?

  /// Reads a text; nil when a `${` has no `}`.
  public init?(parsing text: String, at place: FilePlace? = nil) {
    var parts: [Part] = []
    var literal = ""
    var rest = Substring(text)
    while let dollar = rest.firstIndex(of: "$") {
      literal += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$${") {
        literal += "${"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("${") {
        guard let end = rest.firstIndex(of: "}") else { return nil }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = ""
        parts.append(.variable(String(rest[rest.index(rest.startIndex, offsetBy: 2)..<end])))
        rest = rest[rest.index(after: end)...]
      } else {
        literal.append("$")
        rest = rest.dropFirst()
      }
    }
    literal += rest
    if !literal.isEmpty { parts.append(.literal(literal)) }
    self.parts = parts
    self.place = place
  }

  /// A text without variables.
  public init(literal text: String) {
    parts = text.isEmpty ? [] : [.literal(text)]
    place = nil
  }

  /// The names of the variables, in order.
  public var variables: [String] {
    parts.compactMap { part in
      guard case .variable(let name) = part else { return nil }
      return name
    }
  }

  /// The text with each variable's value in its place; one without a value stays as it was written.
  public func filled(_ value: (String) -> String?) -> String {
    parts.map { part in
      switch part {
      case .literal(let text): text
      case .variable(let name): value(name) ?? "${\(name)}"
      }
    }.joined()
  }

  /// The same text with other stretches in place of each variable's.
  public func replacing(_ stretches: (String) -> [Part]) -> DrillText {
    let replaced = parts.flatMap { part in
      switch part {
      case .literal: [part]
      case .variable(let name): stretches(name)
      }
    }
    return DrillText(parts: replaced, place: place)
  }

  /// As a file has it, with its variables.
  public var written: String { filled { _ in nil } }

  private init(parts: [Part], place: FilePlace?) {
    self.parts = parts
    self.place = place
  }

  /// Whether a URL in it has a password that is no variable.
  var holdsPassword: Bool {
    // What stands for a variable is no text that a password could be.
    let text = parts.map { part in
      if case .literal(let text) = part { text } else { "\u{0}" }
    }.joined()
    var rest = text[...]
    while let scheme = rest.firstRange(of: "://") {
      let authority = rest[scheme.upperBound...].prefix { !"/ \"'\n".contains($0) }
      if let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") {
        let password = authority[authority.index(after: colon)..<at]
        if !password.isEmpty, !password.contains("\u{0}"), !password.hasPrefix("${") { return true }
      }
      rest = rest[scheme.upperBound...]
    }
    return false
  }
}
