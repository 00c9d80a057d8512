/// Why no shadow connector can be built from a live connector's configuration.
public struct ShadowError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is in the way, a sentence without a full stop.
  public var description: String
  /// What to do next.
  public var hint: String

  /// A reason; see the properties.
  public init(_ description: String, hint: String) {
    self.description = description
    self.hint = hint
  }
}
