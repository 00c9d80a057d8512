/// How a snapshot reads its tables.
public enum SnapshotKind: String, Sendable, Hashable {
  /// The connector's first reading of all tables, before it streams.
  case initial
  /// Chunk by chunk beside the stream, asked for by a signal.
  case incremental
  /// All at once while the stream waits, asked for by a signal.
  case blocking
  /// There is no snapshot.
  case none

  /// The rows that look alike: blocking rows carry the marks of initial ones (`first`, `true`,
  /// `last` ...), and only chunk rows say `incremental`.
  var family: Family {
    self == .incremental ? .chunked : .whole
  }

  enum Family: Sendable { case chunked, whole }
}
