/// Texts in which shell variables stand: a name between two marks that no text of a file has.
enum ShellVariables {
  private static let start: Character = "\u{1}"
  private static let end: Character = "\u{2}"

  /// What stands for a drill's variable until ``resolved(_:)``.
  static func marked(_ name: String) -> String { "\(start)\(word(name))\(end)" }

  /// The name as a shell has it: `steps.backup.place` is `backup_place`.
  static func word(_ name: String) -> String {
    let short = name.hasPrefix("steps.") ? name.dropFirst(6) : name[...]
    return String(short.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }

  /// `$name`, and `${name}` where a letter, a digit or a `_` follows.
  static func resolved(_ text: String) -> String {
    var resolved = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: Self.start),
      let end = rest[start...].firstIndex(of: Self.end)
    {
      resolved += rest[..<start]
      let name = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      let isOpen = rest.first.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
      resolved += isOpen ? "${\(name)}" : "$\(name)"
    }
    return resolved + rest
  }
}
