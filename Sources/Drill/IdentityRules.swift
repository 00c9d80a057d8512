/// Holds what a run finds when it is taken up again against what it should find.
public struct IdentityRules: Sendable {
  /// Something that is another one than it should be.
  public struct Difference: Sendable, Hashable {
    /// What kind of thing it is.
    public let thing: ChangedThing
    /// Both values, a sentence without a full stop.
    public let text: String
  }

  /// What the run was started with, or found when it was last taken up.
  public let expected: RunIdentity
  /// What may be another one, since a step that was begun changes it.
  public let announced: Set<ChangedThing>
  /// Whether a step that was begun deletes the live connector, and none behind it made it again.
  public let mayBeAbsent: Bool

  /// How many properties are named.
  private static let shown = 3
  /// How long a value may be.
  private static let width = 100

  /// The rules of a run that was started with `start`, and did what `record` says.
  public init(
    start: RunIdentity, record: RunRecord, steps: [DrillStep], subject: DrillSubject
  ) {
    expected = record.identity ?? start
    var announced: Set<ChangedThing> = []
    var mayBeAbsent = false
    for step in steps {
      guard let known = record.steps[step.id] else { continue }
      if !record.isSettled(step.id) { announced.formUnion(step.changes) }
      // A shadow's steps leave the live connector alone.
      guard subject == .live, case .connector(let deed) = step.action else { continue }
      switch deed {
      case .delete: mayBeAbsent = true
      case .create:
        if known.outcome == .done { mayBeAbsent = false }
        if !record.isSettled(step.id) { announced.insert(.config) }
      case .configure:
        if !record.isSettled(step.id) { announced.insert(.config) }
      case .stop, .resume, .restart: break
      }
    }
    self.announced = announced
    self.mayBeAbsent = mayBeAbsent
  }

  /// What is another one and was not announced; empty when the run may go on.
  public func differences(from found: RunIdentity) -> [Difference] {
    var differences: [Difference] = []
    if let text = Self.difference("the Kafka cluster", expected.cluster, found.cluster) {
      differences.append(Difference(thing: .cluster, text: text))
    }
    if let text = Self.difference("the database's writer", expected.writer, found.writer) {
      differences.append(Difference(thing: .database, text: text))
    }
    differences = differences.filter { !announced.contains($0.thing) }
    if let text = connector(found.connector) {
      differences.append(Difference(thing: .config, text: text))
    }
    return differences
  }

  private static func difference(_ name: String, _ old: String?, _ new: String?) -> String? {
    // What the run never knew cannot be compared.
    guard let old, old != new else { return nil }
    guard let new else { return "\(name) was '\(old)', and is not known now" }
    return "\(name) was '\(old)', and is '\(new)'"
  }

  private func connector(_ found: RunIdentity.Connector) -> String? {
    switch (expected.connector, found) {
    case (.notKnown, _), (_, .notKnown), (.absent, .absent): return nil
    case (.there, .absent):
      return mayBeAbsent ? nil : "the connector was there, and Connect has none of that name now"
    case (.absent, .there):
      return announced.contains(.config)
        ? nil : "the connector was deleted, and Connect has one of that name now"
    case (.there(let old), .there(let new)):
      return announced.contains(.config) ? nil : Self.properties(old, new)
    }
  }

  private static func properties(_ old: [String: String], _ new: [String: String]) -> String? {
    let names = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
    guard !names.isEmpty else { return nil }
    let told = names.prefix(shown).map { name in
      "'\(name)' was \(value(old[name])), and is \(value(new[name]))"
    }
    let more = names.count > shown ? "; and \(names.count - shown) more" : ""
    return "the connector's configuration is another one: \(told.joined(separator: "; "))\(more)"
  }

  private static func value(_ text: String?) -> String {
    guard let text else { return "not shown" }
    return text.count > width ? "'\(text.prefix(width))...'" : "'\(text)'"
  }
}
