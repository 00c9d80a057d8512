internal import Databases
public import Debezium

/// Rules about a connector, its offset and its place in the database.
public enum ConnectorRules {
  // MARK: Keep-alive

  /// A lost connection to MySQL or MariaDB is noticed soon enough.
  ///
  /// `target` is the recovery time that is wanted. Measured: with 60 s rows came 114.6 s after a
  /// failover, with 2 s after 2.9 s; meanwhile the task says RUNNING.
  public static func keepAlive(
    _ configuration: ConnectorConfiguration, target: Duration?
  ) -> RuleFinding {
    guard [.mysql, .mariadb].contains(configuration.engine) else {
      return .inapplicable("only the connectors of MySQL and MariaDB have a keep-alive")
    }
    guard configuration["connect.keep.alive"]?.lowercased() != "false" else {
      return RuleFinding(
        .fail, "connect.keep.alive is false: a lost connection is not looked for",
        figures: [.init("connect.keep.alive", "false")], next: "set connect.keep.alive=true")
    }
    let name = "connect.keep.alive.interval.ms"
    guard let interval = configuration[name].map({ Int64($0) }) ?? 60_000, interval > 0 else {
      return RuleFinding(.notKnown, "\(name) is '\(configuration[name] ?? "")', which is no number")
    }
    let figures = [RuleFinding.Figure(name, String(interval))]
    let limit = Duration.seconds(10)
    guard .milliseconds(interval) > limit else {
      return RuleFinding(.pass, "a lost connection is looked for often", figures: figures)
    }
    // A second look follows the one that the connection does not answer.
    let silence = Duration.milliseconds(interval) * 2
    let isTooLong = target.map { silence > $0 } ?? false
    return RuleFinding(
      isTooLong ? .fail : .warn,
      "after a failover nothing may arrive for \(silence.components.seconds) s, twice the keep-alive's"
        + " interval, while the task says RUNNING" + (isTooLong ? ", longer than the target" : ""),
      figures: figures, next: "set \(name)=2000")
  }

  // MARK: Lag

  /// The connector is not far behind; `taken` is how long a change took to arrive, nil when none
  /// did within `limit`.
  public static func lag(_ taken: Duration?, limit: Duration) -> RuleFinding {
    guard let taken else {
      return RuleFinding(
        .fail, "no change has arrived within \(limit.components.seconds) s",
        next: "look at the task, and at what the connector reads")
    }
    let figures = [RuleFinding.Figure("lag ms", String(milliseconds(taken)))]
    guard taken > limit else {
      return RuleFinding(.pass, "a change arrives within the limit", figures: figures)
    }
    return RuleFinding(
      .fail, "a change takes longer than \(limit.components.seconds) s to arrive", figures: figures,
      next: "wait until the connector has caught up")
  }

  // MARK: The slot

  /// The slot is where the offset says: nothing that is not delivered is behind it.
  public static func slotPosition(_ facts: OffsetCase) -> RuleFinding {
    guard case .postgresql(let state)? = facts.database else {
      guard facts.database == nil else { return .inapplicable("only PostgreSQL has slots") }
      return RuleFinding(.notKnown, facts.databaseGap)
    }
    let name = SlotRules.name(facts.configuration)
    guard let slot = state.slot else {
      return RuleFinding(
        .fail, "there is no slot '\(name)'",
        next: "cdcwatch offsets set --to-slot -c \(facts.connector)")
    }
    guard SlotRules(facts.configuration).fits(slot) else {
      return RuleFinding(.fail, "the slot '\(name)' belongs to another database or plugin")
    }
    guard slot.walStatus != "lost", let restart = slot.restart, let confirmed = slot.confirmedFlush
    else { return RuleFinding(.fail, "the slot '\(name)' is lost: its log is gone") }
    guard let offset = facts.offset, let position = PostgreSQLRules.position(of: offset) else {
      return RuleFinding(.notKnown, "the connector has no offset with a position")
    }
    return place(
      Place(
        slot: name, status: slot.walStatus, restart: restart, confirmed: confirmed,
        position: position, delivered: PostgreSQLRules.delivered(of: offset) ?? position,
        end: state.end))
  }

  private struct Place {
    let slot: String
    let status: String?
    let restart: LSN
    let confirmed: LSN
    let position: LSN
    let delivered: LSN
    let end: LSN
  }

  private static func place(_ place: Place) -> RuleFinding {
    var figures = [
      RuleFinding.Figure("restart_lsn", "\(place.restart)"),
      .init("confirmed_flush_lsn", "\(place.confirmed)"), .init("offset", "\(place.position)"),
      .init("log end", "\(place.end)"),
      .init("held back bytes", String(max(0, place.restart.distance(to: place.end)))),
    ]
    if let status = place.status { figures.append(.init("wal_status", status)) }
    if place.position > place.end {
      return RuleFinding(
        .fail,
        "the log ends at \(place.end), before the offset \(place.position): everything up to"
          + " there is left out", figures: figures, next: "is it the connector's writer?")
    }
    if place.delivered < place.confirmed {
      let bytes = place.delivered.distance(to: place.confirmed)
      return RuleFinding(
        .fail,
        "the slot '\(place.slot)' is confirmed up to \(place.confirmed), \(bytes) bytes after the"
          + " offset", figures: figures, next: "look again: an offset is written some time later")
    }
    guard place.status == "unreserved" else {
      return RuleFinding(
        .pass, "the slot '\(place.slot)' has everything behind the offset", figures: figures)
    }
    return RuleFinding(
      .warn, "the slot '\(place.slot)' is about to lose its log (wal_status unreserved)",
      figures: figures, next: "raise max_slot_wal_keep_size, or let the connector catch up")
  }

  // MARK: The writer

  /// The database is the one that the connector reads, and takes writes.
  public static func writerIdentity(_ facts: OffsetCase) -> RuleFinding {
    switch facts.database {
    case .postgresql(let state)? where state.isInRecovery:
      return RuleFinding(
        .fail, "\(state.address) is a standby (pg_is_in_recovery())",
        next: "name the endpoint of the writer with --db")
    case .binlog(let state)? where state.isReadOnly:
      return RuleFinding(
        .fail, "\(state.address) is read-only, as a replica is",
        next: "name the endpoint of the writer with --db")
    default: break
    }
    switch WriterProof.of(facts) {
    case .proved(let words): return RuleFinding(.pass, words)
    case .unproved(let why):
      return RuleFinding(.notKnown, why, next: "name the connector's own database with --db")
    }
  }

  private static func milliseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1000)
    let (sum, overflow) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
    return isTooLong || overflow ? .max : sum
  }
}
