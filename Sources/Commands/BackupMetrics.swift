import OffsetBackup
import Runtime

/// What Prometheus is told in a text file; does nothing without one.
///
/// The file is replaced as a whole, so that a collector never reads half of it.
struct BackupMetrics {
  let file: String?
  let context: CommandContext

  /// A new backup; `unpinned` connectors' slots were not copied, nil when none was to be.
  func write(
    _ new: NewBackup, unpinned: Int?, in store: any BackupStore
  ) throws(CommandFailure) {
    var metrics = [
      result(succeeded: true), moment(new.backup), records(new.backup), connectors(new.backup),
    ]
    if let unpinned {
      metrics.append(
        Metric(
          "cdcwatch_offset_backup_unpinned_connectors",
          "PostgreSQL connectors whose slot was not copied with the newest backup.",
          Int64(unpinned)))
    }
    try write(metrics)
  }

  /// No new backup, or a check that could not look.
  func write(failure: CommandFailure, isCheck: Bool) throws(CommandFailure) {
    // The moment of the newest backup is not known here: an alert is on its absence, or on this.
    try write([isCheck ? status(Int64(failure.status)) : result(succeeded: false)])
  }

  /// What a check found.
  func write(_ check: ArchiveCheck) throws(CommandFailure) {
    let state =
      switch check.state {
      case .good: 0
      case .doubtful: 3
      case .bad: 2
      }
    var metrics = [
      status(Int64(state)),
      Metric(
        "cdcwatch_offset_backup_runs", "Backups in the archive, sound or not.",
        Int64(check.runCount)),
      Metric(
        "cdcwatch_offset_backup_broken_runs", "Newest backups that are not sound.",
        Int64(check.broken.count)),
    ]
    if let backup = check.backup {
      metrics += [moment(backup), records(backup), connectors(backup)]
    }
    try write(metrics)
  }

  private struct Metric {
    var name: String
    var help: String
    var value: Int64

    init(_ name: String, _ help: String, _ value: Int64) {
      (self.name, self.help, self.value) = (name, help, value)
    }

    var text: String { "# HELP \(name) \(help)\n# TYPE \(name) gauge\n\(name) \(value)\n" }
  }

  private func status(_ value: Int64) -> Metric {
    Metric(
      "cdcwatch_offset_backup_check_status",
      "0 sound and young enough, 3 doubtful, 2 critical, else the exit status of a failed check.",
      value)
  }

  private func result(succeeded: Bool) -> Metric {
    Metric(
      "cdcwatch_offset_backup_last_run_success", "Whether the last run made a sound backup.",
      succeeded ? 1 : 0)
  }

  private func moment(_ backup: SoundBackup) -> Metric {
    Metric(
      "cdcwatch_offset_backup_newest_timestamp_seconds", "When the newest sound backup began.",
      backup.manifest.takenAt.milliseconds / 1000)
  }

  private func records(_ backup: SoundBackup) -> Metric {
    Metric(
      "cdcwatch_offset_backup_records", "Offsets in the newest sound backup.",
      Int64(backup.live.count))
  }

  private func connectors(_ backup: SoundBackup) -> Metric {
    Metric(
      "cdcwatch_offset_backup_connectors", "Connectors in the newest sound backup.",
      Int64(backup.manifest.connectors.count))
  }

  private func write(_ metrics: [Metric]) throws(CommandFailure) {
    guard let file else { return }
    do throws(RuntimeError) {
      try ReplacedFile.write(
        Array(metrics.map(\.text).joined().utf8), to: file, readableBy: .everyone)
    } catch {
      throw CommandFailure(
        "\(error)", hint: "--textfile names a file in a folder that can be written",
        status: .unexpected)
    }
  }
}
