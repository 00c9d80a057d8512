/// What a rule says of a server or a connector.
public struct RuleFinding: Sendable, Hashable {
  /// The rule's word.
  public enum Verdict: String, Sendable, Hashable {
    /// It is as it should be.
    case pass
    /// It works, and costs something that a person should know.
    case warn
    /// It is not as it should be.
    case fail
    /// It could not be looked at, or does not apply.
    case notKnown = "not known"
  }

  /// A number that the rule went by.
  public struct Figure: Sendable, Hashable {
    /// Its name, with its unit.
    public let name: String
    /// Its value.
    public let value: String

    /// A figure; see the properties.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The rule's word.
  public let verdict: Verdict
  /// What was seen, a sentence without a full stop.
  public let reason: String
  /// What it went by, in order.
  public let figures: [Figure]
  /// What to do; nil where nothing is to be done.
  public let next: String?

  /// A finding; see the properties.
  public init(
    _ verdict: Verdict, _ reason: String, figures: [Figure] = [], next: String? = nil
  ) {
    self.verdict = verdict
    self.reason = reason
    self.figures = figures
    self.next = next
  }

  /// A rule about something that the engine does not have.
  static func inapplicable(_ reason: String) -> RuleFinding {
    RuleFinding(
      .notKnown, reason, next: "leave the rule out for this engine: when: engine == mysql")
  }
}
