import Testing

/// A row of the tables of what a restored offset really does, and where it is done.
struct TableRow: Sendable, CustomTestStringConvertible {
  enum Place: Sendable {
    /// `make test` does it, in the test with this name.
    case test(String)
    /// It cannot be made on these servers; why.
    case cannot(String)
  }

  let what: String
  let place: Place

  var testDescription: String { what }
}

/// Every row of the tables, whoever does it.
///
/// The rows that `make soak` does are listed where they are done, with verdict and ending:
/// `PostgreSQLRows`, `MySQLRows`, `MariaDBRows`.
enum VerdictTable {
  static let rows = daily + impossible

  /// What is met most.
  private static let daily: [TableRow] = [
    .init("PostgreSQL: o = c", "RESUME: what was written while it was stopped comes once"),
    .init("PostgreSQL: o < r", "WILL_REFUSE: the slot has moved past the offset"),
    .init(
      "PostgreSQL: r <= o < c",
      "WILL_SKIP: an open transaction holds the log back, the slot has moved on"),
    .init(
      "PostgreSQL: slot gone, initial and when_needed",
      "WILL_REFUSE without the slot, WILL_RESNAPSHOT with when_needed"),
    .init("PostgreSQL: offset deleted, slot kept", "WILL_RESNAPSHOT: the offset was deleted"),
    .init(
      "PostgreSQL: offset deleted, no_data",
      "reset reads all again with initial, and goes on from the slot with no_data"),
    .init(
      "MySQL, MariaDB: older set, logs there",
      "REPLAY: an older set brings what came after it again"),
    .init("MySQL: another server's uuid", "WILL_REFUSE: GTIDs of another server"),
    .init("MySQL: schema history gone", "WILL_REFUSE: the schema history topic is gone"),
    .init(
      "MySQL, gtid_mode=OFF: older place, and one inside an event",
      "without GTIDs an older place is a REPLAY, one within an event is refused in silence"),
    .init(
      "the offsets topic written by hand, the workers down",
      "records go back into the topic when no task lives, and the next start goes on from them"),
    .init(
      "exactly-once: same topic and keys",
      "offsets in transactions are found, backed up, and put back by both ways"),
    .init(
      "exactly-once: a transaction left open",
      "an open transaction is waited for, never read past and never taken for the end"),
  ]

  private static let impossible: [TableRow] = [
    TableRow(
      what: "MySQL: gtids removed, file there, other logs purged",
      place: .cannot("of two tries one read every log again and one failed: the verdict is UNKNOWN")
    ),
    TableRow(
      what: "exactly-once: an uncommitted offset ahead of the data after a kill",
      place: .cannot(
        "two of four kills left one: no moment of a kill makes it for certain; offsets are read committed"
      )),
  ]
}

extension TableRow {
  fileprivate init(_ what: String, _ test: String) {
    self.init(what: what, place: .test(test))
  }
}
