/// A key as a notification's `last_processed_key` or `maximum_key` prints it: each column's Java
/// text, joined by commas.
///
/// The text has lost where columns end (`a,b` may be one column or two) and, for binary columns,
/// the value itself: then it holds the name of a Java object instead.
public struct NotificationKey: Sendable, Hashable {
  /// One column of the key.
  public enum Column: Sendable, Hashable {
    /// The column as Java prints it.
    case text(String)
    /// Java's null, printed `<null>`.
    case null
    /// A Java object's name (`[B@49a821e6`), which says nothing about the value.
    case unknown
  }

  /// The whole text as it came.
  public let text: String

  /// A key as it came in a notification.
  public init(_ text: String) {
    self.text = text
  }

  /// The key's columns when the text can be split safely into `count` of them, else nil.
  ///
  /// One column takes the text whole, commas included; more must be exactly as many as there are
  /// parts. Zero and less give nil.
  public func columns(count: Int) -> [Column]? {
    guard count >= 1 else { return nil }
    guard count > 1 else { return [Self.column(text)] }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == count else { return nil }
    return parts.map { Self.column($0) }
  }

  /// The columns' texts when each is known (null reads `null`), else nil.
  public func texts(count: Int) -> [String]? {
    guard let columns = columns(count: count) else { return nil }
    var texts: [String] = []
    for column in columns {
      switch column {
      case .text(let text): texts.append(text)
      case .null: texts.append("null")
      case .unknown: return nil
      }
    }
    return texts
  }

  /// Whether a row's own record key may say the same values, given its members' texts in order.
  ///
  /// Java's text of a value is compared as ``JavaValue/text(_:)`` is. False when the text cannot be
  /// split safely or a column is unknown.
  public func matches(_ rowKeyTexts: [String]) -> Bool {
    guard let columns = columns(count: rowKeyTexts.count) else { return false }
    return zip(columns, rowKeyTexts).allSatisfy { column, key in
      switch column {
      case .text(let text): JavaValue.text(text).matches(key)
      case .null: JavaValue.null.matches(key)
      case .unknown: false
      }
    }
  }

  /// Whether any part of the text is a Java object's name, so that it is not to be shown.
  public var namesJavaObject: Bool {
    text.split(separator: ",").contains { Self.isJavaObjectName($0) }
  }

  private static func column(_ part: some StringProtocol) -> Column {
    if part == "<null>" { return .null }
    return isJavaObjectName(part) ? .unknown : .text(String(part))
  }

  /// Java prints an array as its class's name, `@` and a hash: `[B@49a821e6`.
  private static func isJavaObjectName(_ part: some StringProtocol) -> Bool {
    let halves = part.split(separator: "@", omittingEmptySubsequences: false)
    guard halves.count == 2, halves[0].utf8.first == UInt8(ascii: "["),
      (1...8).contains(halves[1].utf8.count),
      halves[1].utf8.allSatisfy(\.isHexadecimalDigit),
      let kind = halves[0].drop(while: { $0 == "[" }).utf8.first
    else { return false }
    let element = halves[0].drop { $0 == "[" }
    if kind == UInt8(ascii: "L") { return element.last == ";" }
    return element.utf8.count == 1 && "BCDFIJSZ".utf8.contains(kind)
  }
}
