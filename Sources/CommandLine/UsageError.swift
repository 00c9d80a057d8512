/// A command line that cannot be understood.
///
/// Its `description` is what goes to standard error, with a hint that says what to type.
public enum UsageError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Nothing was asked for; `usage` is the short help.
  case noCommand(usage: String)
  /// No command has this name.
  case unknownCommand(String, program: String, suggestion: String?)
  /// A group of commands was named without saying which.
  case missingVerb(group: String, verbs: [String])
  /// A group of commands has none of this name.
  case unknownVerb(String, group: String, verbs: [String], suggestion: String?)
  /// The command has no such flag; `command` is the program's name before any command is known.
  case unknownFlag(String, command: String, suggestion: String?)
  /// The flag's value was left out.
  case missingValue(flag: String, valueName: String)
  /// The flag takes no value but got one.
  case unexpectedValue(flag: String, value: String)
  /// A value that is no duration; `origin` is the flag or the environment variable.
  case badDuration(origin: String, text: String)
  /// A duration below what makes sense.
  case shortDuration(origin: String, text: String, shortest: Duration)
  /// A value that is none of the words allowed.
  case badChoice(origin: String, text: String, choices: [String])
  /// A value that is not `key=value`.
  case badPair(origin: String, text: String, valueName: String)
  /// A value that only the command itself can judge; `expected` says what it should be.
  case badValue(origin: String, text: String, expected: String)
  /// An argument that the command cannot do without.
  case missingArgument(name: String, command: String)
  /// One argument too many.
  case unexpectedArgument(String, command: String)

  /// The exit status for wrong use, `EX_USAGE` of sysexits.h.
  public static let exitStatus: Int32 = 64

  /// The message and its hint, as lines for standard error without the last newline.
  public var description: String {
    if case .noCommand(let usage) = self { return usage }
    return "cdcwatch: \(message)\nhint: \(hint)"
  }

  /// What is wrong, without what to type instead.
  public var message: String { parts.message }

  /// What to type instead.
  public var hint: String { parts.hint }

  private var parts: (message: String, hint: String) {
    switch self {
    case .noCommand: ("no command was named", "'cdcwatch help' tells more")
    case .unknownCommand(let word, let program, let suggestion):
      (
        "there is no command '\(word)'",
        suggestion.map { "did you mean '\(program) \($0)'?" }
          ?? "'\(program) help' lists the commands"
      )
    case .missingVerb(let group, let verbs):
      ("'\(group)' needs a word more", "type \(alternatives(verbs.map { "\(group) \($0)" }))")
    case .unknownVerb(let word, let group, let verbs, let suggestion):
      (
        "there is no command '\(group) \(word)'",
        suggestion.map { "did you mean '\(group) \($0)'?" }
          ?? "type \(alternatives(verbs.map { "\(group) \($0)" }))"
      )
    case .unknownFlag(let flag, let command, let suggestion):
      (
        "'\(command)' has no flag '\(flag)'",
        suggestion.map { "did you mean '\($0)'?" } ?? "'\(command) --help' lists its flags"
      )
    case .missingValue(let flag, let valueName):
      ("'\(flag)' needs a value", "type \(flag) \(valueName)")
    case .unexpectedValue(let flag, let value):
      ("'\(flag)' takes no value, but got '\(value)'", "type \(flag) alone")
    case .badDuration(let origin, let text):
      (
        "\(origin): '\(text)' is not a duration",
        "type a number with its unit, such as 500ms, 90s, 1m30s, 6h or 30d"
      )
    case .shortDuration(let origin, let text, let shortest):
      ("\(origin): '\(text)' is too short", "type \(DurationText.text(shortest)) or more")
    case .badChoice(let origin, let text, let choices):
      ("\(origin): '\(text)' is not one of its values", "type \(alternatives(choices))")
    case .badPair(let origin, let text, let valueName):
      ("\(origin): '\(text)' has no '=' behind a name", "type it as \(valueName)")
    case .badValue(let origin, let text, let expected):
      ("\(origin): cannot use '\(text)'", "type \(expected)")
    case .missingArgument(let name, let command):
      ("'\(command)' needs an argument", "type \(command) \(name)")
    case .unexpectedArgument(let argument, let command):
      (
        "'\(command)' does not know what to do with '\(argument)'",
        "'\(command) --help' shows what it takes"
      )
    }
  }

  private func alternatives(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
