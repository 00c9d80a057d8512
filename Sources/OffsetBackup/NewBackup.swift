internal import Runtime

/// A backup that was written, and read back, and is sound.
public struct NewBackup: Sendable {
  /// The run's name.
  public var run: String
  /// What was read back.
  public var backup: SoundBackup

  /// Writes contents into a store: whole, or not at all.
  ///
  /// Every file is read back and proved before the run gets its name, and the run once more after
  /// that. Throws `empty` for contents without a live record.
  public static func write(
    _ contents: BackupContents, into store: any BackupStore, toolVersion: String,
    libraryVersion: String
  ) throws(BackupError) -> NewBackup {
    guard contents.records.contains(where: { !$0.isTombstone }) else {
      throw .empty("the offsets topics hold no offset")
    }
    let run = RunName.name(at: contents.takenAt)
    let files: BackupFiles
    let manifest: [UInt8]
    do throws(RuntimeError) {
      files = try BackupFiles(
        contents, toolVersion: toolVersion, libraryVersion: libraryVersion)
      manifest = try ManifestSeal.sealed(files.manifest)
    } catch {
      throw .store(.system(error))
    }
    let result: BackupProof.Result
    do throws(StoreError) {
      let problems = try write(files, manifest, as: run, into: store)
      result = problems.isEmpty ? try BackupProof.result(of: run, in: store) : .broken(problems)
    } catch {
      throw .store(error)
    }
    guard let backup = result.sound else { throw .notSound(result.problems) }
    return NewBackup(run: run, backup: backup)
  }

  /// What is wrong with what was written; it is then not committed.
  private static func write(
    _ files: BackupFiles, _ manifest: [UInt8], as run: String, into store: any BackupStore
  ) throws(StoreError) -> [String] {
    let writer = try store.begin(run)
    do throws(StoreError) {
      for file in files.files { try writer.write(file.name, file.bytes) }
      let result = try BackupProof.result(of: writer, manifest: manifest)
      guard result.sound != nil else {
        writer.abandon()
        return result.problems
      }
      try writer.commit(manifest: manifest)
      return []
    } catch {
      writer.abandon()
      throw error
    }
  }
}
