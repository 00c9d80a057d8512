import OffsetBackup

extension SoundBackup {
  /// A backup that is to be put back; throws `refused` unless it is proved sound.
  static func read(
    _ run: String, in store: any BackupStore
  ) throws(CommandFailure) -> SoundBackup {
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
