/// The few lines of a Java stack trace that say what happened.
struct TraceSummary {
  /// The outermost error's first line and, when it is another, the innermost cause's.
  let text: String

  /// Nil for a trace without a word.
  init?(_ trace: String) {
    let lines = trace.split(whereSeparator: \.isNewline)
    guard let first = lines.first(where: { $0.contains { !$0.isWhitespace } }) else { return nil }
    let marker = "Caused by: "
    guard let cause = lines.last(where: { $0.hasPrefix(marker) }) else {
      text = String(first)
      return
    }
    text = "\(first) (cause: \(cause.dropFirst(marker.count)))"
  }
}
