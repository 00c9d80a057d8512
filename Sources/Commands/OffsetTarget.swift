import CommandLine
import Debezium
import Runtime

/// What a connector's offset becomes.
enum OffsetTarget: Sendable, Hashable {
  /// The position that PostgreSQL's slot has confirmed.
  case slot
  /// A position of PostgreSQL's log.
  case position(LSN)
  /// The transactions that are behind it, as they are written into the offset.
  case gtids(String, GTIDSet)
  /// A place in MySQL's binary log.
  case place(file: String, position: Int64)
  /// None at all.
  case nothing

  /// The one that the flags name; throws when they name none, several, or one that is none.
  init(_ invocation: Invocation) throws(CommandFailure) {
    let choices: [Flag] = [.toSlot, .position, .gtids, .binlogFile]
    let named = choices.filter { invocation.isSet($0) }
    if invocation.isSet(.binlogPosition), !invocation.isSet(.binlogFile) {
      throw Self.usage("--position is of no file", "type --file NAME with it")
    }
    guard let choice = named.first else {
      throw Self.usage("nothing says what the offset becomes", Self.choice)
    }
    guard named.count == 1 else {
      let names = named.map { "--\($0.name)" }.joined(separator: " and ")
      throw Self.usage("\(names) name several offsets", Self.choice)
    }
    let text = invocation.text(choice) ?? ""
    switch choice {
    case .toSlot: self = .slot
    case .position: self = .position(try Self.position(text))
    case .gtids: self = try Self.gtids(text)
    default: self = try Self.place(text, invocation.text(.binlogPosition))
    }
  }

  private static let choice =
    "type one of --to-slot, --lsn X/X, --gtids SET, or --file NAME --position N"

  // MARK: Reading

  private static func position(_ text: String) throws(CommandFailure) -> LSN {
    guard let position = try? LSN(parsing: text), position.position > 0 else {
      throw usage(
        "--lsn: '\(shown(text))' is no position of PostgreSQL's log",
        "type it as pg_current_wal_lsn() prints it, such as 0/1A00DE0")
    }
    return position
  }

  private static func gtids(_ text: String) throws(CommandFailure) -> OffsetTarget {
    let bare = text.filter { !$0.isWhitespace }
    let hint = "type it as SELECT @@gtid_executed (MariaDB: @@gtid_binlog_pos) prints it"
    let set: GTIDSet
    do throws(FormatError) {
      set = try GTIDSet(parsing: bare)
    } catch {
      throw usage("--gtids: \(shown("\(error)"))", hint)
    }
    guard !set.isEmpty else { throw usage("--gtids: the set holds no transaction", hint) }
    return .gtids(bare, set)
  }

  private static func place(
    _ file: String, _ position: String?
  ) throws(CommandFailure) -> OffsetTarget {
    guard let position else {
      throw usage("--file needs a position in it", "type --position N; an event begins there")
    }
    // The first event of a file lies behind its four magic bytes.
    guard let number = Int64(position), number >= 4 else {
      throw usage(
        "--position: '\(shown(position))' is no place in a binary log",
        "type a whole number from 4 on, as SHOW BINLOG EVENTS lists them")
    }
    guard !file.isEmpty else {
      throw usage("--file names no file", "SHOW BINARY LOGS lists them")
    }
    return .place(file: file, position: number)
  }

  // MARK: Fitting

  /// Throws when a connector of that engine has no such offset.
  func check(_ engine: Engine, connector: String) throws(CommandFailure) {
    let isBinlog = engine == .mysql || engine == .mariadb
    let name = DisplayText.printable(connector)
    switch self {
    case .nothing: return
    case .slot, .position:
      guard engine != .postgresql else { return }
      throw Self.usage(
        "'\(name)' reads no PostgreSQL, and has no LSN",
        isBinlog ? "type --gtids SET, or --file NAME --position N" : Self.unknownEngine)
    case .place, .gtids:
      guard isBinlog else {
        throw Self.usage(
          "'\(name)' reads neither MySQL nor MariaDB",
          engine == .postgresql ? "type --to-slot or --lsn X/X" : Self.unknownEngine)
      }
    }
    guard case .gtids(_, let set) = self else { return }
    let isMariaDB = set.sources.allSatisfy { source in
      if case .mariadb = source { true } else { false }
    }
    guard isMariaDB == (engine == .mariadb) else {
      throw Self.usage(
        "--gtids: that is a set of \(isMariaDB ? "MariaDB" : "MySQL"), and '\(name)' reads"
          + " \(isMariaDB ? "MySQL" : "MariaDB")",
        isMariaDB
          ? "MySQL's reads 4f1a1704-e584-11f1-a7a8-02fc00000001:1-432" : "MariaDB's reads 0-1-432")
    }
  }

  private static let unknownEngine = "offsets of PostgreSQL, MySQL and MariaDB can be set"

  /// What was asked for, in words that do not change by themselves.
  var words: String {
    switch self {
    case .slot: "to the slot"
    case .position(let position): "to LSN \(position)"
    case .gtids(let text, _): "behind the GTIDs \(text)"
    case .place(let file, let position): "to \(file):\(position)"
    case .nothing: "to nothing"
    }
  }

  private static func shown(_ text: String) -> String { DisplayText.printable(text) }

  private static func usage(_ message: String, _ hint: String) -> CommandFailure {
    CommandFailure(message, hint: hint, status: .usage)
  }
}
