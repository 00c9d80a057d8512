internal import Runtime

/// The rows that lie still from a moment on: only a snapshot brings them again.
struct StillRows: Sendable {
  /// The rows, by the number of the change that left each as it is.
  private let states: [Int: Int]
  private let since: Timestamp

  /// The rows that were there at a moment, and that nothing has changed since.
  init(_ ledger: [SentinelLedgerRow], since: Timestamp) {
    var last: [Int: SentinelLedgerRow] = [:]
    for row in ledger where row.change.number >= last[row.change.key]?.change.number ?? 0 {
      last[row.change.key] = row
    }
    states = last.filter { $0.value.change.kind != .delete && $0.value.time < since }
      .mapValues(\.change.number)
    self.since = since
  }

  /// How many there are.
  var count: Int { states.count }

  /// How many of them no snapshot has brought since, in the state that they have.
  func unread(in arrivals: [SentinelArrival]) -> Int {
    let read = Set(
      arrivals.lazy.filter { arrival in
        guard case .read = arrival.operation, let moment = arrival.seen?.wall ?? arrival.time else {
          return false
        }
        return moment >= since && arrival.number == states[arrival.key]
      }.map(\.key))
    return states.keys.count { !read.contains($0) }
  }
}
