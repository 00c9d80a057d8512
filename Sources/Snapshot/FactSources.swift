/// Which of the four sources have told something.
public struct FactSources: OptionSet, Sendable, Hashable {
  /// The bits, one a source.
  public let rawValue: UInt8

  /// A set from its bits.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Debezium's notification topic.
  public static let notifications = FactSources(rawValue: 1)
  /// Connect's offsets topic.
  public static let offsets = FactSources(rawValue: 2)
  /// Signals and window rows, on the signal table's topic or the Kafka signal topic.
  public static let signals = FactSources(rawValue: 4)
  /// The table's own change topic.
  public static let rows = FactSources(rawValue: 8)

  /// The names that a reading lists, in a fixed order.
  public var names: [String] {
    let all: [(FactSources, String)] = [
      (.notifications, "notifications"), (.offsets, "offsets"), (.signals, "signal table"),
      (.rows, "rows"),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}
