/// A place that holds backups: a folder or a part of a bucket.
///
/// Belongs to one thread.
public protocol BackupStore {
  /// The place as it is typed.
  var place: String { get }

  /// The names of the complete runs, oldest first; empty for a place that is not there yet.
  func runs() throws(StoreError) -> [String]

  /// The names of a run's files, in order.
  func files(of run: String) throws(StoreError) -> [String]

  /// The bytes of one of a run's files; throws `notFound`.
  func read(_ file: String, of run: String) throws(StoreError) -> [UInt8]

  /// Begins a run, which nobody sees before its commit.
  func begin(_ run: String) throws(StoreError) -> any BackupWriter

  /// Removes a run; nobody meets half of it.
  func remove(_ run: String) throws(StoreError)

  /// Removes what killed runs have left; returns how many these were.
  func removeLeftovers() throws(StoreError) -> Int
}

extension BackupStore {
  /// The run as it is typed.
  public func place(of run: String) -> String {
    place.hasSuffix("/") ? place + run : "\(place)/\(run)"
  }
}

/// A run that is being written.
public protocol BackupWriter {
  /// Writes a file and waits until it is kept.
  func write(_ name: String, _ bytes: [UInt8]) throws(StoreError)

  /// Reads back what was written.
  func read(_ name: String) throws(StoreError) -> [UInt8]

  /// Makes the run complete with its last file, the manifest, all at once.
  func commit(manifest: [UInt8]) throws(StoreError)

  /// Takes away what was written.
  func abandon()
}
