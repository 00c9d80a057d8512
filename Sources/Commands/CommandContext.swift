internal import CommandLine
internal import Contexts
public import Runtime

/// What a command has of the outside: given by the main program, replaced in tests.
public struct CommandContext: Sendable {
  /// The environment variables.
  public var environment: Environment
  /// Where data comes from that is not asked of a server.
  public var input: Input
  /// Where data goes.
  public var output: Output
  /// Where everything else goes.
  public var errors: Output
  /// What is known of standard output's terminal.
  public var terminal: Terminal
  /// What is known of standard error's terminal.
  public var errorTerminal: Terminal
  /// Raised by a signal.
  public var stop: StopFlag
  /// The wall clock.
  public var clock: @Sendable () -> Timestamp
  /// The folder that the program was started in, from which a project's file is looked for.
  public var folder: String
  /// Overwrites texts in the command line that other users can see.
  public var hideArguments: @Sendable ([String]) -> Void
  /// What the configuration files come to, once they have been read.
  var active = ActiveContext()

  /// A context of these parts.
  public init(
    environment: Environment, input: Input = .standardInput, output: Output, errors: Output,
    terminal: Terminal, errorTerminal: Terminal, stop: StopFlag,
    clock: @escaping @Sendable () -> Timestamp, folder: String = "/",
    hideArguments: @escaping @Sendable ([String]) -> Void = { _ in }
  ) {
    self.environment = environment
    self.input = input
    self.output = output
    self.errors = errors
    self.terminal = terminal
    self.errorTerminal = errorTerminal
    self.stop = stop
    self.clock = clock
    self.folder = folder
    self.hideArguments = hideArguments
  }

  /// The tables that a command is about: those typed, else the context's.
  func tables(_ invocation: Invocation) -> [String] {
    invocation.arguments.isEmpty ? active.settings.tables?.value ?? [] : invocation.arguments
  }

  /// The exit status of the signal that asked to stop; nil when none has.
  var stopStatus: Int32? { stop.reason?.exitStatus }
}
