internal import Runtime

/// Backups in a folder of this machine, one folder a run.
public struct FolderStore: BackupStore {
  /// The largest file that is read: 1 GiB.
  static let limit = 1 << 30

  /// The place as it is typed.
  public let place: String

  /// Backups in the folder at `place`, which need not be there yet.
  public init(_ place: String) {
    var place = place
    while place.count > 1, place.hasSuffix("/") { place.removeLast() }
    self.place = place
  }

  /// The names of the complete runs, oldest first; empty for a place that is not there yet.
  public func runs() throws(StoreError) -> [String] {
    do throws(RuntimeError) {
      return try Folders.names(in: place).filter(RunName.isOne)
    } catch {
      if case .notFound = error { return [] }
      throw .system(error)
    }
  }

  /// The names of a run's files, in order.
  public func files(of run: String) throws(StoreError) -> [String] {
    do throws(RuntimeError) {
      return try Folders.names(in: place(of: run))
    } catch {
      throw Self.error(error)
    }
  }

  /// The bytes of one of a run's files; throws `notFound`.
  public func read(_ file: String, of run: String) throws(StoreError) -> [UInt8] {
    do throws(RuntimeError) {
      return try FileText.read("\(place(of: run))/\(file)", limit: Self.limit)
    } catch {
      throw Self.error(error)
    }
  }

  /// Begins a run, which nobody sees before its commit.
  public func begin(_ run: String) throws(StoreError) -> any BackupWriter {
    do throws(RuntimeError) {
      return FolderWriter(try NewFolder(run, in: place))
    } catch {
      throw .system(error)
    }
  }

  /// Removes a run; nobody meets half of it.
  public func remove(_ run: String) throws(StoreError) {
    do throws(RuntimeError) {
      try Folders.remove(place(of: run))
    } catch {
      throw Self.error(error)
    }
  }

  /// Removes what killed runs have left; returns how many these were.
  public func removeLeftovers() throws(StoreError) -> Int {
    do throws(RuntimeError) {
      return try NewFolder.removeLeftovers(in: place)
    } catch {
      throw Self.error(error)
    }
  }

  private static func error(_ error: RuntimeError) -> StoreError {
    if case .notFound(let path) = error { return .notFound(path) }
    return .system(error)
  }
}

/// A run on its way into a folder.
private final class FolderWriter: BackupWriter {
  private var folder: NewFolder?

  init(_ folder: consuming NewFolder) { self.folder = consume folder }

  func write(_ name: String, _ bytes: [UInt8]) throws(StoreError) {
    do throws(RuntimeError) {
      try folder?.write(name, bytes)
    } catch {
      throw .system(error)
    }
  }

  func read(_ name: String) throws(StoreError) -> [UInt8] {
    do throws(RuntimeError) {
      return try folder?.read(name, limit: FolderStore.limit) ?? []
    } catch {
      throw .system(error)
    }
  }

  func commit(manifest: [UInt8]) throws(StoreError) {
    do throws(RuntimeError) {
      try folder?.write(BackupManifest.fileName, manifest)
      try folder?.commit()
    } catch {
      throw .system(error)
    }
  }

  func abandon() { folder = nil }
}
