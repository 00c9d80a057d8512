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
      let (new, pinning) = try write(into: store)
      let left = pinning?.finish() ?? []
      try metrics.write(new, unpinned: pinning?.refused.count, in: store)
      try report(new, refused: pinning?.refused ?? [], left: left, in: store)
      var status = left.isEmpty && pinning?.refused.isEmpty ?? true ? ExitStatus.success : .warning
      if let retention { status = max(status, try remove(retention, new, from: store)) }
      _ = try withStore { () throws(StoreError) in try store.removeLeftovers() }
      return status.rawValue
    } catch {
      try metrics.write(failure: error, isCheck: invocation.isSet(.check))
      throw error
    }
  }

  /// The backup, and the copies of slots that go with it.
  private func write(
    into store: any BackupStore
  ) throws(CommandFailure) -> (NewBackup, SlotPinning?) {
    let takenAt = context.clock()
    var databases = try BackupDatabases(
      invocation, context: context, run: RunName.name(at: takenAt))
    if databases.pinning != nil, try ConnectSettings(invocation, context: context).clusters.isEmpty
    {
      throw CommandFailure.noConnectCluster
    }
    do throws(CommandFailure) {
      var contents = try contents(takenAt, &databases)
      try databases.complete(&contents)
      let new: NewBackup
      do throws(BackupError) {
        new = try NewBackup.write(
          contents, into: store, toolVersion: VersionCommand.version,
          libraryVersion: Library.version)
      } catch {
        throw CommandFailure(error, stopStatus: context.stopStatus)
      }
      return (new, databases.pinning)
    } catch {
      var failure = error
      let left = databases.pinning?.undo() ?? []
      if !left.isEmpty { failure.message += "; " + left.joined(separator: "; ") }
      throw failure
    }
  }

  private func contents(
    _ takenAt: Timestamp, _ databases: inout BackupDatabases
  ) throws(CommandFailure) -> BackupContents {
    let offsets = LiveOffsets(invocation: invocation, context: context)
    guard databases.isNeeded else { return try offsets.contents(takenAt: takenAt) }
    return try offsets.contents(takenAt: takenAt) { account, place throws(CommandFailure) in
      try databases.look(at: account, of: place)
    }
  }

  private func report(
    _ new: NewBackup, refused: [String], left: [String], in store: any BackupStore
  ) throws(CommandFailure) {
    var report = BackupReport(place: store.place(of: new.run), backup: new.backup)
    report.backup.warnings += left
    let options = CommonOptions(invocation, context: context)
    try printing { () throws(RuntimeError) in
      try context.output.write(
        options.format.text(of: report.document, table: DisplayText.printable(report.place) + "\n"))
      if !options.display.isQuiet {
        try context.errors.writeLine("cdcwatch: \(report.summary), proved sound")
      }
      // What makes the exit status is told to a cron job too.
      let warnings =
        options.display.isQuiet
        ? report.backup.warnings.filter { refused.contains($0) || left.contains($0) }
        : report.backup.warnings
      for warning in warnings {
        try context.errors.writeLine("cdcwatch: warning: \(DisplayText.printable(warning))")
      }
    }
  }

  /// The new backup is sound, so older ones may go.
  private func remove(
    _ retention: Retention, _ new: NewBackup, from store: any BackupStore
  ) throws(CommandFailure) -> ExitStatus {
    let pruning = try ArchivePruning(store, retention, now: context.clock())
    try pruning.execute(in: store)
    let slots = PinnedSlotRemoval(
      try DatabaseSettings(invocation, context: context), timeout: timeout)
    let left = slots.remove(pruning.pinnedSlots)
    try printing { () throws(RuntimeError) in
      for line in left { try context.errors.writeLine("cdcwatch: warning: \(line)") }
      guard !invocation.isSet(.quiet) else { return }
      for decision in pruning.plan.decisions where decision.isRemoved {
        try context.errors.writeLine("cdcwatch: removed \(store.place(of: decision.run))")
      }
    }
    return left.isEmpty ? .success : .warning
  }

  private var timeout: Duration { invocation.duration(.timeout) ?? .seconds(10) }
}
