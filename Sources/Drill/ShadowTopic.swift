/// A topic that is made before the shadow connector, so that neither the broker's defaults nor
/// Connect's `topic.creation` decide over it.
public struct ShadowTopic: Sendable, Hashable {
  /// What it is for.
  public enum Purpose: Sendable, Hashable {
    /// The sentinels' changes.
    case sentinels
    /// The rows of the shadow's own signal table.
    case signals
    /// Heartbeats.
    case heartbeats
    /// The schema history of MySQL and MariaDB.
    case history
  }

  /// Its name.
  public var name: String
  /// What it is for.
  public var purpose: Purpose

  /// A topic; see the properties.
  public init(name: String, purpose: Purpose) {
    self.name = name
    self.purpose = purpose
  }

  /// One: the order of the changes is part of the proof, and a schema history must not have more.
  public static let partitions = 1

  /// Its own configuration: nothing is compacted and nothing grows old, else it would count as
  /// "not checked".
  public static let configuration = [
    "cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1",
  ]
}
