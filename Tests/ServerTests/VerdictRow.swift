import Testing

/// One row of the tables of what a restored offset really does, done on real servers.
///
/// Rows `a` and `s` are delivered before the offset that is called old, `b` before the connector is
/// stopped, `c` is written while it is stopped, `z` after it was resumed.
struct VerdictRow: Sendable, CustomTestStringConvertible {
  /// What must arrive.
  enum Ending: Sendable {
    /// These rows so often in all; 0 is never.
    case arrives([String: Int])
    /// The task fails with these words, and nothing arrives.
    case fails(String)
    /// The task says RUNNING, and nothing arrives.
    case silence

    /// Everything, once.
    static let once = arrives(onceEach)
    /// What came behind the old offset comes again.
    static let replayed = arrives(["a": 1, "s": 1, "b": 2, "c": 1, "z": 1])
    /// All but what was written while the connector was stopped.
    static let skipped = arrives(["a": 1, "s": 1, "b": 1, "c": 0, "z": 1])
    /// All tables are read again, with what was written while the connector was stopped.
    static let snapshot = arrives(["a": 2, "s": 2, "b": 2, "c": 1, "z": 1])
    /// The task fails: the position is not in the server's log any more.
    static let refused = fails(lostLog)
    static let lostLog = "no longer available on the server"
  }

  /// Each row that a table gets, once.
  static let onceEach = ["a": 1, "s": 1, "b": 1, "c": 1, "z": 1]

  /// What the verdict is asked about.
  enum Subject: Sendable {
    /// The offset that Connect has.
    case live
    /// A document that is put in its place.
    case put(String)
  }

  typealias Deed = @Sendable (inout VerdictRun) async throws -> Subject

  let id: String
  let verdict: String
  let ending: Ending
  /// The connector's settings from its beginning.
  var settings: [String: String] = [:]
  /// What is done while the connector is stopped, before the verdict.
  let deed: Deed
  /// What is done when the ending was seen.
  var afterwards: (@Sendable (inout VerdictRun) async throws -> Void)?
  /// Whether an open transaction of PostgreSQL holds the log back all the time.
  var isHeld = false
  /// Whether `c` is written before the deed; else the deed writes it.
  var writesFirst = true
  /// Whether MySQL's logs are purged before `s`.
  var purgesFirst = false
  /// Whether MySQL has GTIDs when the connector begins.
  var hasGTIDs = true

  var testDescription: String { id }

  init(
    _ id: String, _ verdict: String, _ ending: Ending, settings: [String: String] = [:],
    isHeld: Bool = false, writesFirst: Bool = true, purgesFirst: Bool = false,
    hasGTIDs: Bool = true,
    afterwards: (@Sendable (inout VerdictRun) async throws -> Void)? = nil,
    deed: @escaping Deed
  ) {
    self.id = id
    self.verdict = verdict
    self.ending = ending
    self.settings = settings
    self.isHeld = isHeld
    self.writesFirst = writesFirst
    self.purgesFirst = purgesFirst
    self.hasGTIDs = hasGTIDs
    self.afterwards = afterwards
    self.deed = deed
  }
}
