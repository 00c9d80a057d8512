internal import Debezium
public import JSON
public import Runtime

/// A line of a run's journal.
///
/// As text one JSON object: `n`, `time`, `step`, `effect` (where there is one), `event`, `detail`,
/// `previous` (the SHA-256 of the line before without its line feed, 64 zeros for the first).
public struct JournalLine: Sendable, Hashable {
  /// What happened.
  public enum Event: String, Sendable, Hashable, CaseIterable {
    /// The run, or a step, begins.
    case started
    /// An effect is about to be done.
    case intent
    /// An effect, or a step, was done.
    case done
    /// An effect, or a step, failed.
    case failed
    /// A step was undone.
    case undone
    /// Something that a reader should know.
    case note
    /// The run has ended.
    case ended
  }

  /// Its number, from 1.
  public let number: Int
  /// When it was written, by the wall clock.
  public let time: Timestamp
  /// The step's name; nil for the run as a whole.
  public let step: String?
  /// The effect's name; nil for the step as a whole.
  public let effect: String?
  /// What happened.
  public let event: Event
  /// More of it; never a secret.
  public let detail: [JSONValue.Member]
  /// The hash of the line before.
  public let previous: String

  /// What stands for the hash before the first line.
  public static let noHash = String(repeating: "0", count: 64)

  /// A line; see the properties.
  public init(
    number: Int, time: Timestamp, step: String?, effect: String?, event: Event,
    detail: [JSONValue.Member], previous: String
  ) {
    self.number = number
    self.time = time
    self.step = step
    self.effect = effect
    self.event = event
    self.detail = detail
    self.previous = previous
  }

  /// The value of that name in `detail`, as text.
  public func text(_ name: String) -> String? { JSONValue.object(detail)[name]?.stringValue }

  /// The line's bytes, without the line feed.
  public var bytes: [UInt8] {
    var members: [(String, JSONValue)] = [
      ("n", .integer(Int64(number))), ("time", .string(time.description)),
      ("step", step.map(JSONValue.string) ?? .null),
    ]
    if let effect { members.append(("effect", .string(effect))) }
    members += [
      ("event", .string(event.rawValue)), ("detail", .object(detail)),
      ("previous", .string(previous)),
    ]
    return Array(
      JSONValue.object(members.map { JSONValue.Member(name: $0.0, value: $0.1) }).text.utf8)
  }

  /// Reads a line; nil for bytes that are none.
  public init?(_ bytes: [UInt8]) {
    guard let value = try? JSONValue.parse(bytes),
      let number = value["n"]?.integerValue.flatMap({ Int(exactly: $0) }),
      let time = value["time"]?.stringValue.flatMap({ JavaTimestamp(parsing: $0) })?
        .milliseconds,
      let event = value["event"]?.stringValue.flatMap(Event.init(rawValue:)),
      let detail = value["detail"]?.members, let previous = value["previous"]?.stringValue
    else { return nil }
    self.init(
      number: number, time: Timestamp(milliseconds: time), step: value["step"]?.stringValue,
      effect: value["effect"]?.stringValue, event: event, detail: detail, previous: previous)
  }
}
