/// What keeps a table that is there, or ought to be, from taking the sentinels of a live drill.
public struct SentinelTableDefect: Sendable, Hashable {
  /// Why, in the server's words.
  public let reason: String
  /// The statement that makes the table.
  public let definition: String

  /// A defect; see the properties.
  public init(reason: String, definition: String) {
    self.reason = reason
    self.definition = definition
  }
}
