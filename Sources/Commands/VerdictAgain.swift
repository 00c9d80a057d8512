import Checks

/// The verdict that somebody agreed to, and the one that is taken again just before the change is done.
struct VerdictAgain {
  /// The one of the plan; nil where nobody told the connector's configuration.
  let agreed: OffsetJudgement?
  /// The one of now.
  let now: OffsetJudgement?

  /// Whether offsets may be put back: by the verdict that was agreed to, or by one that is as good as
  /// RESUME.
  ///
  /// RESUME becomes REPLAY by itself while a connector goes on.
  var isCovered: Bool { now.isSafe || now.verdict == agreed.verdict }

  /// What changed, and why; a sentence without a full stop.
  var words: String {
    guard now.verdict != agreed.verdict else {
      return "meanwhile the verdict \(now.verdict.rawValue) has another reason: \(reason)"
    }
    return "meanwhile the verdict is another, \(now.verdict.rawValue) and no longer"
      + " \(agreed.verdict.rawValue): \(reason)"
  }

  private var reason: String { now?.reason ?? "the connector's configuration is not told any more" }

  /// What was found, for whoever reads what was done.
  var line: String { "the verdict, taken again: \(now.words)" }

  /// What shows the plan as it would be now.
  static let hint = "the same command without --execute shows the plan as it is now"
}
