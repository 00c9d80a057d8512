/// A backup that was proved sound, as it was read.
public struct SoundBackup: Sendable, Hashable {
  /// What it says of itself.
  public var manifest: BackupManifest
  /// The newest record of each key, tombstones among them; see `OffsetTopic.latest`.
  public var records: [OffsetRecord]
  /// What a person should know, though it is sound.
  public var warnings: [String]
  /// The records of each saved schema history in their order, by connector; their offsets and times
  /// are not kept.
  public var histories: [String: [OffsetRecord]] = [:]

  /// The records that are no tombstones.
  public var live: [OffsetRecord] { records.filter { !$0.isTombstone } }
}
