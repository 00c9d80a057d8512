/// What a command line asks for.
public enum Request: Sendable, Hashable {
  /// To run a command.
  case run(Invocation)
  /// To print the help of the command or group at `path`, or of the program when it is empty.
  case help(path: [String])
}
