/// All commands of a program: the one place that parsing, help and errors come from.
public struct CommandTable: Sendable {
  /// The program's name.
  public let program: String
  /// One line about the program.
  public let summary: String
  /// Its commands, in the order in which the help lists them.
  public let commands: [Command]
  /// All flags by their names, and by their letters.
  ///
  /// The table's tests hold that one name is one kind of flag in all commands.
  let longFlags: [String: Flag]
  let shortFlags: [Character: Flag]

  /// A table; see the properties.
  public init(program: String, summary: String, commands: [Command]) {
    self.program = program
    self.summary = summary
    self.commands = commands
    let flags = commands.flatMap(\.flags)
    longFlags = Dictionary(flags.map { ($0.name, $0) }) { first, _ in first }
    shortFlags = Dictionary(flags.compactMap { flag in flag.short.map { ($0, flag) } }) {
      first, _ in first
    }
  }

  /// Reads a command line without the program's name; `environment` holds the variables that may
  /// stand in for flags.
  public func parse(
    _ arguments: [String], environment: [String: String]
  ) throws(UsageError) -> Request {
    try ArgumentReader(table: self).read(arguments, environment: environment)
  }

  /// The same invocation with what files say where neither the command line nor the environment
  /// does; `values` are by flag, and those of flags that the command does not have are left out.
  ///
  /// Values are not checked here: `Flag.objection` is for whoever read the file.
  public func filling(
    _ invocation: Invocation, from values: [String: Invocation.FileValue]
  ) -> Invocation {
    var settings = invocation.settings
    for flag in command(at: invocation.path)?.flags ?? [] where !invocation.isSet(flag) {
      guard let value = values[flag.name] else { continue }
      settings[flag.name] =
        value.texts.isEmpty ? nil : .init(texts: value.texts, origin: .file(value.place))
    }
    return Invocation(
      path: invocation.path, arguments: invocation.arguments, settings: settings)
  }

  /// The same invocation with a flag's value as if it had been typed.
  public func naming(_ text: String, as flag: Flag, in invocation: Invocation) -> Invocation {
    var settings = invocation.settings
    settings[flag.name] = .init(texts: [text], origin: .commandLine)
    return Invocation(
      path: invocation.path, arguments: invocation.arguments, settings: settings)
  }

  /// The help of the command or group of commands at `path`, set for a terminal of `columns`; of
  /// the whole program when `path` is empty or names nothing.
  public func help(for path: [String] = [], columns: Int = 80) -> String {
    HelpText(table: self, columns: columns).text(for: path)
  }

  /// The command of that path; nil for a group, and for words that name nothing.
  public func command(at path: [String]) -> Command? { commands.first { $0.path == path } }

  /// The commands whose path begins with `path` and is longer.
  func commands(below path: [String]) -> [Command] {
    commands.filter { $0.path.count > path.count && $0.path.starts(with: path) }
  }

  /// The words that may follow `path`, each once.
  func words(after path: [String]) -> [String] {
    var words: [String] = []
    for command in commands(below: path) where !words.contains(command.path[path.count]) {
      words.append(command.path[path.count])
    }
    return words
  }
}
