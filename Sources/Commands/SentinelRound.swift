import Databases
import Debezium
import Drill
import Runtime

/// The work of the sentinels' thread: one change after another, each in the log before it is made.
struct SentinelRound: ~Copyable {
  private let writing: SentinelWriting
  private let tally: Locked<SentinelTally>
  private let ending: StopFlag
  private let stop: StopFlag
  private var sequence: SentinelSequence
  private var session: DatabaseSession?
  /// The changes of which nobody knows whether they were committed.
  private var open: [Int]

  /// How long it waits before it tries again what failed.
  private static let patience = Duration.milliseconds(250)

  init(
    _ writing: SentinelWriting, _ log: SentinelLog, tally: Locked<SentinelTally>,
    ending: StopFlag, stop: StopFlag
  ) {
    self.writing = writing
    self.tally = tally
    self.ending = ending
    self.stop = stop
    sequence = SentinelSequence(resuming: log)
    open = log.attempts.values.filter { $0.outcome == nil }.map(\.change.number).sorted()
    session = nil
  }

  /// Writes until it is told to end, then looks up what is still open.
  mutating func run() {
    do throws(RuntimeError) {
      // The caller has cut off what was torn.
      let file = try LineFile(writing.log, keeping: .max)
      var due = ContinuousClock.now
      while !ending.isRaised {
        var isMade = try isConnected(file)
        if isMade { isMade = try makeNext(file) }
        let now = ContinuousClock.now
        due = max(due + writing.interval, isMade ? now : now + Self.patience)
        _ = ending.wait(until: Deadline(after: now.duration(to: due)))
      }
      if !open.isEmpty, !stop.isRaised { _ = try isConnected(file) }
    } catch {
      tally.withLock { $0.logFailure = "\(error)" }
    }
  }

  // MARK: Connecting

  /// Whether there is a connection on which everything open was looked up.
  private mutating func isConnected(_ file: borrowing LineFile) throws(RuntimeError) -> Bool {
    if session != nil, open.isEmpty { return true }
    let found: Set<Int>
    do throws(DatabaseError) {
      found = try connect()
    } catch {
      lose(error)
      return false
    }
    tally.withLock { tally in
      tally.connections += 1
      tally.trouble = nil
    }
    for number in open {
      try answer(number, found.contains(number) ? .found : .absent, nil, file)
    }
    open = []
    return true
  }

  /// Connects and reads where the run stands; those of the open changes that the ledger has.
  private mutating func connect() throws(DatabaseError) -> Set<Int> {
    let fresh = try DatabaseSession.open(writing.database, timeout: writing.timeout, stop: stop)
    if fresh.engine == .postgresql {
      // What a broken connection left open holds its locks no longer than this.
      let limit = max(1000, Deadline(after: writing.timeout).milliseconds)
      try fresh.rows("SET idle_in_transaction_session_timeout = \(limit)")
    }
    let found = try lookUp(fresh)
    let last = try Self.numbers(fresh, SentinelTransaction.lastNumber(in: writing.tables)).first
    let alive = try Self.numbers(fresh, SentinelTransaction.aliveKeys(in: writing.tables))
    sequence.reread(alive: alive, last: last ?? 0)
    session = consume fresh
    return found
  }

  /// Those of the open changes that the ledger has.
  private func lookUp(_ session: borrowing DatabaseSession) throws(DatabaseError) -> Set<Int> {
    var found: Set<Int> = []
    for number in open {
      let rows = try session.rows(SentinelTransaction.lookup(number, in: writing.tables))
      if !rows.isEmpty { found.insert(number) }
    }
    return found
  }

  /// The first column of a query's rows.
  private static func numbers(
    _ session: borrowing DatabaseSession, _ query: String
  ) throws(DatabaseError) -> [Int] {
    try session.rows(query).compactMap { $0.first.flatMap(\.self).flatMap { Int($0) } }
  }

  private mutating func lose(_ error: DatabaseError) {
    session = nil
    tally.withLock { $0.trouble = "\(error)" }
  }

  // MARK: Writing

  /// Makes the next change; whether it was committed.
  private mutating func makeNext(_ file: borrowing LineFile) throws(RuntimeError) -> Bool {
    let change = sequence.take()
    let moment = writing.clock.moment
    try file.append(
      SentinelLogEntry(
        number: change.number, event: .intent(kind: change.kind, key: change.key), moment: moment
      ).bytes)
    let transaction = SentinelTransaction(change, at: moment.wall, in: writing.tables)
    guard try isPrepared(transaction, change.number, file) else { return false }
    do throws(DatabaseError) {
      try session?.rows(transaction.commit)
    } catch {
      // Nobody knows whether the server got it: the ledger will tell.
      open.append(change.number)
      lose(error)
      return false
    }
    sequence.made(change)
    try answer(change.number, .committed, nil, file)
    return true
  }

  /// Does all but the commit; whether that is worth committing.
  private mutating func isPrepared(
    _ transaction: SentinelTransaction, _ number: Int, _ file: borrowing LineFile
  ) throws(RuntimeError) -> Bool {
    do throws(DatabaseError) {
      for statement in transaction.statements { try session?.rows(statement) }
      if let rows = try session?.rows(transaction.check), !rows.isEmpty { return true }
    } catch {
      try answer(number, .failed, error.reason, file)
      lose(error)
      return false
    }
    // The connection is given up, and with it the transaction; the next one reads the rows again.
    session = nil
    try answer(number, .failed, "the row is not there", file)
    return false
  }

  private func answer(
    _ number: Int, _ outcome: SentinelLogEntry.Outcome, _ reason: String?,
    _ file: borrowing LineFile
  ) throws(RuntimeError) {
    try file.append(
      SentinelLogEntry(
        number: number, event: .answer(outcome, reason: reason), moment: writing.clock.moment
      ).bytes)
    tally.withLock { $0.count(outcome, of: number) }
  }
}
