/// A regular expression that a table's whole name must match, as Debezium takes them in signals and
/// in lists of tables.
///
/// A text that does not compile, is longer than 1,000 bytes or could take very long (see
/// ``isExpression(forNamesOf:)``) stands for itself alone. Java's and Swift's expressions agree on
/// what names of tables need; what only Java knows (looking behind) does not compile here.
public struct TablePattern: Sendable, Hashable {
  /// Whether capitals and small letters are the same.
  public enum LetterCase: Sendable, Hashable {
    /// As in a signal's `data-collections`.
    case counts
    /// As in a connector's `table.include.list`.
    case ignored
  }

  /// The expression.
  public let text: String
  /// Whether capitals and small letters are the same.
  public let letterCase: LetterCase

  private static let lengthLimit = 1000
  private static let nameLengthLimit = 1000
  private static let wayLimit = 1e6

  /// An expression for tables' whole names.
  public init(_ text: String, letterCase: LetterCase = .counts) {
    self.text = text
    self.letterCase = letterCase
  }

  /// The expressions of a configuration's list: parted by commas, `\,` being a comma of an
  /// expression's own; spaces around each and empty ones are left out.
  public static func list(_ text: String, letterCase: LetterCase = .ignored) -> [TablePattern] {
    var patterns: [String] = [""]
    var isEscaped = false
    for sign in text {
      if sign == ",", !isEscaped {
        patterns.append("")
      } else {
        if sign == ",", isEscaped { patterns[patterns.count - 1].removeLast() }
        patterns[patterns.count - 1].append(sign)
      }
      isEscaped = sign == "\\" && !isEscaped
    }
    return patterns.map(\.trimmed).filter { !$0.isEmpty }
      .map { TablePattern(String($0), letterCase: letterCase) }
  }

  /// Whether the text is used as an expression on a name of `length` signs, not as a plain name.
  public func isExpression(forNamesOf length: Int) -> Bool {
    expression(forNamesOf: length) != nil
  }

  /// Whether `table` matches from its first sign to its last, or is the text itself.
  ///
  /// Compiles the expression each time, some 0.1 ms.
  public func matches(_ table: String) -> Bool {
    matching([table]).isEmpty == false
  }

  /// The ones of `tables` that match, in their order; the expression is compiled once.
  public func matching(_ tables: [String]) -> [String] {
    let compiled = expression(forNamesOf: tables.map(\.utf8.count).max() ?? 0)
    return tables.filter { table in
      if isSame(table) { return true }
      guard let compiled else { return false }
      return (try? compiled.wholeMatch(in: table)) != nil
    }
  }

  private func isSame(_ table: String) -> Bool {
    switch letterCase {
    case .counts: table == text
    case .ignored: table.lowercased() == text.lowercased()
    }
  }

  private func expression(forNamesOf length: Int) -> Regex<AnyRegexOutput>? {
    guard text.utf8.count <= Self.lengthLimit, length <= Self.nameLengthLimit,
      PatternCost.ways(pattern: text, nameLength: length) <= Self.wayLimit,
      let expression = try? Regex(text)
    else { return nil }
    return letterCase == .ignored ? expression.ignoresCase() : expression
  }
}
