public import Debezium
internal import JSON

/// Two states of the offsets held against each other.
public struct OffsetComparison: Sendable {
  /// What became of one source partition.
  public enum Change: Sendable {
    /// It stands where it stood.
    case same
    /// Only the first has it.
    case onlyInFirst(SourceOffset)
    /// Only the second has it.
    case onlyInSecond(SourceOffset)
    /// Both have it, and differ in these members.
    case different(OffsetDistance, first: SourceOffset, second: SourceOffset, members: [String])
  }

  /// A source partition and what became of it.
  public struct Entry: Sendable {
    /// Which.
    public var subject: OffsetState.Subject
    /// What.
    public var change: Change
  }

  /// Every source partition that one of the two has, in order.
  public let entries: [Entry]

  /// Whether nothing differs.
  public var isSame: Bool {
    entries.allSatisfy { entry in
      if case .same = entry.change { return true }
      return false
    }
  }

  /// Compares; nil when one side does not tell its connector and partitions alone do not tell them
  /// apart.
  public init?(_ first: OffsetState, _ second: OffsetState) {
    let tell = [first, second].map { $0.offsets.keys.allSatisfy { $0.connector != nil } }
    guard tell[0] != tell[1] else {
      self.init(first.offsets, second.offsets)
      return
    }
    guard let first = first.withoutConnectors(), let second = second.withoutConnectors() else {
      return nil
    }
    self.init(first.offsets, second.offsets)
  }

  private init(
    _ first: [OffsetState.Subject: SourceOffset], _ second: [OffsetState.Subject: SourceOffset]
  ) {
    entries = Set(first.keys).union(second.keys).sorted().map { subject in
      Entry(subject: subject, change: Self.change(first[subject], second[subject]))
    }
  }

  private static func change(_ first: SourceOffset?, _ second: SourceOffset?) -> Change {
    guard let first else { return second.map { .onlyInSecond($0) } ?? .same }
    guard let second else { return .onlyInFirst(first) }
    let members = differing(first, second)
    guard !members.isEmpty else { return .same }
    return .different(
      OffsetDistance(from: first, to: second), first: first, second: second, members: members)
  }

  /// The order of members has no meaning: Java's maps give any.
  private static func differing(_ first: SourceOffset, _ second: SourceOffset) -> [String] {
    let names = Set((first.members.members ?? []).map(\.name))
      .union((second.members.members ?? []).map(\.name))
    return names.filter { first.members[$0] != second.members[$0] }.sorted()
  }
}
