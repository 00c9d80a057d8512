/// One flag of the command line: how it is written, what it means, what stands in for it.
public struct Flag: Sendable, Hashable {
  /// What a flag takes.
  public enum Kind: Sendable, Hashable {
    /// Nothing: it is there or not.
    case toggle
    /// Nothing: it counts how often it is there.
    case count
    /// One text; the last one given wins.
    case text
    /// One text each time it is given.
    case list
    /// A duration such as `90s`, not shorter than this; the last one given wins.
    case duration(atLeast: Duration)
    /// One of these words; the last one given wins.
    case choice([String])
    /// `key=value`, or one of these words, each time it is given.
    case keyValue(words: [String])
  }

  /// The heading that a flag stands under in the help.
  public enum Group: String, Sendable, CaseIterable {
    /// Which snapshot or records a command is about.
    case selection = "Selection"
    /// How long to wait, and when to end.
    case waiting = "Waiting"
    /// Where Debezium's own topics are.
    case topics = "Debezium's topics"
    /// How to reach Kafka.
    case kafka = "Kafka"
    /// How to reach Kafka Connect.
    case connect = "Kafka Connect"
    /// Where backups are, and how long.
    case archive = "Backups"
    /// What is drilled, and on what.
    case drill = "Drill"
    /// Whether a change is made.
    case consent = "Consent"
    /// How to reach the databases.
    case databases = "Databases"
    /// What is printed, and how.
    case output = "Output"
    /// Where what is not typed comes from.
    case configuration = "Configuration"
  }

  /// The name without its dashes, such as `exit-on`.
  public let name: String
  /// The one-letter form, or nil.
  public let short: Character?
  /// What it takes.
  public let kind: Kind
  /// What stands for the value in the help; empty for a flag without a value.
  public let valueName: String
  /// One or two sentences for the person who needs it at night.
  public let help: String
  /// Its heading in the help.
  public let group: Group
  /// The environment variable that stands in for it, or nil.
  public let environment: String?
  /// The value that counts when nothing is given, or nil.
  public let usual: String?

  /// A flag as the help shows it; see the properties.
  public init(
    _ name: String, short: Character? = nil, _ kind: Kind, _ valueName: String = "",
    group: Group, environment: String? = nil, usual: String? = nil, help: String
  ) {
    self.name = name
    self.short = short
    self.kind = kind
    if case .choice(let words) = kind {
      self.valueName = words.joined(separator: "|")
    } else {
      self.valueName = valueName
    }
    self.help = help
    self.group = group
    self.environment = environment
    self.usual = usual
  }

  /// The same flag with what it means to another command.
  public func meaning(_ help: String) -> Flag {
    Flag(
      name, short: short, kind, valueName, group: group, environment: environment, usual: usual,
      help: help)
  }

  var takesValue: Bool { kind != .toggle && kind != .count }

  /// Why a value does not fit, or nil when it does.
  ///
  /// `origin` is where it was written, as the error names it.
  public func objection(to text: String, from origin: String) -> UsageError? {
    switch kind {
    case .toggle, .count, .text, .list: return nil
    case .duration(let shortest):
      guard let duration = DurationText.parse(text) else {
        return .badDuration(origin: origin, text: text)
      }
      return duration < shortest
        ? .shortDuration(origin: origin, text: text, shortest: shortest) : nil
    case .choice(let words):
      return words.contains(text) ? nil : .badChoice(origin: origin, text: text, choices: words)
    case .keyValue(let words):
      if words.contains(text) { return nil }
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
        return .badPair(origin: origin, text: text, valueName: valueName)
      }
      return nil
    }
  }
}
