/// Reads a command line against a table.
///
/// Flags may stand anywhere, also before the command, so the words are told from the flags first;
/// the words then name the command, and the command decides which flags and arguments are good.
struct ArgumentReader {
  let table: CommandTable

  func read(
    _ arguments: [String], environment: [String: String]
  ) throws(UsageError) -> Request {
    let split = ArgumentSplit(arguments, longFlags: table.longFlags, shortFlags: table.shortFlags)
    var words = split.words
    if split.wantsVersion {
      guard words.isEmpty else { throw unknown("--version", for: try? command(of: words)) }
      words = [ArgumentSplit.Word(text: "version", mayBeCommand: true)]
    }
    if names(of: words).first == "help" {
      return .help(path: try helpPath(of: Array(words.dropFirst())))
    }
    if split.wantsHelp { return .help(path: try helpPath(of: words)) }
    if let problem = split.problem { throw usageError(problem, words: words) }
    let command = try command(of: words)
    let positional = words.dropFirst(command.path.count).map(\.text)
    try check(positional, of: command)
    let settings = try settings(of: command, given: split.given, environment: environment)
    return .run(Invocation(path: command.path, arguments: positional, settings: settings))
  }

  // MARK: The command

  private func command(of words: [ArgumentSplit.Word]) throws(UsageError) -> Command {
    guard let first = words.first, first.mayBeCommand else {
      throw .noCommand(usage: HelpText(table: table, columns: 80).shortUsage)
    }
    let names = names(of: words)
    let candidates = table.commands.filter { names.starts(with: $0.path) }
    if let longest = candidates.max(by: { $0.path.count < $1.path.count }) { return longest }
    let verbs = table.words(after: [first.text])
    guard !verbs.isEmpty else {
      throw .unknownCommand(
        first.text, program: table.program,
        suggestion: Suggestion.nearest(to: first.text, among: table.words(after: [])))
    }
    let group = "\(table.program) \(first.text)"
    guard names.count > 1 else { throw .missingVerb(group: group, verbs: verbs) }
    throw .unknownVerb(
      names[1], group: group, verbs: verbs,
      suggestion: Suggestion.nearest(to: names[1], among: verbs))
  }

  private func names(of words: [ArgumentSplit.Word]) -> [String] {
    words.prefix { $0.mayBeCommand }.map(\.text)
  }

  private func helpPath(of words: [ArgumentSplit.Word]) throws(UsageError) -> [String] {
    guard let first = words.first, first.mayBeCommand else { return [] }
    let names = names(of: words)
    if names.count == 1, !table.commands(below: names).isEmpty { return names }
    return try command(of: words).path
  }

  private func usageError(
    _ problem: ArgumentSplit.Problem, words: [ArgumentSplit.Word]
  ) -> UsageError {
    switch problem {
    case .usage(let error): return error
    case .unknown(let flag):
      let command = try? command(of: words)
      return unknown(flag, for: command)
    }
  }

  private func unknown(_ flag: String, for command: Command?) -> UsageError {
    let names = (command?.flags.map(\.name) ?? table.longFlags.keys.sorted()) + ["help"]
    let nearest =
      flag.hasPrefix("--")
      ? Suggestion.nearest(to: String(flag.dropFirst(2)), among: names) : nil
    return .unknownFlag(
      flag, command: ([table.program] + (command?.path ?? [])).joined(separator: " "),
      suggestion: nearest.map { "--" + $0 })
  }

  private func check(_ positional: [String], of command: Command) throws(UsageError) {
    let name = ([table.program] + command.path).joined(separator: " ")
    if positional.count < command.arguments.count.lowerBound {
      throw .missingArgument(name: command.arguments.name, command: name)
    }
    if let extra = positional.dropFirst(command.arguments.count.upperBound).first {
      throw .unexpectedArgument(extra, command: name)
    }
  }

  // MARK: Values: the command line, then the environment, then what is usual

  private func settings(
    of command: Command, given: [ArgumentSplit.GivenFlag],
    environment: [String: String]
  ) throws(UsageError) -> [String: Invocation.Setting] {
    var settings: [String: Invocation.Setting] = [:]
    for entry in given {
      guard let own = command.flags.first(where: { $0.name == entry.flag.name }) else {
        throw unknown(entry.spelling, for: command)
      }
      if let error = own.objection(to: entry.text, from: entry.spelling) { throw error }
      settings[own.name, default: .init(texts: [], origin: .commandLine)].texts.append(entry.text)
    }
    for flag in command.flags where settings[flag.name] == nil {
      settings[flag.name] = try setting(of: flag, environment: environment)
    }
    return settings
  }

  private func setting(
    of flag: Flag, environment: [String: String]
  ) throws(UsageError) -> Invocation.Setting? {
    guard let name = flag.environment, let text = environment[name], !text.isEmpty else {
      return flag.usual.map { .init(texts: [$0], origin: .usual) }
    }
    if flag.kind == .toggle {
      switch text.lowercased() {
      case "1", "true", "yes": return .init(texts: [""], origin: .environment(name))
      case "0", "false", "no": return nil
      default: throw .badChoice(origin: name, text: text, choices: ["1", "0"])
      }
    }
    let texts =
      flag.kind == .list
      ? text.split(whereSeparator: \.isWhitespace).map { String($0) } : [text]
    for text in texts {
      if let error = flag.objection(to: text, from: name) { throw error }
    }
    return texts.isEmpty ? nil : .init(texts: texts, origin: .environment(name))
  }
}
