import CommandLine
import JSON
import OffsetBackup
import Runtime

/// `cdcwatch offsets prune`: old backups out of an archive.
struct OffsetsPruneCommand {
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    guard let retention = try RetentionText(invocation).retention else {
      throw CommandFailure(
        "nobody said what is to be kept", hint: "type --keep 30d, or --keep 48", status: .usage)
    }
    let store = try ArchiveSettings(invocation: invocation, context: context).archive()
    let pruning = try ArchivePruning(store, retention, now: context.clock())
    let consent = try ChangeConsent(
      subject: store.place,
      plan: pruning.plan.removed.map { "remove \(store.place(of: $0))" }
        + pruning.pinnedSlots.map { "drop \($0.name) of \($0.database)" })
    let isExecuted = invocation.isSet(.execute) && !pruning.plan.removed.isEmpty
    if !isExecuted { try print(pruning, consent, store, isExecuted: false) }
    guard isExecuted else { return ExitStatus.success.rawValue }
    guard pruning.isNewestSound else {
      throw CommandFailure(
        "the newest backup of \(store.place) is not sound, so nothing is removed",
        hint: "make a new one with `cdcwatch offsets backup \(store.place)`", status: .refused)
    }
    try consent.ask(invocation, context)
    let slots = PinnedSlotRemoval(
      try DatabaseSettings(invocation, context: context),
      timeout: CommonOptions(invocation, context: context).timeout)
    try pruning.execute(in: store)
    let left = slots.remove(pruning.pinnedSlots)
    try print(pruning, consent, store, isExecuted: true)
    try printing { () throws(RuntimeError) in
      for line in left { try context.errors.writeLine("cdcwatch: warning: \(line)") }
    }
    return (left.isEmpty ? ExitStatus.success : .warning).rawValue
  }

  private func print(
    _ pruning: ArchivePruning, _ consent: ChangeConsent, _ store: any BackupStore,
    isExecuted: Bool
  ) throws(CommandFailure) {
    let decisions = pruning.plan.decisions
    let document = JSONValue.object([
      ("schema_version", .integer(1)), ("archive", .string(store.place)),
      (
        "plan",
        .array(
          decisions.map { decision in
            .object([
              ("backup", .string(store.place(of: decision.run))),
              ("removed", .bool(decision.isRemoved)), ("reason", .string(decision.reason)),
            ])
          })
      ),
      ("pinned_slots", .array(pruning.pinnedSlots.map { .string($0.name) })),
      ("plan_hash", .string(consent.hash)), ("executed", .bool(isExecuted)),
    ])
    let options = CommonOptions(invocation, context: context)
    try printing { () throws(RuntimeError) in
      switch options.format {
      case .json: try context.output.writeLine(document.prettyText)
      case .jsonl: try context.output.writeLine(document.text)
      case .table:
        for decision in decisions.reversed() {
          let verb = decision.isRemoved ? (isExecuted ? "removed" : "remove") : "keep"
          let line = "\(verb) \(store.place(of: decision.run)): \(decision.reason)"
          try context.output.writeLine(DisplayText.printable(line))
        }
        for slot in pruning.pinnedSlots where !isExecuted {
          let line = "drop the slot \(slot.name) of \(slot.database)"
          try context.output.writeLine(DisplayText.printable(line))
        }
        guard !isExecuted, !options.display.isQuiet else { return }
        try context.errors.writeLine(
          pruning.plan.removed.isEmpty
            ? "cdcwatch: there is nothing to remove"
            : "cdcwatch: nothing was changed; --execute does it (in a script: --execute --confirm"
              + " \(consent.name(in: context)) --plan \(consent.hash))")
      }
    }
  }
}
