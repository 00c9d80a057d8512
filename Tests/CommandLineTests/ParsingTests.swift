import CommandLine
import Testing

/// The invocation that a command line comes to, or a failed test.
func invocation(
  _ line: [String], _ environment: [String: String] = [:]
) throws -> Invocation {
  let request = try CommandTable.cdcwatch.parse(line, environment: environment)
  guard case .run(let invocation) = request else {
    Issue.record("not to be run: \(request)")
    throw CancellationError()
  }
  return invocation
}

func words(_ line: String) -> [String] { line.split(separator: " ").map { String($0) } }

@Suite struct ParsingTests {
  @Test(arguments: [
    ("snapshot", ["snapshot"], []),
    ("snapshot orders customers", ["snapshot"], ["orders", "customers"]),
    ("snapshot list", ["snapshot", "list"], []),
    ("snapshot watch list", ["snapshot", "watch"], ["list"]),
    ("snapshot -- list", ["snapshot"], ["list"]),
    ("snapshot orders list", ["snapshot"], ["orders", "list"]),
    ("snapshot history orders", ["snapshot", "history"], ["orders"]),
    ("-b k:9092 snapshot --once orders", ["snapshot"], ["orders"]),
    ("snapshot -b k:9092 list", ["snapshot", "list"], []),
    ("snapshot orders -- -x --once", ["snapshot"], ["orders", "-x", "--once"]),
    ("snapshot -", ["snapshot"], ["-"]),
    ("events orders", ["events"], ["orders"]),
    ("connector list", ["connector", "list"], []),
    ("connector status shop crm", ["connector", "status"], ["shop", "crm"]),
    ("demo", ["demo"], []),
    ("version", ["version"], []),
    ("--version", ["version"], []),
  ])
  func `words name the command and its arguments`(
    line: String, path: [String], arguments: [String]
  ) throws {
    let invocation = try invocation(words(line))
    #expect(invocation.path == path)
    #expect(invocation.arguments == arguments)
  }

  @Test(arguments: [
    "--brokers k:9092", "--brokers=k:9092", "-b k:9092", "-bk:9092", "-b=k:9092", "-vb k:9092",
    "-qvbk:9092", "-b old:1 -b k:9092",
  ])
  func `a value may be written in each of the usual ways`(flags: String) throws {
    for line in [words(flags) + ["snapshot", "orders"], ["snapshot", "orders"] + words(flags)] {
      let invocation = try invocation(line)
      #expect(invocation.text(.brokers) == "k:9092")
      #expect(invocation.isSet(.brokers))
      #expect(invocation.origin(.brokers) == .commandLine)
      #expect(invocation.arguments == ["orders"])
    }
  }

  @Test func `a value may begin with a dash or hold anything`() throws {
    #expect(try invocation(["events", "o", "--from", "-100"]).text(.from) == "-100")
    #expect(try invocation(["events", "o", "--from=--x"]).text(.from) == "--x")
    #expect(try invocation(["snapshot", "-c", "-"]).text(.connector) == "-")
    #expect(try invocation(["snapshot", "-c", ""]).text(.connector)?.isEmpty == true)
    #expect(try invocation(["snapshot", "--connector="]).text(.connector)?.isEmpty == true)
  }

  @Test func `flags that repeat keep every value in order`() throws {
    let line = words("snapshot --connect http://a,http://b --connect=http://c -vv -v")
    let invocation = try invocation(line + ["-X", "a=1", "-Xb=x=y", "-X", "c="])
    #expect(invocation.all(.connect) == ["http://a,http://b", "http://c"])
    #expect(invocation.pairs(.property).map(\.key) == ["a", "b", "c"])
    #expect(invocation.pairs(.property).map(\.value) == ["1", "x=y", ""])
    #expect(invocation.count(.verbose) == 3)
    #expect(invocation.count(.quiet) == 0)
  }

  @Test func `what is not given has its default or nothing`() throws {
    let invocation = try invocation(["snapshot"])
    #expect(invocation.duration(.interval) == .seconds(1))
    #expect(invocation.duration(.timeout) == .seconds(10))
    #expect(invocation.duration(.stalledAfter) == .seconds(60))
    #expect(invocation.duration(.unansweredAfter) == nil)
    #expect(invocation.text(.exitOn) == "done")
    #expect(invocation.text(.output) == "table")
    #expect(invocation.text(.brokers) == nil)
    #expect(invocation.all(.offsetsTopic) == [])
    #expect(!invocation.isSet(.interval))
    #expect(invocation.origin(.interval) == .usual)
    #expect(!invocation.isSet(.once))
    #expect(invocation.origin(.once) == nil)
    #expect(!invocation.isSet(.match))
  }

