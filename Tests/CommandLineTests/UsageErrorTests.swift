import CommandLine
import Foundation
import SeededRandom
import Testing

@Suite struct UsageErrorTests {
  @Test(arguments: [
    (
      "snapsot", "there is no command 'snapsot'", "did you mean 'cdcwatch snapshot'?"
    ),
    ("evnets orders", "there is no command 'evnets'", "did you mean 'cdcwatch events'?"),
    ("runway list", "there is no command 'runway'", "'cdcwatch help' lists the commands"),
    ("help bogus", "there is no command 'bogus'", "'cdcwatch help' lists the commands"),
    (
      "connector", "'cdcwatch connector' needs a word more",
      "type cdcwatch connector list, cdcwatch connector status, cdcwatch connector stop, "
        + "cdcwatch connector resume or cdcwatch connector restart"
    ),
    (
      "connector lst", "there is no command 'cdcwatch connector lst'",
      "did you mean 'cdcwatch connector list'?"
    ),
    (
      "connector pause", "there is no command 'cdcwatch connector pause'",
      "type cdcwatch connector list, cdcwatch connector status, cdcwatch connector stop, "
        + "cdcwatch connector resume or cdcwatch connector restart"
    ),
    (
      "snapshot --broker k:9092", "'cdcwatch snapshot' has no flag '--broker'",
      "did you mean '--brokers'?"
    ),
    (
      "snapshot --exit stall", "'cdcwatch snapshot' has no flag '--exit'",
      "did you mean '--exit-on'?"
    ),
    (
      "--intreval=5s snapshot", "'cdcwatch snapshot' has no flag '--intreval'",
      "did you mean '--interval'?"
    ),
    (
      "snapshot --execute", "'cdcwatch snapshot' has no flag '--execute'",
      "'cdcwatch snapshot --help' lists its flags"
    ),
    (
      "connector list --once", "'cdcwatch connector list' has no flag '--once'",
      "'cdcwatch connector list --help' lists its flags"
    ),
    (
      "snapshot -vz", "'cdcwatch snapshot' has no flag '-z'",
      "'cdcwatch snapshot --help' lists its flags"
    ),
    (
      "--bogus", "'cdcwatch' has no flag '--bogus'", "'cdcwatch --help' lists its flags"
    ),
    (
      "snapshot --version", "'cdcwatch snapshot' has no flag '--version'",
      "'cdcwatch snapshot --help' lists its flags"
    ),
    ("snapshot --brokers", "'--brokers' needs a value", "type --brokers HOST:PORT[,...]"),
    ("snapshot -b", "'-b' needs a value", "type -b HOST:PORT[,...]"),
    ("snapshot -c --once", "'-c' needs a value", "type -c NAME"),
    ("snapshot -c -o json", "'-c' needs a value", "type -c NAME"),
    ("snapshot --exit-on --", "'--exit-on' needs a value", "type --exit-on done|stall"),
    ("snapshot --once=no", "'--once' takes no value, but got 'no'", "type --once alone"),
    ("snapshot --help=all", "'--help' takes no value, but got 'all'", "type --help alone"),
    (
      "snapshot --interval 90", "--interval: '90' is not a duration",
      "type a number with its unit, such as 500ms, 90s, 1m30s, 6h or 30d"
    ),
    ("snapshot --interval 5ms", "--interval: '5ms' is too short", "type 100ms or more"),
    (
      "snapshot -o xml", "-o: 'xml' is not one of its values", "type table, json or jsonl"
    ),
    (
      "snapshot --exit-on end", "--exit-on: 'end' is not one of its values", "type done or stall"
    ),
    ("snapshot -X acks", "-X: 'acks' has no '=' behind a name", "type it as KEY=VALUE"),
    ("snapshot -X =1", "-X: '=1' has no '=' behind a name", "type it as KEY=VALUE"),
    (
      "events o --match 4711", "--match: '4711' has no '=' behind a name", "type it as COLUMN=VALUE"
    ),
    ("events", "'cdcwatch events' needs an argument", "type cdcwatch events TOPIC|TABLE"),
    (
      "events a b", "'cdcwatch events' does not know what to do with 'b'",
      "'cdcwatch events --help' shows what it takes"
    ),
    (
      "version now", "'cdcwatch version' does not know what to do with 'now'",
      "'cdcwatch version --help' shows what it takes"
    ),
  ])
  func `a mistake is named and the hint says what to type`(
    line: String, message: String, hint: String
  ) {
    let error = #expect(throws: UsageError.self) {
      try CommandTable.cdcwatch.parse(words(line), environment: [:])
    }
    #expect(error?.description == "cdcwatch: \(message)\nhint: \(hint)")
  }

  @Test(arguments: [
    ("CDCWATCH_INTERVAL", "soon", "CDCWATCH_INTERVAL: 'soon' is not a duration"),
    ("CDCWATCH_OUTPUT", "xml", "CDCWATCH_OUTPUT: 'xml' is not one of its values"),
    ("CDCWATCH_UTC", "perhaps", "CDCWATCH_UTC: 'perhaps' is not one of its values"),
  ])
  func `a bad variable is named instead of a flag`(name: String, value: String, message: String) {
    let error = #expect(throws: UsageError.self) {
      try CommandTable.cdcwatch.parse(["snapshot"], environment: [name: value])
    }
    #expect(error?.description.split(separator: "\n").first == "cdcwatch: \(message)")
  }

  @Test(arguments: [[], ["-v"], ["-b", "k:9092"], ["--", "snapshot"]])
  func `without a command the short usage comes`(line: [String]) {
    let error = #expect(throws: UsageError.self) {
      try CommandTable.cdcwatch.parse(line, environment: [:])
    }
    #expect(
      error?.description == """
        usage: cdcwatch COMMAND [ARGUMENTS] [FLAGS]
        commands: snapshot, events, offsets, connector, drill, context, demo, version,
        help
        hint: 'cdcwatch help' tells more
        """)
    #expect(UsageError.exitStatus == 64)
  }

  @Test func `a command can refuse a value in the same words`() {
    let error = UsageError.badValue(
      origin: "--from", text: "noon", expected: "beginning, end, -100 or s@1763712000000")
    #expect(
      error.description == """
        cdcwatch: --from: cannot use 'noon'
        hint: type beginning, end, -100 or s@1763712000000
        """)
  }
}

