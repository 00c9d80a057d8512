/// One line of a terminal that is drawn again and again in place.
///
/// It makes text and writes nothing: what its functions return goes to the terminal as it is.
public struct LiveLine: Sendable {
  private static let eraseToEnd = "\u{1B}[K"
  private var drawn: String?

  /// A line that is not on the screen yet.
  public init() {}

  /// What puts `text` on the line, cut to a terminal of `columns`; empty when it is there already.
  ///
  /// One column stays free: a terminal whose last column is written to may wrap, and the next
  /// drawing would then leave the old one behind.
  public mutating func draw(_ text: String, columns: Int) -> String {
    let line = DisplayText.truncated(text, to: max(columns, 1) - 1)
    guard line != drawn else { return "" }
    drawn = line
    return "\r" + line + Self.eraseToEnd
  }

  /// What takes the line off the screen, so that other text can be written; empty without a line.
  public mutating func clear() -> String {
    guard drawn != nil else { return "" }
    drawn = nil
    return "\r" + Self.eraseToEnd
  }

  /// What leaves the line standing as it is and goes to the next; empty without a line.
  public mutating func finish() -> String {
    guard drawn != nil else { return "" }
    drawn = nil
    return "\n"
  }
}
