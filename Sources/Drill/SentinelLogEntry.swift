internal import Debezium
internal import JSON
internal import Runtime

/// A line of a run's `sentinels.jsonl`: what was about to be written, or what became of it.
///
/// As text one JSON object: `event` (`intent`, `answer`), `number`, for an intent `kind` and `key`,
/// for an answer `outcome` and `reason` (null for none), then `time`, `elapsed_ms` (null when not
/// known) and `sitting` of the moment.
public struct SentinelLogEntry: Sendable, Hashable {
  /// What a line says.
  public enum Event: Sendable, Hashable {
    /// The change is about to be made.
    case intent(kind: SentinelKind, key: Int)
    /// What became of it; the reason is a foreign text.
    case answer(Outcome, reason: String?)
  }

  /// What became of a change.
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// The database has acknowledged it.
    case committed
    /// The acknowledgement was lost; the ledger has it.
    case found
    /// The acknowledgement was lost; the ledger did not have it when it was looked up.
    case absent
    /// It failed before it was committed.
    case failed
  }

  /// The change's number.
  public var number: Int
  /// What the line says.
  public var event: Event
  /// When that was.
  public var moment: DrillMoment

  /// A line; see the properties.
  public init(number: Int, event: Event, moment: DrillMoment) {
    self.number = number
    self.event = event
    self.moment = moment
  }

  /// The line's bytes with its line feed.
  public var bytes: [UInt8] {
    var members: [(String, JSONValue)]
    switch event {
    case .intent(let kind, let key):
      members = [
        ("event", .string("intent")), ("number", .integer(Int64(number))),
        ("kind", .string(kind.rawValue)), ("key", .integer(Int64(key))),
      ]
    case .answer(let outcome, let reason):
      members = [
        ("event", .string("answer")), ("number", .integer(Int64(number))),
        ("outcome", .string(outcome.rawValue)),
        ("reason", reason.map(JSONValue.string) ?? .null),
      ]
    }
    members += [
      ("time", .string(moment.wall.description)),
      ("elapsed_ms", moment.elapsed.map(JSONValue.integer) ?? .null),
      ("sitting", .string(moment.sitting.description)),
    ]
    let object = JSONValue.object(members.map { JSONValue.Member(name: $0.0, value: $0.1) })
    return Array(object.text.utf8) + [UInt8(ascii: "\n")]
  }

  /// Reads a line without its line feed; nil for bytes that are none.
  public init?(_ bytes: [UInt8]) {
    guard let value = try? JSONValue.parse(bytes), let number = Self.number(value["number"]),
      let wall = Self.time(value["time"]), let sitting = Self.time(value["sitting"])
    else { return nil }
    switch value["event"]?.stringValue {
    case "intent":
      guard let kind = value["kind"]?.stringValue.flatMap(SentinelKind.init(rawValue:)),
        let key = Self.number(value["key"])
      else { return nil }
      event = .intent(kind: kind, key: key)
    case "answer":
      guard let outcome = value["outcome"]?.stringValue.flatMap(Outcome.init(rawValue:)) else {
        return nil
      }
      event = .answer(outcome, reason: value["reason"]?.stringValue)
    default: return nil
    }
    self.number = number
    moment = DrillMoment(
      wall: wall, elapsed: value["elapsed_ms"]?.integerValue, sitting: sitting)
  }

  private static func number(_ value: JSONValue?) -> Int? {
    value?.integerValue.flatMap { Int(exactly: $0) }
      .flatMap { SentinelChange.numbers.contains($0) ? $0 : nil }
  }

  private static func time(_ value: JSONValue?) -> Timestamp? {
    value?.stringValue.flatMap { JavaTimestamp(parsing: $0) }?.milliseconds
      .map { Timestamp(milliseconds: $0) }
  }
}
