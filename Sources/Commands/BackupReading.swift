import CommandLine
import OffsetBackup

/// The backup that a command's first argument names, proved sound.
struct BackupReading {
  let invocation: Invocation
  let context: CommandContext

  /// The backup with its place; throws `refused` when it is not sound.
  func backup() throws(CommandFailure) -> (backup: SoundBackup, place: String) {
    let archives = ArchiveSettings(invocation: invocation, context: context)
    let (store, run) = try archives.backup(invocation.arguments.first ?? "")
    return (try backup(run, in: store), store.place(of: run))
  }

  /// A run's contents; throws `refused` when it is not sound.
  func backup(_ run: String, in store: any BackupStore) throws(CommandFailure) -> SoundBackup {
    let proof = try withStore { () throws(StoreError) in
      try BackupProof.result(of: run, in: store)
    }
    guard let backup = proof.sound else {
      throw CommandFailure(
        "\(store.place(of: run)) is not sound: \(proof.problems.joined(separator: "; "))",
        hint: "'cdcwatch offsets backup --check' names the newest good one", status: .refused)
    }
    return backup
  }
}
