/// What a rule says about a shadow that is to be made.
public struct ShadowFinding: Sendable, Hashable {
  /// What follows from it.
  public enum Weight: Sendable, Hashable {
    /// The drill does not begin (6).
    case refused
    /// A person should know it before agreeing.
    case warning
    /// What could not be looked at.
    case notChecked
  }

  /// The rule's name, which stays the same over versions.
  public var id: String
  /// What follows from it.
  public var weight: Weight
  /// What was found, a sentence without a full stop.
  public var text: String
  /// What to do; nil where nothing can be done.
  public var hint: String?

  /// A finding; see the properties.
  public init(_ id: String, _ weight: Weight, _ text: String, hint: String? = nil) {
    self.id = id
    self.weight = weight
    self.text = text
    self.hint = hint
  }
}
