import Checks
import CommandLine
import JSON
import OffsetBackup
import Runtime

/// Reads the offsets that an argument names: `live`, a backup, or a file of Connect's answer.
struct OffsetStateSource {
  let invocation: Invocation
  let context: CommandContext

  /// The state that a text names.
  func state(_ text: String) throws(CommandFailure) -> OffsetState {
    try candidates(text).state
  }

  /// The state that a text names, with the copies of slots and the schema histories that go with it,
  /// by connector.
  typealias Candidates = (
    state: OffsetState, pinned: [String: PinnedSlotReference],
    histories: [String: [OffsetRecord]]
  )

  /// The state that a text names, and what goes with it.
  func candidates(_ text: String) throws(CommandFailure) -> Candidates {
    if text == "live" {
      let contents = try LiveOffsets(invocation: invocation, context: context).contents()
      return (OffsetState(contents.records), [:], [:])
    }
    if let state = try fileState(text) { return (state, [:], [:]) }
    let settings = ArchiveSettings(invocation: invocation, context: context)
    let (store, run) = try settings.backup(text)
    let proof = try withStore { () throws(StoreError) in
      try BackupProof.result(of: run, in: store)
    }
    guard let backup = proof.sound else {
      throw CommandFailure(
        "\(store.place(of: run)) is not sound: \(proof.problems.joined(separator: "; "))",
        hint: "take another backup", status: .critical)
    }
    return (OffsetState(backup.live), backup.pinned(at: store.place(of: run)), backup.histories)
  }

  /// The offsets of a file; nil when the text names no file.
  private func fileState(_ path: String) throws(CommandFailure) -> OffsetState? {
    guard !path.hasPrefix("s3:"), path != "latest", !Folders.exists(path) else { return nil }
    let bytes: [UInt8]
    do throws(RuntimeError) {
      bytes = try FileText.read(path, limit: 64 << 20)
    } catch {
      if case .notFound = error { return nil }
      throw CommandFailure("\(error)", status: .usage)
    }
    guard let json = try? JSONValue.parse(bytes),
      let state = OffsetState(connectAnswer: json, connector: nil)
    else {
      throw CommandFailure(
        "'\(path)' is no answer of Connect about offsets",
        hint: "`curl CONNECT/connectors/NAME/offsets > FILE` makes one", status: .usage)
    }
    return state
  }
}

extension SoundBackup {
  /// The copies of slots that go with it, by connector; `place` is its own.
  ///
  /// A name that is none of a copy is left out: the manifest is foreign input.
  func pinned(at place: String) -> [String: PinnedSlotReference] {
    var all: [String: PinnedSlotReference] = [:]
    for pinned in manifest.pinnedSlots where PinnedSlotName.isCopy(pinned.slot.name) {
      all[pinned.connector] = PinnedSlotReference(slot: pinned.slot.name, backup: place)
    }
    return all
  }
}
