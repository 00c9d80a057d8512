/// Sets the help of a table's commands for a terminal's width.
struct HelpText {
  private static let textColumn = 30

  private let table: CommandTable
  private let columns: Int

  /// Lines of fewer than 50 columns cannot hold the flags' column, ones of more than 100 are hard
  /// to read: the width is kept between.
  init(table: CommandTable, columns: Int) {
    self.table = table
    self.columns = min(max(columns, 50), 100)
  }

  func text(for path: [String]) -> String {
    let sections: [[String]]
    if let command = table.command(at: path) {
      sections = self.sections(of: command)
    } else {
      let isGroup = !table.commands(below: path).isEmpty
      sections = overview(of: isGroup ? path : [])
    }
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }

  /// The first thing to know, for somebody who typed the program's name alone.
  var shortUsage: String {
    let names = table.words(after: [])
    return
      (["usage: \(table.program) COMMAND [ARGUMENTS] [FLAGS]"]
      + wrapped("commands: " + names.joined(separator: ", "), indent: 0)
      + ["hint: '\(table.program) help' tells more"]).joined(separator: "\n")
  }

  private func overview(of path: [String]) -> [[String]] {
    let name = ([table.program] + path).joined(separator: " ")
    let commands = path.isEmpty ? table.commands : table.commands(below: path)
    let rows = commands.map { ($0.path.joined(separator: " "), $0.arguments.usage, $0.summary) }
    return [
      ["usage: \(name) COMMAND [ARGUMENTS] [FLAGS]"],
      path.isEmpty ? wrapped(table.summary, indent: 0) : [],
      ["Commands:"]
        + rows.flatMap { entry($0.1.isEmpty ? $0.0 : "\($0.0) \($0.1)", $0.2) },
      ["'\(table.program) help COMMAND' tells its flags, examples and exit statuses; so does -h."],
    ]
  }

  private func sections(of command: Command) -> [[String]] {
    let name = ([table.program] + command.path).joined(separator: " ")
    let verbs = table.commands(below: command.path)
    var sections = [usage(of: command, name: name), wrapped(command.summary + ".", indent: 0)]
    sections += command.details.map { wrapped($0, indent: 0) }
    if !verbs.isEmpty {
      sections.append(
        ["Commands:"]
          + verbs.flatMap { entry($0.path.dropFirst().joined(separator: " "), $0.summary) })
    }
    if !command.arguments.name.isEmpty {
      sections.append(["Arguments:"] + entry(command.arguments.name, command.arguments.help))
    }
    sections += Flag.Group.allCases.map { group in
      let flags = command.flags.filter { $0.group == group }
      return flags.isEmpty ? [] : ["\(group.rawValue):"] + flags.flatMap { entry($0) }
    }
    sections.append(
      command.examples.isEmpty
        ? []
        : ["Examples:"]
          + command.examples.flatMap { ["  \($0.line)"] + wrapped($0.meaning, indent: 6) })
    sections.append(
      ["Exit status:"]
        + command.exitStatuses.sorted { $0.code < $1.code }.flatMap { status in
          let code = String(status.code)
          let label = String(repeating: " ", count: max(0, 5 - code.count)) + code + "  "
          return hanging(label, wrapped(status.meaning, indent: label.count))
        })
    return sections
  }

  private func usage(of command: Command, name: String) -> [String] {
    let arguments = command.arguments.usage
    let flags = command.flags.isEmpty ? "" : "[FLAGS]"
    let first = ["usage:", name, arguments, flags].filter { !$0.isEmpty }
    let verbs = table.words(after: command.path)
    guard !verbs.isEmpty else { return [first.joined(separator: " ")] }
    let second = ["      ", name, verbs.joined(separator: "|"), arguments, flags]
    return [first, second].map { $0.filter { !$0.isEmpty }.joined(separator: " ") }
  }

  private func entry(_ flag: Flag) -> [String] {
    let short = flag.short.map { "-\($0), " } ?? "    "
    let value = flag.valueName.isEmpty ? "" : " \(flag.valueName)"
    // The space inside is one that a line is not broken at.
    let notes = [flag.usual.map { "(default:\u{A0}\($0))" }, flag.environment.map { "[\($0)]" }]
    let text = ([flag.help] + notes.compactMap { $0 }).joined(separator: " ")
    return entry("\(short)--\(flag.name)\(value)", text)
  }

  /// A label with its text in the column beside it, or below it when the label is too long.
  private func entry(_ label: String, _ text: String) -> [String] {
    let lines = wrapped(text, indent: Self.textColumn)
    let label = "  " + label
    guard label.count + 2 <= Self.textColumn else { return [label] + lines }
    return hanging(
      label + String(repeating: " ", count: Self.textColumn - label.count), lines)
  }

  /// Puts a label over the indent of the first line, which is as wide as the label.
  private func hanging(_ label: String, _ lines: [String]) -> [String] {
    guard let first = lines.first else { return [label] }
    return [label + first.dropFirst(label.count)] + lines.dropFirst()
  }

  /// Words in lines no longer than the width, each after `indent` spaces; a word that is longer
  /// than a line stands alone.
  private func wrapped(_ text: String, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = margin
    for word in text.split(separator: " ") {
      if line.count > indent, line.count + 1 + word.count > columns {
        lines.append(line)
        line = margin
      }
      line += (line.count > indent ? " " : "") + word.map { $0 == "\u{A0}" ? " " : $0 }
    }
    if line.count > indent { lines.append(line) }
    return lines
  }
}
