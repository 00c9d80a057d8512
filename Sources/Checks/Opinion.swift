/// A verdict as a rule gives it, before the checks and the command to type are put beside it.
struct Opinion {
  /// What helps, as far as it is a command.
  enum Next {
    /// Set the offset to the slot's position.
    case setToSlot
    /// Ask again with the database.
    case nameDatabase
    /// Put the offset back together with its slot.
    case restorePinned
  }

  var verdict: OffsetVerdict
  var reason: String
  var distance = VerdictDistance()
  var next: Next?
  /// What the slot that was kept with the offset has to do with it.
  var pinned = PinnedSlotUse.none

  init(
    _ verdict: OffsetVerdict, _ reason: String, bytes: Int64? = nil,
    transactions: UInt64? = nil, next: Next? = nil
  ) {
    self.verdict = verdict
    self.reason = reason
    distance = VerdictDistance(bytes: bytes, transactions: transactions)
    self.next = next
  }

  /// An offset that the server no longer has, or has not yet: what the snapshot mode makes of it.
  ///
  /// `help` follows where the task fails.
  static func unavailable(
    _ why: String, _ behaviour: SnapshotBehaviour, bytes: Int64? = nil,
    transactions: UInt64? = nil, else help: String = "", next: Next? = nil
  ) -> Opinion {
    switch behaviour.readsOnDataError {
    case true?:
      return Opinion(
        .willResnapshot,
        "\(why); with snapshot.mode=\(behaviour.mode) the connector drops its offset and reads all"
          + " tables again; deletes made meanwhile are lost",
        bytes: bytes, transactions: transactions)
    case false?:
      return Opinion(
        .willRefuse,
        "\(why): the task fails (\"no longer available on the server\"); snapshot.mode=when_needed"
          + " would read all tables again\(help)",
        bytes: bytes, transactions: transactions, next: next)
    case nil:
      return Opinion(
        .unknown, "\(why); what snapshot.mode=\(behaviour.mode) makes of it is not known here",
        bytes: bytes, transactions: transactions, next: next)
    }
  }
}
