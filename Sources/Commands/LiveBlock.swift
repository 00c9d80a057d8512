import Runtime

/// A few lines that are drawn again in place, one for each table.
struct LiveBlock {
  private var height = 0

  /// The text that replaces the block by these lines, each cut to the terminal's width.
  mutating func draw(_ lines: [String], columns: Int) -> String {
    var text = erasing
    for line in lines { text += DisplayText.truncated(line, to: columns) + "\n" }
    height = lines.count
    return text
  }

  /// The text that takes the block away.
  mutating func clear() -> String {
    defer { height = 0 }
    return erasing
  }

  /// To the block's first line, and everything from there erased.
  ///
  /// A terminal echoes Ctrl-C where the cursor stands, so the line's beginning is sought first.
  private var erasing: String { height > 0 ? "\r\u{1B}[\(height)A\u{1B}[J" : "" }
}
