/// Why a configuration file cannot be used: where, what, and what to type instead.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file, and the line where there is one, as `path:line`.
  public var location: String
  /// What is wrong there.
  public var message: String
  /// What is allowed.
  public var hint: String?

  /// An error at a line of a file; nil for one about the whole file.
  public init(_ message: String, path: String, line: Int? = nil, hint: String? = nil) {
    location = line.map { "\(path):\($0)" } ?? path
    self.message = message
    self.hint = hint
  }

  /// `/etc/cdcwatch/config.yaml:7: there is no key 'brokrs' in 'kafka'`.
  public var description: String { "\(location): \(message)" }
}
