import Debezium
import Drill
import JSON
import Kafka
import KafkaConnect
import OffsetBackup
import Runtime

/// The backups that a drill makes and uses.
struct DrillBackups {
  let stage: DrillStage

  /// A new backup of every offset, marked as this run's.
  func make(in archive: String) throws(CommandFailure) -> NewBackup {
    let store = try settings.store(archive)
    let takenAt = stage.context.clock()
    var contents = try LiveOffsets(invocation: stage.invocation, context: stage.context)
      .contents(takenAt: takenAt)
    contents.drillRun = stage.folder.run
    do throws(BackupError) {
      return try NewBackup.write(
        contents, into: store, toolVersion: VersionCommand.version,
        libraryVersion: Library.version)
    } catch {
      throw CommandFailure(error, stopStatus: stage.context.stopStatus)
    }
  }

  /// A backup that proves sound, and the place that it has.
  func sound(_ text: String) throws(CommandFailure) -> (backup: SoundBackup, place: String) {
    let (store, run) = try settings.backup(text)
    return (try SoundBackup.read(run, in: store), store.place(of: run))
  }

  /// The connector's configuration as the backup has it, with the secrets that it leaves out.
  ///
  /// A shadow's come from the live connector's configuration; a live connector's by `--secret`.
  func configuration(in text: String) throws(StepFailure) -> JSONValue {
    do throws(CommandFailure) {
      let (backup, place) = try sound(text)
      let saved = backup.manifest.connectors.first { $0.name == stage.connector }
      guard let saved, case .saved(let properties, let leftOut) = saved.configuration else {
        throw CommandFailure(
          "\(place) has no configuration of '\(stage.connector)'",
          hint: "a backup has it when it is made with --connect", status: .critical)
      }
      var members = (properties.members ?? []).filter { $0.name != "name" }
      members.append(.init(name: "name", value: .string(stage.connector)))
      for key in leftOut {
        guard let secret = stage.secret(key) else {
          throw CommandFailure(
            "'\(key)' was left out of the backup, and nobody gives it",
            hint: "type --secret \(key)=@FILE", status: .refused)
        }
        members.append(.init(name: key, value: .string(secret)))
      }
      return .object(members)
    } catch {
      throw StepFailure(error)
    }
  }

  /// Removes the runs of this drill from an archive; returns how many.
  func remove(from archive: String) throws(CommandFailure) -> Int {
    let store = try settings.store(archive)
    return try withStore { () throws(StoreError) in
      var count = 0
      for run in try store.runs() {
        guard let backup = try BackupProof.result(of: run, in: store).sound,
          backup.manifest.drillRun == stage.folder.run
        else { continue }
        try store.remove(run)
        count += 1
      }
      return count
    }
  }

  private var settings: ArchiveSettings {
    ArchiveSettings(invocation: stage.invocation, context: stage.context)
  }
}