  @Test func `the command line goes before the environment and that before the default`() throws {
    let environment = ["CDCWATCH_INTERVAL": "5s", "CDCWATCH_BROKERS": "", "CDCWATCH_UTC": "1"]
    let fromEnvironment = try invocation(["snapshot"], environment)
    #expect(fromEnvironment.duration(.interval) == .seconds(5))
    #expect(fromEnvironment.origin(.interval) == .environment("CDCWATCH_INTERVAL"))
    #expect(fromEnvironment.isSet(.interval))
    #expect(fromEnvironment.isSet(.utc))
    #expect(!fromEnvironment.isSet(.brokers))
    let fromLine = try invocation(["snapshot", "--interval", "2s"], environment)
    #expect(fromLine.duration(.interval) == .seconds(2))
    // Another command's variable may hold what it likes.
    #expect(try invocation(["version"], ["CDCWATCH_INTERVAL": "soon"]).path == ["version"])
  }

  @Test func `a variable for a flag that repeats holds values between spaces`() throws {
    let environment = ["CDCWATCH_CONNECT": " http://a,http://b  http://c ", "CDCWATCH_UTC": "no"]
    let invocation = try invocation(["snapshot"], environment)
    #expect(invocation.all(.connect) == ["http://a,http://b", "http://c"])
    #expect(!invocation.isSet(.utc))
    #expect(
      try !CommandLineTests.invocation(["snapshot"], ["CDCWATCH_CONNECT": " "]).isSet(.connect))
  }

  @Test(arguments: [
    ("help", []), ("-h", []), ("--help", []), ("help snapshot", ["snapshot"]),
    ("help snapshot list", ["snapshot", "list"]), ("snapshot list --help", ["snapshot", "list"]),
    ("-h snapshot", ["snapshot"]), ("snapshot orders -h", ["snapshot"]),
    ("snapshot --bogus -h", ["snapshot"]), ("events -h", ["events"]),
    ("snapshot -vh", ["snapshot"]), ("connector -h", ["connector"]),
    ("help connector", ["connector"]), ("connector list -h", ["connector", "list"]),
    ("snapshot --brokers -h", ["snapshot"]), ("help help", ["help"]),
    ("version -h", ["version"]), ("snapshot --interval soon -h", ["snapshot"]),
  ])
  func `help is given wherever it is asked for`(line: String, path: [String]) throws {
    let request = try CommandTable.cdcwatch.parse(words(line), environment: [:])
    #expect(request == .help(path: path))
  }

  @Test func `behind two dashes nothing asks for help`() throws {
    #expect(try invocation(["snapshot", "--", "-h", "help"]).arguments == ["-h", "help"])
  }
}

@Suite struct DurationTextTests {
  @Test(arguments: [
    ("500ms", Duration.milliseconds(500)), ("90s", .seconds(90)), ("1m30s", .seconds(90)),
    ("6h", .seconds(21_600)), ("30d", .seconds(2_592_000)), ("0s", .zero),
    ("1s500ms", .milliseconds(1_500)),
    ("1d2h3m4s5ms", .milliseconds(93_784_005)), ("007s", .seconds(7)),
    ("36525d", .seconds(3_155_760_000)),
  ])
  func `a duration is whole numbers with their units`(text: String, duration: Duration) {
    #expect(DurationText.parse(text) == duration)
  }

  @Test(arguments: [
    "", "90", "s", "1.5s", "-5s", "+5s", "5 s", " 5s", "5s ", "30s1m", "1s1s", "5S", "5sec", "1w",
    "99999999999999999999s", "9223372036854775807d", "36526d", "36525d1ms", "٣s", "5s\0", "1µs",
    "0x5s", "1_000s",
  ])
  func `anything else is none`(text: String) {
    #expect(DurationText.parse(text) == nil)
  }

  @Test(arguments: [
    (Duration.seconds(79), "1m19s"), (.milliseconds(250), "250ms"), (.seconds(0), "0s"),
    (.seconds(-3), "0s"), (.seconds(3_600), "1h"), (.seconds(3_601), "1h"),
    (.seconds(90_061), "1d1h"),
    (.milliseconds(1_500), "1s500ms"), (.microseconds(10), "0s"),
    (.seconds(Int64.min), "0s"),
  ])
  func `a duration is shown in at most two units`(duration: Duration, text: String) {
    #expect(DurationText.text(duration) == text)
    #expect(!DurationText.text(.seconds(Int64.max)).isEmpty)
  }
}
