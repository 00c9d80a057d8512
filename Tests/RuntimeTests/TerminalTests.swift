import Glibc
import Runtime
import Testing

@Suite struct ColorChoiceTests {
  @Test(
    arguments: [
      (ColorChoice.auto, true, [:], true),
      (.auto, false, [:], false),
      (.always, false, ["NO_COLOR": "1", "TERM": "dumb"], true),
      (.never, true, ["CLICOLOR_FORCE": "1"], false),
      (.auto, true, ["NO_COLOR": "1"], false),
      (.auto, true, ["NO_COLOR": ""], true),
      (.auto, true, ["TERM": "dumb"], false),
      (.auto, false, ["CLICOLOR_FORCE": "1"], true),
      (.auto, false, ["CLICOLOR_FORCE": "0"], false),
      (.auto, false, ["CLICOLOR_FORCE": ""], false),
      (.auto, false, ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
      (.auto, false, ["CLICOLOR_FORCE": "1", "TERM": "dumb"], true),
    ] as [(ColorChoice, Bool, [String: String], Bool)])
  func `colour follows the flag, then the environment, then the terminal`(
    choice: ColorChoice, isTerminal: Bool, variables: [String: String], expected: Bool
  ) {
    let environment = Environment(variables)
    #expect(choice.usesColor(isTerminal: isTerminal, environment: environment) == expected)
  }
}

@Suite struct TerminalTests {
  @Test(
    arguments: [
      ([:], 80), (["COLUMNS": "132"], 132), (["COLUMNS": "0"], 80), (["COLUMNS": "-3"], 80),
      (["COLUMNS": "wide"], 80), (["COLUMNS": "99999999999999999999"], 80),
    ] as [([String: String], Int)])
  func `without a terminal the width comes from COLUMNS or is 80`(
    variables: [String: String], columns: Int
  ) {
    let terminal = Terminal(descriptor: -1, environment: Environment(variables))
    #expect(terminal.columns == columns)
    #expect(!terminal.isTerminal)
    #expect(!terminal.redrawsLines)
  }

  @Test func `a terminal tells its own width and is redrawn unless it is dumb`() throws {
    // TIOCSPTLCK and TIOCGPTN: unlock the other end and ask its number. (ioctl_tty(2))
    let master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(master >= 0)
    defer { close(master) }
    var number: CInt = 0
    try #require(unsafe ioctl(master, 0x4004_5431, &number) == 0)
    try #require(unsafe ioctl(master, 0x8004_5430, &number) == 0)
    let name = "/dev/pts/\(number)"
    let slave = unsafe open(name, O_RDWR | O_NOCTTY)
    try #require(slave >= 0)
    defer { close(slave) }
    var size = winsize(ws_row: 24, ws_col: 117, ws_xpixel: 0, ws_ypixel: 0)
    try #require(unsafe ioctl(slave, UInt(TIOCSWINSZ), &size) == 0)
    let terminal = Terminal(descriptor: slave, environment: Environment(["COLUMNS": "40"]))
    #expect(terminal.isTerminal)
    #expect(terminal.columns == 117)
    #expect(terminal.redrawsLines)
    #expect(terminal.usesColor(.auto))
    let dumb = Terminal(descriptor: slave, environment: Environment(["TERM": "dumb"]))
    #expect(!dumb.redrawsLines)
    #expect(!dumb.usesColor(.auto))
  }
}

@Suite struct EnvironmentTests {
  @Test func `the process's variables are a value`() {
    #expect(Environment.ofProcess()["PATH"] != nil)
    #expect(Environment(["A": ""])["A"]?.isEmpty == true)
    #expect(Environment([:])["A"] == nil)
  }
}
