internal import CommandLine
internal import Debezium

/// The values of a drill's variables, as far as they are known before it runs, and where each is from.
public struct DrillValues: Sendable, Hashable {
  /// A variable with what is known of it.
  public struct Value: Sendable, Hashable {
    /// Its name, without `${` and `}`.
    public let name: String
    /// Its value as it may be shown; nil when it is known only while the drill runs.
    public let shown: String?
    /// Where the value is from, or what will tell it.
    public let source: String
    /// Whether its value is a secret.
    public let isSecret: Bool
  }

  private let texts: [String: DrillText]
  private let secretNames: Set<String>
  private let sources: [String: String]
  private let secretTexts: [String]

  /// The values for a drill without `drill` steps.
  public init(_ definition: DrillDefinition, _ request: DrillRequest) throws(DrillInputError) {
    let known = definition.inputs.map(\.name)
    for name in request.inputs.keys.sorted() where !known.contains(name) {
      throw .unknown(name, hint: DrillFields.suggestion(name, among: known))
    }
    let missing = definition.inputs.filter { $0.fallback == nil && request.inputs[$0.name] == nil }
    guard missing.isEmpty else { throw .missing(missing) }
    var texts: [String: DrillText] = [
      "engine": DrillText(literal: request.engine.rawValue),
      "subject": DrillText(literal: request.subject.rawValue),
    ]
    var sources = ["engine": "the connector's class", "subject": "--live, or that it is missing"]
    if request.subject == .live {
      texts["connector"] = DrillText(literal: request.connector)
      sources["connector"] = "-c"
    }
    let given = [
      "sentinel.table": request.sentinelTable, "signal.table": request.signalTable,
      "slot": request.slot,
    ]
    for (name, value) in given {
      texts[name] = value.map { DrillText(literal: $0.text) }
      sources[name] = value?.source
    }
    var secrets: Set<String> = []
    for input in definition.inputs {
      let name = "inputs.\(input.name)"
      let given = request.inputs[input.name]
      let text = given.map { DrillText(literal: $0) } ?? input.fallback ?? DrillText(literal: "")
      let known = texts
      texts[name] = text.replacing { known[$0]?.parts ?? [.variable($0)] }
      sources[name] = given != nil ? "--set" : Self.source(ofDefault: input)
      let takesSecret = text.variables.contains { secrets.contains($0) }
      if input.isSecret || takesSecret || Self.isSecret(input.name, given ?? "") {
        secrets.insert(name)
      }
    }
    self.texts = texts
    self.sources = sources
    secretNames = secrets
    secretTexts = secrets.compactMap { texts[$0]?.written }.filter { $0.count >= 4 }
      .sorted { $0.count > $1.count }
  }

  private static func isSecret(_ name: String, _ value: String) -> Bool {
    ConfigurationSecret.redacted(name: name, value: value) != value
  }

  private static func source(ofDefault input: DrillInput) -> String {
    guard let dot = input.name.firstIndex(of: ".") else { return "default" }
    return "step '\(input.name[..<dot])'"
  }

  // MARK: Filling in

  /// The text with what is known put in, secrets too: for doing, never for showing.
  public func filled(_ text: DrillText) -> DrillText {
    text.replacing { texts[$0]?.parts ?? [.variable($0)] }
  }

  /// The text as it may be shown: what is known put in, secrets as `********`, what is not known by
  /// `rest`, which is given its name.
  public func shown(_ text: DrillText, rest: (String) -> String = { "${\($0)}" }) -> String {
    let open = text.replacing { name in
      secretNames.contains(name)
        ? [.literal("********")] : texts[name]?.parts ?? [.variable(name)]
    }
    return scrubbed(open.filled { rest($0) })
  }

  /// A secret may have been typed twice.
  private func scrubbed(_ text: String) -> String {
    var clean = text
    for secret in secretTexts { clean = clean.replacing(secret, with: "********") }
    return clean
  }

  /// The value of a condition's variable; nil when it is not known before the run.
  func known(_ name: String) -> String? {
    guard let text = texts[name], text.variables.isEmpty else { return nil }
    return text.written
  }

  /// Whether a variable's value is known only while the drill runs.
  func isOpen(_ name: String) -> Bool {
    guard let text = texts[name] else { return true }
    return text.variables.contains { isOpen($0) }
  }

  // MARK: Telling

  /// The inputs, in the drill's order.
  func inputs(of definition: DrillDefinition) -> [Value] {
    definition.inputs.map { value("inputs.\($0.name)") }
  }

  /// One variable, and where it is from.
  func value(_ name: String) -> Value {
    let isSecret = secretNames.contains(name)
    if let text = texts[name] {
      return Value(
        name: name, shown: isSecret ? "********" : shown(text),
        source: sources[name] ?? "", isSecret: isSecret)
    }
    let source =
      switch DrillVariable(name) {
      case .output(let step, _): "known once step '\(step)' is done"
      case .runID, .runFolder: "known once the drill is run"
      case .slot, .signalTable, .sentinelTable, .connector:
        texts["connector"] == nil
          ? "known once the shadow is made" : "the connector's configuration has none"
      default: "known while the drill runs"
      }
    return Value(name: name, shown: nil, source: source, isSecret: false)
  }
}
