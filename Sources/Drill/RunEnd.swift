/// How a run, or an abort of one, ended.
public struct RunEnd: Sendable, Hashable {
  /// The result, as the report has it.
  public enum Result: String, Sendable, Hashable {
    /// The proof holds, the targets are met.
    case proved
    /// The proof holds, and a target or a budget was overrun.
    case overTarget = "proved-over-target"
    /// More is lost than may be.
    case lost
    /// What was to be shown is not.
    case notProved = "not-proved"
    /// A check failed before any disaster: what was done is undone.
    case refused
    /// A step failed, or cannot be told, from the disaster on.
    case halfWay = "half-way"
    /// All was undone because somebody asked for it.
    case aborted
    /// The run was asked to stop; it can be taken up again.
    case interrupted
  }

  /// The result.
  public var result: Result
  /// Whether a rule of safety was the reason of a refusal.
  public var isForSafety = false
  /// The step that did not do what it should; nil when all did.
  public var step: String?
  /// Why, a sentence without a full stop; empty when there is nothing to say.
  public var reason: String
  /// What to do next; empty for nothing.
  public var hint: String

  /// An end; see the properties.
  public init(_ result: Result, step: String? = nil, reason: String = "", hint: String = "") {
    self.result = result
    self.step = step
    self.reason = reason
    self.hint = hint
  }

  /// The exit status that the contract has for it; nil for an interruption, whose signal decides.
  public var status: Int32? {
    switch result {
    case .proved, .aborted: 0
    case .overTarget: 3
    case .lost, .notProved: 8
    case .refused: isForSafety ? 6 : 2
    case .halfWay: 7
    case .interrupted: nil
    }
  }
}
