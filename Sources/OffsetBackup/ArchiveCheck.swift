public import Runtime

/// Whether the newest backup of an archive is sound, and young enough.
public struct ArchiveCheck: Sendable {
  /// How it stands.
  public enum State: String, Sendable {
    /// The newest run is sound and young enough.
    case good = "ok"
    /// A sound run is young enough, but a newer one is not sound, or it says that it was taken in
    /// the future.
    case doubtful = "warning"
    /// No sound run is young enough.
    case bad = "critical"
  }

  /// How it stands.
  public let state: State
  /// The newest sound run; nil when there is none.
  public let newest: String?
  /// What that run holds; nil when there is none.
  public let backup: SoundBackup?
  /// That run's age; nil when there is none.
  public let age: Duration?
  /// How many runs the archive has, without those of drills that are newer than the newest sound one.
  public let runCount: Int
  /// The newer runs that are not sound, and why.
  public let broken: [String]
  /// Whether that run says that it was taken more than five minutes from now.
  public let isOfTheFuture: Bool

  private static let clockTolerance = Duration.seconds(300)

  /// Looks at the runs of a store, newest first, until one is sound.
  public init(
    _ store: any BackupStore, maximumAge: Duration, now: Timestamp
  ) throws(StoreError) {
    let runs = try store.runs()
    var broken: [String] = []
    var ofDrills = 0
    var found: (run: String, backup: SoundBackup)?
    for run in runs.reversed() where found == nil {
      switch try BackupProof.result(of: run, in: store) {
      case .sound(let backup) where backup.manifest.drillRun != nil: ofDrills += 1
      case .sound(let backup): found = (run, backup)
      case .broken(let problems):
        broken.append("\(store.place(of: run)): \(problems.joined(separator: "; "))")
      }
    }
    self.init(
      newest: found?.run, backup: found?.backup, runCount: runs.count - ofDrills, broken: broken,
      maximumAge: maximumAge, now: now)
  }

  init(
    newest: String?, backup: SoundBackup?, runCount: Int, broken: [String], maximumAge: Duration,
    now: Timestamp
  ) {
    self.newest = newest
    self.backup = backup
    self.runCount = runCount
    self.broken = broken
    let distance = backup.map { now - $0.manifest.takenAt }
    age = distance.map { max($0, .zero) }
    // A clock that was wrong would hide for as long that no more backups come.
    isOfTheFuture = distance.map { $0 < .zero - Self.clockTolerance } ?? false
    if let age, age <= maximumAge {
      state = broken.isEmpty && !isOfTheFuture ? .good : .doubtful
    } else {
      state = .bad
    }
  }
}
