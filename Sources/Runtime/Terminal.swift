import Glibc

/// What is at the other end of an output: a person's terminal, or a file or pipe.
public struct Terminal: Sendable {
  /// The width that text is set for when nothing tells one.
  public static let usualColumns = 80
  /// The height that text is set for when nothing tells one.
  public static let usualRows = 24

  /// Whether the descriptor is a terminal.
  public let isTerminal: Bool
  private let descriptor: CInt
  private let environment: Environment

  /// Looks at standard output.
  public static func standardOutput(_ environment: Environment) -> Terminal {
    Terminal(descriptor: STDOUT_FILENO, environment: environment)
  }

  /// Looks at standard error.
  public static func standardError(_ environment: Environment) -> Terminal {
    Terminal(descriptor: STDERR_FILENO, environment: environment)
  }

  /// Looks at an open descriptor, with the variables `COLUMNS` and `TERM` of `environment`.
  public init(descriptor: CInt, environment: Environment) {
    self.descriptor = descriptor
    self.environment = environment
    isTerminal = isatty(descriptor) == 1
  }

  /// Whether a line can be drawn again in place: a terminal that is not `TERM=dumb`.
  public var redrawsLines: Bool { isTerminal && environment["TERM"] != "dumb" }

  /// The width in columns, asked anew each time: the terminal's own, else `COLUMNS`, else 80.
  public var columns: Int {
    var size = winsize()
    if unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return Int(size.ws_col)
    }
    if let columns = environment["COLUMNS"].flatMap({ Int($0) }), (1...10_000).contains(columns) {
      return columns
    }
    return Self.usualColumns
  }

  /// The height in lines, asked anew each time: the terminal's own, else `LINES`, else 24.
  public var rows: Int {
    var size = winsize()
    if unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 {
      return Int(size.ws_row)
    }
    if let rows = environment["LINES"].flatMap({ Int($0) }), (1...10_000).contains(rows) {
      return rows
    }
    return Self.usualRows
  }

  /// Whether to colour text for this output.
  public func usesColor(_ choice: ColorChoice) -> Bool {
    choice.usesColor(isTerminal: isTerminal, environment: environment)
  }
}
