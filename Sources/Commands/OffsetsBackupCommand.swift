import CommandLine
import JSON
import Kafka
import KafkaConnect
import OffsetBackup
import Runtime
import Watch

/// `cdcwatch offsets backup`: the offsets into an archive.
struct OffsetsBackupCommand {
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let retention = try RetentionText(invocation).retention
    let metrics = BackupMetrics(file: invocation.text(.textfile), context: context)
    do throws(CommandFailure) {
      let store = try ArchiveSettings(invocation: invocation, context: context).archive()
      guard !invocation.isSet(.check) else {
        return try ArchiveCheckCommand(invocation: invocation, context: context, metrics: metrics)
          .run(store)
      }
      let new = try write(into: store)
      try metrics.write(new, in: store)
      try report(new, in: store)
      if let retention { try remove(retention, new, from: store) }
      _ = try withStore { () throws(StoreError) in try store.removeLeftovers() }
      return ExitStatus.success.rawValue
    } catch {
      try metrics.write(failure: error, isCheck: invocation.isSet(.check))
      throw error
    }
  }

  private func write(into store: any BackupStore) throws(CommandFailure) -> NewBackup {
    let contents = try LiveOffsets(invocation: invocation, context: context).contents()
    do throws(BackupError) {
      return try NewBackup.write(
        contents, into: store, toolVersion: VersionCommand.version,
        libraryVersion: Library.version)
    } catch {
      throw CommandFailure(error, stopStatus: context.stopStatus)
    }
  }

  private func report(_ new: NewBackup, in store: any BackupStore) throws(CommandFailure) {
    let report = BackupReport(place: store.place(of: new.run), backup: new.backup)
    let options = CommonOptions(invocation, context: context)
    try printing { () throws(RuntimeError) in
      try context.output.write(
        options.format.text(of: report.document, table: DisplayText.printable(report.place) + "\n"))
      guard !options.display.isQuiet else { return }
      try context.errors.writeLine("cdcwatch: \(report.summary), proved sound")
      for warning in new.backup.warnings {
        try context.errors.writeLine("cdcwatch: warning: \(DisplayText.printable(warning))")
      }
    }
  }

  /// The new backup is sound, so older ones may go.
  private func remove(
    _ retention: Retention, _ new: NewBackup, from store: any BackupStore
  ) throws(CommandFailure) {
    let pruning = try ArchivePruning(store, retention, now: context.clock())
    try pruning.execute(in: store)
    guard !invocation.isSet(.quiet) else { return }
    try printing { () throws(RuntimeError) in
      for decision in pruning.plan.decisions where decision.isRemoved {
        try context.errors.writeLine("cdcwatch: removed \(store.place(of: decision.run))")
      }
    }
  }
}
