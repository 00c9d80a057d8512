import OffsetBackup
import Runtime

/// What `--keep` means for an archive, and doing it.
struct ArchivePruning {
  let plan: RetentionPlan
  /// Whether the newest run is sound, without which nothing goes.
  let isNewestSound: Bool
  /// The copies of slots that go with the runs that it removes.
  let pinnedSlots: [SavedConnector.PinnedSlot]

  /// Looks at every run, newest first.
  init(_ store: any BackupStore, _ retention: Retention, now: Timestamp) throws(CommandFailure) {
    var plan = RetentionPlan(retention, now: now)
    var isNewestSound: Bool?
    var pinned: [String: [SavedConnector.PinnedSlot]] = [:]
    let runs = try withStore { () throws(StoreError) in try store.runs() }
    for run in runs.reversed() {
      let proof = try withStore { () throws(StoreError) in
        try BackupProof.result(of: run, in: store)
      }
      // A drill's is the drill's own, which removes it.
      if proof.sound?.manifest.drillRun != nil { continue }
      if isNewestSound == nil { isNewestSound = proof.sound != nil }
      plan.decide(run, proof)
      pinned[run] = proof.sound?.manifest.pinnedSlots.map(\.slot)
    }
    pinnedSlots = plan.removed.flatMap { pinned[$0] ?? [] }
    self.plan = plan
    self.isNewestSound = isNewestSound ?? false
  }

  /// Removes what the plan says, oldest first.
  func execute(in store: any BackupStore) throws(CommandFailure) {
    var done = 0
    do throws(StoreError) {
      for run in plan.removed {
        try store.remove(run)
        done += 1
      }
    } catch {
      var failure = CommandFailure(error)
      guard done > 0 else { throw failure }
      failure.hint = "\(done) of \(plan.removed.count) were removed; the same command goes on"
      failure.status = ExitStatus.halfway.rawValue
      throw failure
    }
  }
}
