import CommandLine
import Foundation
import Testing

/// The help of every command, held against the files in `Golden`, which
/// `CDCWATCH_WRITE_GOLDEN=1 swift test --filter HelpTests` writes anew.
@Suite struct HelpTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden")
  private static let paths =
    [[], ["connector"], ["context"]] + CommandTable.cdcwatch.commands.map(\.path)

  @Test(arguments: paths)
  func `the help is the golden file's text`(path: [String]) throws {
    let name = path.isEmpty ? "cdcwatch" : path.joined(separator: "-")
    let file = Self.folder.appending(path: "\(name).txt")
    let help = CommandTable.cdcwatch.help(for: path)
    if ProcessInfo.processInfo.environment["CDCWATCH_WRITE_GOLDEN"] != nil {
      try Data(help.utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == help)
  }

  @Test func `every golden file belongs to a command`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(files.count == Self.paths.count)
  }

  @Test(arguments: paths, [Int.min, 0, 50, 80, 100, 200, Int.max])
  func `no line is wider than the terminal and none than 100 columns`(
    path: [String], columns: Int
  ) {
    let width = min(max(columns, 50), 100)
    let help = CommandTable.cdcwatch.help(for: path, columns: columns)
    for line in help.split(separator: "\n") {
      // A usage line and an example are there to be copied, so they are never broken.
      let isWhole = line.contains("cdcwatch ") || !line.dropFirst(30).contains(" ")
      #expect(line.count <= width || isWhole, "\(line)")
      #expect(line.last != " ")
    }
  }

  @Test func `an empty path and an unknown one give the overview`() {
    let overview = CommandTable.cdcwatch.help()
    #expect(overview.hasPrefix("usage: cdcwatch COMMAND"))
    #expect(CommandTable.cdcwatch.help(for: ["bogus"]) == overview)
  }
}

/// What must hold for the table itself, whatever commands it has.
@Suite struct CommandTableTests {
  private static let commands = CommandTable.cdcwatch.commands
  /// A case is a command's words: a whole command, printed with each case, takes minutes.
  private static let paths = commands.map(\.path)

  private func command(_ path: [String]) throws -> Command {
    try #require(Self.commands.first { $0.path == path })
  }

  @Test func `one name is one kind of flag in all commands`() {
    var kinds: [String: Flag.Kind] = [:]
    var letters: [Character: String] = [:]
    for flag in Self.commands.flatMap(\.flags) {
      // Which words there are may differ: whoever splits a command line need not know them.
      let kind = if case .choice = flag.kind { Flag.Kind.choice([]) } else { flag.kind }
      #expect(kinds[flag.name, default: kind] == kind, "--\(flag.name)")
      kinds[flag.name] = kind
      guard let short = flag.short else { continue }
      #expect(letters[short, default: flag.name] == flag.name, "-\(short)")
      letters[short] = flag.name
    }
    #expect(letters["h"] == nil)
    #expect(kinds["help"] == nil)
  }

  @Test(arguments: paths)
  func `a command's flags are told apart and have help, a value name and a sound default`(
    path: [String]
  ) throws {
    let command = try command(path)
    #expect(Set(command.flags.map(\.name)).count == command.flags.count)
    for flag in command.flags {
      #expect(flag.help.last == ".", "--\(flag.name)")
      #expect(flag.valueName.isEmpty == [.toggle, .count].contains(flag.kind), "--\(flag.name)")
      let expected = "CDCWATCH_" + flag.name.uppercased().replacingOccurrences(of: "-", with: "_")
      #expect(flag.environment == nil || flag.environment == expected)
    }
    let required = (0..<command.arguments.count.lowerBound).map { "word\($0)" }
    guard command.path != ["help"] else { return }
    // Parsing takes the defaults by the same way as values that are typed.
    let request = try CommandTable.cdcwatch.parse(
      command.path + required
        + command.flags.compactMap { flag in flag.usual.map { "--\(flag.name)=\($0)" } },
      environment: [:])
    guard case .run(let invocation) = request else { throw CancellationError() }
    #expect(invocation.path == command.path)
  }

  @Test(arguments: paths)
  func `every example can be typed`(path: [String]) throws {
    for example in try command(path).examples {
      let line = example.line.split(separator: " || ")[0].split(separator: " ").map { String($0) }
      #expect(line.first == "cdcwatch")
      let request = try CommandTable.cdcwatch.parse(Array(line.dropFirst()), environment: [:])
      guard case .run(let invocation) = request else { throw CancellationError() }
      #expect(invocation.path == path)
    }
  }
}
