/// A credentials file of Amazon's tools: `[profile]`, then `key = value` lines.
enum ProfileText {
  /// The settings of one profile; empty when it is not there.
  static func settings(of profile: String, in text: String) -> [String: String] {
    var settings: [String: String] = [:]
    var isOurs = false
    for line in text.split(whereSeparator: \.isNewline) {
      let line = trimmed(line)
      if line.hasPrefix("#") || line.hasPrefix(";") { continue }
      if line.hasPrefix("["), line.hasSuffix("]") {
        isOurs = trimmed(line.dropFirst().dropLast()) == profile
      } else if isOurs, let equals = line.firstIndex(of: "=") {
        let value = trimmed(line[line.index(after: equals)...])
        settings[String(trimmed(line[..<equals]))] = String(value)
      }
    }
    return settings
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let start = text.drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return start[...last]
  }
}
