/// The records that could not be read: how many, and where the first of them lie.
public struct UnreadableRecords: Sendable, Equatable {
  /// How many there were.
  public private(set) var count: Int64 = 0
  /// The first ten.
  public private(set) var first: [UnreadableRecord] = []

  /// None.
  public init() {}

  /// Counts a record; text is made for the first ten only.
  public mutating func add(
    topic: @autoclosure () -> String, partition: Int32, offset: Int64,
    reason: @autoclosure () -> String
  ) {
    count += 1
    guard first.count < 10 else { return }
    first.append(
      UnreadableRecord(topic: topic(), partition: partition, offset: offset, reason: reason()))
  }
}
