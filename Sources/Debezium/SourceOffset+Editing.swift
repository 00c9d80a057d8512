internal import JSON

/// Offsets made from others by hand; every member that is not named stays as it is.
extension SourceOffset {
  /// PostgreSQL: an offset at a position of the log.
  ///
  /// `lsn`, `lsn_proc` and `lsn_commit` belong together (facts 7): with a mixed set the connector
  /// does not find its place. What else tells of single events goes.
  public static func at(_ position: LSN, from old: SourceOffset?) -> SourceOffset? {
    let number = JSONValue.integer(Int64(bitPattern: position.position))
    let dropped: Set<String> = ["messageType", "lsn_events_processed"]
    return edited(
      old, ["lsn": number, "lsn_proc": number, "lsn_commit": number], without: dropped)
  }

  /// MySQL, MariaDB: an offset after a set of transactions.
  ///
  /// `file` and `pos` stay, since the task fails without them; `event` and `row` would swallow a part
  /// of the first transaction that follows (facts 18).
  public static func after(gtids: String, from old: SourceOffset) -> SourceOffset? {
    edited(
      old, ["gtids": .string(gtids), "event": .integer(0), "row": .integer(0)], without: [])
  }

  /// MySQL, MariaDB: an offset at a place of the binary log.
  public static func at(
    file: String, position: Int64, from old: SourceOffset?
  ) -> SourceOffset? {
    edited(
      old,
      [
        "file": .string(file), "pos": .integer(position), "event": .integer(0), "row": .integer(0),
      ], without: [])
  }

  /// The old members in their order without those that get a value, then the new values.
  ///
  /// What says that the offset is of a snapshot's row goes, as the new position is of none; an
  /// initial snapshot that had not ended stays, since the connector begins it anew.
  private static func edited(
    _ old: SourceOffset?, _ values: KeyValuePairs<String, JSONValue>, without dropped: Set<String>
  ) -> SourceOffset? {
    var gone = dropped.union(values.map(\.key))
    if old?.snapshot != .initial || old?.snapshotCompleted == true {
      gone.formUnion(["snapshot", "last_snapshot_record", "snapshot_completed"])
    }
    let kept = (old?.members.members ?? []).filter { !gone.contains($0.name) }
    return SourceOffset(
      .object(kept.map { ($0.name, $0.value) } + values.map { ($0.key, $0.value) }))
  }
}
