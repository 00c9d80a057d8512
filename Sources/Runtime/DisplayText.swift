/// Text as a terminal shows it: its width in columns, cut to fit, without anything that steers.
public enum DisplayText {
  /// The columns that `text` takes: two for East Asian wide characters and most emoji, none for
  /// combining marks, control characters and colour sequences (`ESC [ ... m`).
  public static func columns(of text: String) -> Int {
    var columns = 0
    var scanner = ColorSequenceScanner()
    for character in text where !scanner.skips(character) { columns += width(of: character) }
    return columns
  }

  /// The text, or as much of its beginning as fits in `columns` with a `…` at the end.
  ///
  /// Colour sequences are kept; a cut text that holds any ends with the one that resets colour.
  /// Empty when `columns` is zero or less.
  public static func truncated(_ text: String, to columns: Int) -> String {
    guard columns > 0 else { return "" }
    guard self.columns(of: text) > columns else { return text }
    var kept = ""
    var used = 0
    var scanner = ColorSequenceScanner()
    for character in text {
      if !scanner.skips(character) {
        let width = width(of: character)
        if used + width > columns - 1 { break }
        used += width
      }
      kept.append(character)
    }
    return kept + "…" + (scanner.hasSeenSequence ? "\u{1B}[0m" : "")
  }

  /// The text with spaces behind it up to `columns`; unchanged when it is as wide or wider.
  public static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, max(0, columns) - self.columns(of: text)))
  }

  /// Foreign text made harmless: every control character and every mark that turns the direction
  /// of writing is written out, as in `\u{1B}`, so that a name cannot move a terminal's cursor.
  public static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: steers) else { return text }
    var clean = ""
    for scalar in text.unicodeScalars {
      if steers(scalar) {
        clean += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      } else {
        clean.unicodeScalars.append(scalar)
      }
    }
    return clean
  }

  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func width(of character: Character) -> Int {
    var widest = 0
    for scalar in character.unicodeScalars {
      // Variation selector 16 asks for the emoji form of what stands before it.
      if scalar.value == 0xFE0F, widest > 0 { return 2 }
      widest = max(widest, width(of: scalar))
    }
    return widest
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x7F { return scalar.value < 0x20 ? 0 : 1 }
    switch scalar.properties.generalCategory {
    case .control, .nonspacingMark, .enclosingMark, .format, .lineSeparator, .paragraphSeparator:
      return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    return wideRanges.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  // Blocks whose East_Asian_Width is W or F, from Unicode's EastAsianWidth.txt, joined where only
  // unassigned code points lie between them.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
    0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F1E6...0x1F1FF,
    0x20000...0x3FFFD,
  ]
}

/// Follows a text character by character and knows which belong to a colour sequence.
private struct ColorSequenceScanner {
  private enum Place {
    case text
    case escape
    case parameters
  }

  private var place = Place.text
  private(set) var hasSeenSequence = false

  mutating func skips(_ character: Character) -> Bool {
    switch (place, character) {
    case (.text, "\u{1B}"): place = .escape
    case (.escape, "["): place = .parameters
    case (.parameters, "m"):
      place = .text
      hasSeenSequence = true
    case (.parameters, "0"..."9"), (.parameters, ";"): break
    default:
      place = .text
      return false
    }
    return true
  }
}
