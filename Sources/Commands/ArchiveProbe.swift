import CommandLine
import HTTP
import OffsetBackup
import Runtime

/// Looks into the place for backups; writes nothing there.
struct ArchiveProbe {
  let invocation: Invocation
  let context: CommandContext

  /// Nil where neither the environment nor the context names a place.
  func finding() -> EndpointFinding? {
    let settings = ArchiveSettings(invocation: invocation, context: context)
    guard let place = settings.usual else { return nil }
    var finding = EndpointFinding("archive", address: RedactedURL(place).description)
    do throws(CommandFailure) {
      let store = try settings.store(place)
      let runs = try withStore { () throws(StoreError) in try store.runs() }
      finding.may = ["list \(runs.count) backups"]
      if place.hasPrefix("s3:") {
        finding.identity = "bucket"
      } else {
        look(at: place, &finding)
      }
    } catch {
      finding.fail(
        error.message, hint: error.hint, status: ExitStatus(rawValue: error.status) ?? .unexpected)
    }
    return finding
  }

  private func look(at folder: String, _ finding: inout EndpointFinding) {
    finding.identity = "folder"
    if FileFacts(folder) == nil {
      finding.fail(
        "there is no such folder yet", hint: "the first `cdcwatch offsets backup` makes it",
        status: .warning)
    } else if FileFacts.isWritable(folder) {
      finding.may.append("write")
    } else {
      finding.fail(
        "this user may not write there", hint: "chown or chmod the folder", status: .denied)
    }
  }
}
