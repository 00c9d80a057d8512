internal import YAML

/// Reads what an `offsets` step does.
struct OffsetDeedReader {
  private static let commands = ["backup", "verify", "check", "restore", "set", "reset"]

  let fields: DrillFields
  let file: String

  func deed(_ entry: YAMLNode.Entry) throws(DrillFileError) -> OffsetDeed {
    if case .scalar("reset") = entry.value.content { return OffsetDeed(.reset) }
    let offsets = try fields.below(entry)
    try offsets.check(Self.commands + ["resume", "via"])
    let commands = offsets.entries.filter { Self.commands.contains($0.key) }
    guard let command = commands.first, commands.count == 1 else {
      throw fields.objection(
        entry, "has to do one thing",
        allowed: "one of \(Self.commands.joined(separator: ", ")) below it")
    }
    var deed = OffsetDeed(try self.command(command, offsets))
    deed.resumes = try offsets.toggle("resume")
    deed.viaKafka = try offsets.choice("via", of: Way.self) == .kafka
    try check(deed, offsets)
    return deed
  }

  private enum Way: String, CaseIterable {
    case rest, kafka
  }

  private func command(
    _ entry: YAMLNode.Entry, _ offsets: DrillFields
  ) throws(DrillFileError) -> OffsetDeed.Command {
    let backup = "a backup's place, such as ${steps.ID.place}"
    switch entry.key {
    case "backup": return .backup(try offsets.required("backup", allowed: "an archive's place"))
    case "verify": return .verify(try offsets.required("verify", allowed: backup))
    case "check": return .check(try offsets.required("check", allowed: "\(backup), or live"))
    case "restore": return .restore(try offsets.required("restore", allowed: backup))
    case "set": return try position(entry, offsets)
    default:
      guard try offsets.toggle("reset") else {
        throw offsets.objection(entry, "is false", allowed: "true, or leave it out")
      }
      return .reset
    }
  }

  private func position(
    _ entry: YAMLNode.Entry, _ offsets: DrillFields
  ) throws(DrillFileError) -> OffsetDeed.Command {
    if case .scalar("to-slot") = entry.value.content { return .setToSlot }
    let allowed = "to-slot, {lsn: X/X} or {gtids: SET}"
    guard case .mapping(let entries) = entry.value.content, let only = entries.first,
      entries.count == 1
    else { throw offsets.objection(entry, allowed: allowed) }
    let position = try offsets.below(entry)
    try position.check(["lsn", "gtids"])
    let text = try position.required(only.key, allowed: allowed)
    return only.key == "lsn" ? .setLSN(text) : .setGTIDs(text)
  }

  private func check(_ deed: OffsetDeed, _ offsets: DrillFields) throws(DrillFileError) {
    let isRestore = if case .restore = deed.command { true } else { false }
    if deed.resumes, !deed.command.writesOffsets, deed.command != .reset,
      let entry = offsets.entry("resume")
    {
      throw DrillFileError(
        "'resume' of \(offsets.name) goes with restore, set and reset", file: file,
        at: FilePlace(entry), hint: "leave it out: this step does not stop the connector")
    }
    if deed.viaKafka, !isRestore, let entry = offsets.entry("via") {
      throw DrillFileError(
        "'via' of \(offsets.name) goes with restore", file: file, at: FilePlace(entry),
        hint: "leave it out")
    }
  }
}