@Suite struct ParserFuzzTests {
  private static let pieces = [
    "snapshot", "list", "watch", "history", "events", "connector", "status", "help", "version",
    "--", "-", "---", "-h", "--help", "--version", "-b", "-bx", "-vvq", "-X", "-Xa=b", "-X=",
    "--once", "--once=", "--interval", "--interval=5s", "--interval=99999999999999999999d", "-o",
    "json", "--output=xml", "--from", "-1", "--=", "--=x", "=", "", "\0", "-\u{301}", "--é",
    "🇩🇪", "-🇩🇪", "--match", "id=1", "\u{FFFD}", "--connect-user=a:b", "9s", "-=", "-b=",
    String(repeating: "snapsho", count: 500), "-" + String(repeating: "v", count: 500),
  ]

  @Test func `no command line traps and every error says something`() {
    let variable = ProcessInfo.processInfo.environment["CDCWATCH_FUZZ_INPUTS"]
    let limit = variable.flatMap { Int($0) } ?? 20_000
    var random = SeededRandom(seed: 4_711)
    var outcomes = (run: 0, help: 0, error: 0)
    for _ in 0..<limit {
      let line = Self.line(using: &random)
      let environment = Self.environment(using: &random)
      do throws(UsageError) {
        switch try CommandTable.cdcwatch.parse(line, environment: environment) {
        case .run(let invocation):
          outcomes.run += 1
          #expect(CommandTable.cdcwatch.commands.contains { $0.path == invocation.path })
        case .help: outcomes.help += 1
        }
      } catch {
        outcomes.error += 1
        #expect(error.description.contains("hint: "))
      }
    }
    // The three kinds must be there, or the fuzzing reaches nothing.
    #expect(min(outcomes.run, outcomes.help, outcomes.error) > limit / 20, "\(outcomes)")
  }

  /// Half of the lines begin with a command, so that what stands behind it is reached.
  private static func line(using random: inout SeededRandom) -> [String] {
    let commands = CommandTable.cdcwatch.commands.map(\.path)
    let command = Bool.random(using: &random) ? commands.randomElement(using: &random) ?? [] : []
    return command
      + (0..<Int.random(in: 0...5, using: &random)).map { _ in piece(using: &random) }
  }

  private static func environment(using random: inout SeededRandom) -> [String: String] {
    guard Int.random(in: 0..<8, using: &random) == 0 else { return ["CDCWATCH_UTC": "1"] }
    return [
      "CDCWATCH_INTERVAL": piece(using: &random), "CDCWATCH_CONNECT": piece(using: &random),
    ]
  }

  private static func piece(using random: inout SeededRandom) -> String {
    let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
    guard Int.random(in: 0..<4, using: &random) == 0, piece.utf8.count < 100 else { return piece }
    var bytes = Array(piece.utf8)
    bytes.insert(
      .random(in: 0...255, using: &random), at: .random(in: 0...bytes.count, using: &random))
    return String(decoding: bytes, as: UTF8.self)
  }
}
