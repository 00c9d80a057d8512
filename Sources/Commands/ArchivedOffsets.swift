import CommandLine
import Debezium
import OffsetBackup
import Runtime

/// Records of offsets topics that an archive's backups have kept, where an archive is known.
struct ArchivedOffsets {
  /// The records, of whatever topic.
  private(set) var records: [OffsetRecord] = []
  /// The backups that they come from.
  private(set) var places: [String] = []

  /// Reads the backups of one cluster: the newest sound one that is not younger than `moment`, or
  /// without a moment all of them.
  ///
  /// Empty where neither CDCWATCH_ARCHIVE nor the context names an archive.
  init(
    of cluster: String?, at moment: Timestamp?, _ invocation: Invocation, _ context: CommandContext
  ) throws(CommandFailure) {
    let settings = ArchiveSettings(invocation: invocation, context: context)
    guard let place = settings.usual, let cluster else { return }
    let store = try settings.store(place)
    let limit = moment.map(RunName.name(at:))
    let runs = try withStore { () throws(StoreError) in try store.runs() }
    for run in runs.reversed() where limit.map({ run <= $0 }) ?? true {
      let proof = try withStore { () throws(StoreError) in
        try BackupProof.result(of: run, in: store)
      }
      guard let backup = proof.sound, backup.manifest.source == .kafka,
        backup.manifest.clusterID == cluster
      else { continue }
      records += backup.records
      places.append(store.place(of: run))
      if moment != nil { return }
    }
  }
}
