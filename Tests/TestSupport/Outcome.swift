public import JSON

/// What a program has left behind.
public struct Outcome: Sendable, CustomStringConvertible {
  /// The command line, for messages.
  public var command: String
  /// All of its standard output.
  public var output: String
  /// All of its standard error.
  public var errors: String
  /// Its exit status; 128 and the signal's number when a signal ended it.
  public var status: Int32
  /// From its start to its end.
  public var took: Duration

  /// What a failed expectation shows.
  public var description: String {
    """
    \(command)
    status \(status) after \(took)
    stdout: \(output.prefix(4000))
    stderr: \(errors.prefix(4000))
    """
  }

  /// Standard output as one JSON value; throws when it is none.
  public func json() throws -> JSONValue { try JSONValue.parse(output) }

  /// Each line of standard output as a JSON value; throws when one is none.
  public func jsonLines() throws -> [JSONValue] {
    try output.split(separator: "\n").map { try JSONValue.parse(String($0)) }
  }
}
