/// One command: what is typed for it, and everything that its help says.
public struct Command: Sendable, Hashable {
  /// The arguments that are no flags.
  public struct Arguments: Sendable, Hashable {
    /// What stands for one in the help, such as `TABLE`.
    public let name: String
    /// How many there may be.
    public let count: ClosedRange<Int>
    /// What they are.
    public let help: String

    /// Arguments as the help shows them; see the properties.
    public init(_ name: String, count: ClosedRange<Int>, help: String) {
      self.name = name
      self.count = count
      self.help = help
    }

    /// None at all.
    public static let none = Arguments("", count: 0...0, help: "")

    /// As a usage line shows them, such as `[TABLE...]`; empty for none.
    public var usage: String {
      let names = count.upperBound > 1 ? name + "..." : name
      return count.lowerBound == 0 && !names.isEmpty ? "[" + names + "]" : names
    }
  }

  /// A command line worth copying, with what it does.
  public struct Example: Sendable, Hashable {
    /// What to type.
    public let line: String
    /// What comes of it.
    public let meaning: String

    /// An example; see the properties.
    public init(_ line: String, _ meaning: String) {
      self.line = line
      self.meaning = meaning
    }
  }

  /// An exit status with its meaning for this command.
  public struct ExitStatus: Sendable, Hashable {
    /// The status.
    public let code: Int32
    /// What it tells a script.
    public let meaning: String

    /// An exit status; see the properties.
    public init(_ code: Int32, _ meaning: String) {
      self.code = code
      self.meaning = meaning
    }
  }

  /// The words that name it, such as `["snapshot", "list"]`.
  public let path: [String]
  /// One line.
  public let summary: String
  /// What the summary leaves out, one text a paragraph; may be empty.
  public let details: [String]
  /// The arguments that are no flags.
  public let arguments: Arguments
  /// The flags that it knows.
  public let flags: [Flag]
  /// Lines to copy; may be empty.
  public let examples: [Example]
  /// What a script can tell from the exit status.
  public let exitStatuses: [ExitStatus]

  /// A command; see the properties.
  public init(
    _ path: [String], summary: String, details: [String] = [], arguments: Arguments = .none,
    flags: [Flag], examples: [Example] = [], exitStatuses: [ExitStatus]
  ) {
    self.path = path
    self.summary = summary
    self.details = details
    self.arguments = arguments
    self.flags = flags
    self.examples = examples
    self.exitStatuses = exitStatuses
  }
}
