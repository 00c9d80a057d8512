import OffsetBackup
import Runtime

/// Backups in memory, for looking at what becomes of changed bytes.
final class MemoryStore: BackupStore {
  var contents: [String: [String: [UInt8]]] = [:]
  /// What the writer does instead of writing the file of that name.
  var failure: (file: String, error: StoreError)?
  /// Changes bytes on their way into the store, as a bad disk would.
  var corrupts: String?

  let place = "memory"

  func runs() throws(StoreError) -> [String] { contents.keys.sorted() }

  func files(of run: String) throws(StoreError) -> [String] {
    guard let files = contents[run] else { throw .notFound(run) }
    return files.keys.sorted()
  }

  func read(_ file: String, of run: String) throws(StoreError) -> [UInt8] {
    guard let bytes = contents[run]?[file] else { throw .notFound("\(run)/\(file)") }
    return bytes
  }

  func begin(_ run: String) throws(StoreError) -> any BackupWriter {
    MemoryWriter(store: self, run: run)
  }

  func remove(_ run: String) throws(StoreError) { contents[run] = nil }

  func removeLeftovers() throws(StoreError) -> Int { 0 }
}

private final class MemoryWriter: BackupWriter {
  private let store: MemoryStore
  private let run: String
  private var files: [String: [UInt8]] = [:]

  init(store: MemoryStore, run: String) {
    self.store = store
    self.run = run
  }

  func write(_ name: String, _ bytes: [UInt8]) throws(StoreError) {
    if let failure = store.failure, failure.file == name { throw failure.error }
    var bytes = bytes
    if store.corrupts == name, !bytes.isEmpty { bytes[bytes.count / 2] ^= 1 }
    files[name] = bytes
  }

  func read(_ name: String) throws(StoreError) -> [UInt8] {
    guard let bytes = files[name] else { throw .notFound(name) }
    return bytes
  }

  func commit(manifest: [UInt8]) throws(StoreError) {
    try write(BackupManifest.fileName, manifest)
    store.contents[run] = files
  }

  func abandon() { files = [:] }
}
