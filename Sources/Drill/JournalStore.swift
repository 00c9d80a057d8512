public import Runtime

/// Where a journal is kept.
public protocol JournalStore {
  /// Appends these bytes; they are on the disk when it returns. Throws when they may not be.
  mutating func append(_ bytes: [UInt8]) throws(RuntimeError)
}
