/// A command line that was understood: the command, its arguments and what its flags come to.
///
/// A flag that the command does not have is never set.
public struct Invocation: Sendable, Hashable {
  /// Where a flag's value came from.
  public enum Origin: Sendable, Hashable {
    /// The command line.
    case commandLine
    /// The environment variable of this name.
    case environment(String)
    /// A configuration file, at this place.
    case file(String)
    /// None of them: it is the default.
    case usual
  }

  /// One `key=value`.
  public struct Pair: Sendable, Hashable {
    /// What stands before the first `=`; never empty.
    public let key: String
    /// What stands behind it; may be empty and may hold further `=`.
    public let value: String
  }

  /// What a configuration file says in place of a flag.
  public struct FileValue: Sendable, Hashable {
    /// The values; `[""]` for a toggle that is on, none for one that is off.
    public var texts: [String]
    /// Where they were written, for people.
    public var place: String

    /// Values with their place.
    public init(texts: [String], place: String) {
      self.texts = texts
      self.place = place
    }
  }

  struct Setting: Hashable {
    var texts: [String]
    var origin: Origin
  }

  /// The words that name the command, such as `["snapshot", "list"]`.
  public let path: [String]
  /// The arguments that are no flags, in order.
  public let arguments: [String]
  let settings: [String: Setting]

  /// The flag's value, or nil when it has none; the last one when it was given more than once.
  public func text(_ flag: Flag) -> String? { settings[flag.name]?.texts.last }

  /// The flag's value as a duration, or nil when it has none.
  public func duration(_ flag: Flag) -> Duration? { text(flag).flatMap(DurationText.parse) }

  /// Every value of a flag that can be repeated, in order; empty when it has none.
  public func all(_ flag: Flag) -> [String] { settings[flag.name]?.texts ?? [] }

  /// Every `key=value` of a flag that takes them, in order; the same key may come twice.
  public func pairs(_ flag: Flag) -> [Pair] {
    all(flag).compactMap { text in
      guard let equals = text.firstIndex(of: "=") else { return nil }
      return Pair(key: String(text[..<equals]), value: String(text[equals...].dropFirst()))
    }
  }

  /// Whether the flag was given, by the command line, the environment or a file; a default does not
  /// count.
  public func isSet(_ flag: Flag) -> Bool {
    guard let origin = origin(flag) else { return false }
    return origin != .usual
  }

  /// How often the flag was given; for `-v`.
  public func count(_ flag: Flag) -> Int { isSet(flag) ? all(flag).count : 0 }

  /// What was typed on the command line: each flag's values by its name, sorted by name.
  public var typed: [(flag: String, texts: [String])] {
    settings.filter { $0.value.origin == .commandLine }.sorted { $0.key < $1.key }
      .map { ($0.key, $0.value.texts) }
  }

  /// Where the flag's value came from, or nil when it has none.
  public func origin(_ flag: Flag) -> Origin? { settings[flag.name]?.origin }
}
