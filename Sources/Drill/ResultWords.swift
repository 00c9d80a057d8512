/// A run's end in words.
struct ResultWords {
  /// A word or two.
  let title: String
  /// A sentence.
  let sentence: String
  /// Whether it is good, has to be looked at, or is bad.
  let tone: Tone

  enum Tone: String {
    case good, warning, bad
  }

  init(_ report: RunReport) {
    title = report.result ?? "not ended"
    let because = report.reason.isEmpty ? "" : " \(report.reason)."
    switch report.result {
    case "proved":
      sentence = "Every sentinel change that had to arrive has arrived, and the targets are met."
      tone = .good
    case "proved-over-target":
      sentence = "Nothing was lost that may not be, but a target or a budget was overrun."
      tone = .warning
    case "lost":
      sentence = "More was lost than may be.\(because)"
      tone = .bad
    case "not-proved":
      sentence = "The drill does not show what it has to.\(because)"
      tone = .bad
    case "refused":
      sentence = "A check failed before anything was broken, and what was done is undone.\(because)"
      tone = .warning
    case "half-way":
      sentence = "The run stopped half-way.\(because)"
      tone = .bad
    case "aborted":
      sentence = "The run was given up, and what it did was undone."
      tone = .warning
    default:
      sentence = "The run has not ended: 'cdcwatch drill status' tells whether it is under way."
      tone = .warning
    }
  }
}
