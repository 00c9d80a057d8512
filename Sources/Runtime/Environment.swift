import FoundationEssentials

/// The environment's variables, read once at the start and passed on as a value.
public struct Environment: Sendable, Hashable {
  /// Each variable's text under its name.
  public var variables: [String: String]

  /// An environment with just these variables.
  public init(_ variables: [String: String]) {
    self.variables = variables
  }

  /// What this process was started with.
  public static func ofProcess() -> Environment {
    Environment(ProcessInfo.processInfo.environment)
  }

  /// A variable's text; nil when it is not set, empty when it is set to nothing.
  public subscript(_ name: String) -> String? { variables[name] }
}
