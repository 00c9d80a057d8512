internal import Runtime

/// A table's name, from its last part alone to all of them: `orders_large`, `public.orders_large`.
///
/// Debezium's own id of a table is `schema.table` for PostgreSQL, `database.table` for MySQL and
/// MariaDB, `database.schema.table` for SQL Server. Quotes around a part (`"public"."t1"`,
/// `[db].[dbo].[t]`, backticks) are no part of the name; case counts.
public struct TableName: Sendable, Hashable, CustomStringConvertible {
  /// The parts from the outermost to the table itself, without quotes; never empty.
  public let parts: [String]

  /// Reads a name; a dot within quotes parts nothing, and an unclosed quote is an ordinary sign.
  public init(_ text: String) {
    parts =
      Self.quotedParts(text)
      ?? text.split(
        separator: ".", omittingEmptySubsequences: false
      ).map(String.init)
  }

  /// The last part.
  public var table: String { parts.last ?? "" }

  /// The parts with dots between, as Debezium writes an id.
  public var description: String { parts.joined(separator: ".") }

  /// Whether this name and `other` may mean one table: one's parts are the other's last ones.
  public func resolves(to other: TableName) -> Bool {
    let count = min(parts.count, other.parts.count)
    return parts.suffix(count) == other.parts.suffix(count)
  }

  /// Whether `topic` is this table's: its last parts are the name, or it is the whole topic's name.
  ///
  /// `orders_large`, `public.orders_large` and `shop.public.orders_large` all resolve to the topic
  /// `shop.public.orders_large`. Signs that no topic may have stand there as `_`, as Debezium
  /// writes them. `delimiter` is the connector's `topic.delimiter`.
  public func resolves(toTopic topic: String, delimiter: String = ".") -> Bool {
    [parts.joined(separator: delimiter), parts.map(Self.topicSafe).joined(separator: delimiter)]
      .contains { name in
        !name.isEmpty && (topic == name || topic.hasSuffix(delimiter + name))
      }
  }

  /// The topic into which the connector with `prefix` writes this table's changes.
  public func topic(prefix: String, delimiter: String = ".") -> String {
    ([prefix] + parts.map(Self.topicSafe)).joined(separator: delimiter)
  }

  /// The table whose changes `topic` holds when `prefix` is the connector's `topic.prefix`.
  ///
  /// Nil when the topic does not start with the prefix or is the prefix alone, which is the topic of
  /// schema changes. A prefix may hold dots. Where Debezium replaced signs, the topic's `_` stays.
  public init?(topic: String, prefix: String, delimiter: String = ".") {
    let head = prefix + delimiter
    guard !prefix.isEmpty, !delimiter.isEmpty, topic.hasPrefix(head) else { return nil }
    let rest = topic.dropFirst(head.count)
    guard !rest.isEmpty else { return nil }
    self.init(parts: Self.pieces(of: rest, delimiter: delimiter))
  }

  private init(parts: [String]) {
    self.parts = parts
  }

  /// A topic's name has only ASCII letters, digits, `.`, `_` and `-`.
  private static func topicSafe(_ part: String) -> String {
    String(
      String.UnicodeScalarView(
        part.unicodeScalars.map { scalar in
          let byte = UInt8(exactly: scalar.value) ?? 0
          let isLegal = byte.isOfName
          return isLegal ? scalar : "_"
        }))
  }

  private static func pieces(of text: Substring, delimiter: String) -> [String] {
    guard let sign = delimiter.first, delimiter.count == 1 else { return [String(text)] }
    return text.split(separator: sign, omittingEmptySubsequences: false).map(String.init)
  }

  private static func quotedParts(_ text: String) -> [String]? {
    var parts: [String] = []
    var part = ""
    var closing: Character?
    for sign in text {
      if let end = closing {
        if sign == end { closing = nil } else { part.append(sign) }
        continue
      }
      switch sign {
      case ".":
        parts.append(part)
        part = ""
      case "\"", "`": closing = sign
      case "[": closing = "]"
      default: part.append(sign)
      }
    }
    return closing == nil ? parts + [part] : nil
  }
}
