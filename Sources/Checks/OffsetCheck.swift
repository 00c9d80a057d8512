/// One thing that was looked at before a verdict, with what came of it.
public struct OffsetCheck: Sendable, Hashable {
  /// What came of it.
  public enum Result: String, Sendable, Hashable {
    /// It is as it should be.
    case ok
    /// It may surprise somebody.
    case warning
    /// It loses changes, or stops the connector.
    case critical
    /// It could not be looked at.
    case notChecked = "not checked"
  }

  /// Its name, which stays the same over versions.
  public var id: String
  /// What came of it.
  public var result: Result
  /// What was seen, on one line.
  public var detail: String

  /// A check; see the properties.
  public init(_ id: String, _ result: Result, _ detail: String) {
    self.id = id
    self.result = result
    self.detail = detail
  }
}
