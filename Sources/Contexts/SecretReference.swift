/// A value that may be kept elsewhere: where it comes from, not yet what it is.
public enum SecretReference: Sendable, Hashable {
  /// It stands in the configuration file itself.
  case text(String)
  /// The content of this file, without the newline at its end.
  case file(String)
  /// What this command prints, without the newline at its end; the program first.
  case command([String])
  /// The environment variable of this name.
  case environment(String)

  /// Where it comes from, for people; a text that stands in the file is never part of it.
  public var source: String {
    switch self {
    case .text: "text"
    case .file(let path): "file \(path)"
    case .command(let words): "command '\(Self.line(words))'"
    case .environment(let name): "environment variable \(name)"
    }
  }

  /// A command as it was written: a shell's line, or words.
  public static func line(_ words: [String]) -> String {
    words.starts(with: shell) ? words.dropFirst(shell.count).joined() : words.joined(separator: " ")
  }

  /// What runs a command that was written as a line.
  static let shell = ["/bin/sh", "-c"]

  /// The endings of a key that say where its value is kept; a key without one holds the value.
  static let endings = ["_file", "_command", "_env"]
}
