/// A value of a YAML document, with the place where it was written.
///
/// Scalars stay text: whether `no` is a word or a Boolean is decided by whoever reads the key.
public struct YAMLNode: Sendable, Hashable {
  /// What stands at the place.
  public enum Content: Sendable, Hashable {
    /// Nothing, `~` or `null`, without quotes.
    case null
    /// A text, its quotes and escapes resolved.
    case scalar(String)
    /// The elements in order.
    case list([YAMLNode])
    /// The entries in order; no key comes twice.
    case mapping([Entry])
  }

  /// A key with its value.
  public struct Entry: Sendable, Hashable {
    /// The key.
    public let key: String
    /// The line of the key, from 1.
    public let line: Int
    /// The column of the key, in characters from 1.
    public let column: Int
    /// What belongs to it.
    public let value: YAMLNode

    /// An entry; see the properties.
    public init(key: String, line: Int, column: Int, value: YAMLNode) {
      self.key = key
      self.line = line
      self.column = column
      self.value = value
    }
  }

  /// What stands here.
  public let content: Content
  /// The line on which it begins, from 1.
  public let line: Int
  /// The column at which it begins, in characters from 1.
  public let column: Int

  /// The value of that key, or nil when there is none or this is no mapping.
  public subscript(key: String) -> YAMLNode? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// What a person calls such a value, with its article.
  public var kind: String {
    switch content {
    case .null: "nothing"
    case .scalar: "a text"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }
}
