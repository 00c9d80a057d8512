import CommandLine
import JSON
import OffsetBackup
import Runtime

/// `cdcwatch offsets backup --check`: the watchdog.
struct ArchiveCheckCommand {
  let invocation: Invocation
  let context: CommandContext
  let metrics: BackupMetrics

  func run(_ store: any BackupStore) throws(CommandFailure) -> Int32 {
    let maximum = invocation.duration(.maxAge) ?? .seconds(26 * 3600)
    let check = try withStore { () throws(StoreError) in
      try ArchiveCheck(store, maximumAge: maximum, now: context.clock())
    }
    try metrics.write(check)
    let options = CommonOptions(invocation, context: context)
    try printing { () throws(RuntimeError) in
      try context.output.write(
        options.format.text(
          of: document(check, store, maximum), table: text(check, store, maximum) + "\n"))
      guard !options.display.isQuiet else { return }
      if check.isOfTheFuture {
        try context.errors.writeLine(
          "cdcwatch: it says that it was taken in the future: is a clock wrong?")
      }
      for broken in check.broken {
        try context.errors.writeLine("cdcwatch: not sound: \(DisplayText.printable(broken))")
      }
    }
    switch check.state {
    case .good: return ExitStatus.success.rawValue
    case .doubtful: return ExitStatus.warning.rawValue
    case .bad: return ExitStatus.critical.rawValue
    }
  }

  private func text(
    _ check: ArchiveCheck, _ store: any BackupStore, _ maximum: Duration
  ) -> String {
    guard let run = check.newest, let age = check.age else {
      return "critical: \(DisplayText.printable(store.place)) holds no sound backup"
    }
    let limit = DurationText.text(maximum)
    return "\(check.state.rawValue): \(DisplayText.printable(store.place(of: run))) is sound and"
      + " \(Figures.span(age)) old, of \(limit)"
  }

  private func document(
    _ check: ArchiveCheck, _ store: any BackupStore, _ maximum: Duration
  ) -> JSONValue {
    .object([
      ("schema_version", .integer(1)),
      ("archive", .string(store.place)),
      ("result", .string(check.state.rawValue)),
      ("backup", JSONValue(check.newest.map { store.place(of: $0) })),
      ("age_seconds", check.age.map { .integer($0.components.seconds) } ?? .null),
      ("max_age_seconds", .integer(maximum.components.seconds)),
      ("backups", .integer(Int64(check.runCount))),
      ("not_sound", .array(check.broken.map(JSONValue.string))),
    ])
  }
}
