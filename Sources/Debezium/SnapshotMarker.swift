/// What a record says about its snapshot: `source.snapshot`.
///
/// The seven values are Debezium's `SnapshotRecord` in lower case, always strings; documented
/// booleans count as their text. A streamed change can carry `true` after a restart, so this never
/// tells reads from changes: `op` does.
public enum SnapshotMarker: UInt8, Sendable, Hashable, CaseIterable {
  /// No member, or `null`: the same as `false` with another converter option.
  case absent
  /// A row in the middle of an initial or blocking snapshot.
  case `true`
  /// The first row of the first table.
  case first
  /// The first row of a table.
  case firstInDataCollection
  /// The last row of a table.
  case lastInDataCollection
  /// The last record of the snapshot.
  case last
  /// No snapshot.
  case `false`
  /// A row of an incremental snapshot.
  case incremental
  /// A text that is none of the seven.
  case other

  /// The value as Debezium writes it; nil for `absent`, and for `other`, whose text is not kept.
  public var text: String? {
    switch self {
    case .absent, .other: nil
    case .true: "true"
    case .first: "first"
    case .firstInDataCollection: "first_in_data_collection"
    case .lastInDataCollection: "last_in_data_collection"
    case .last: "last"
    case .false: "false"
    case .incremental: "incremental"
    }
  }

  /// The marker that a text names; `other` when it is none of the seven.
  public init(_ text: String) {
    self = Self.allCases.first { $0.text == text } ?? .other
  }
}
