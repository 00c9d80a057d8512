import CommandLine
import OffsetBackup

/// What `--keep` says.
struct RetentionText {
  let retention: Retention?

  init(_ invocation: Invocation) throws(CommandFailure) {
    guard let text = invocation.text(.keep) else {
      retention = nil
      return
    }
    guard let read = Retention(text, duration: DurationText.parse) else {
      throw CommandFailure(
        "--keep: '\(text)' is neither a time nor a number of backups",
        hint: "type a time such as 30d, or a number such as 48", status: .usage)
    }
    retention = read
  }
}
