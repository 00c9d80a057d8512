import Foundation
import TestSupport
import Testing

/// Every row of the tables of what a restored offset does that `make test` has no time for.
///
/// The verdict is given first, then the thing is done, and what arrives must agree.
extension RealServers {
  @Suite(.serialized, .servers("kafka", "postgres", "connect"), .soak)
  struct PostgreSQLVerdictSoak {
    @Test(arguments: NumberedRow.chosen(PostgreSQLRows.all))
    func `a verdict of PostgreSQL comes true`(row: NumberedRow) async throws {
      try await VerdictRun.perform(row.row, .postgres, number: row.number)
    }
  }

  @Suite(.serialized, .servers("kafka", "mysql", "connect"), .soak)
  struct MySQLVerdictSoak {
    @Test(arguments: NumberedRow.chosen(MySQLRows.all))
    func `a verdict of MySQL comes true`(row: NumberedRow) async throws {
      let servers = try Servers.here()
      try await servers.setGTIDs(row.row.hasGTIDs)
      // Else its snapshot keeps the set that the server had before.
      if !row.row.hasGTIDs {
        try await servers.world.sql("RESET BINARY LOGS AND GTIDS", on: "mysql")
      }
      try await VerdictRun.perform(row.row, .mysql, number: row.number)
    }
  }

  @Suite(.serialized, .servers("kafka", "mariadb", "connect"), .soak)
  struct MariaDBVerdictSoak {
    @Test(arguments: NumberedRow.chosen(MariaDBRows.all))
    func `a verdict of MariaDB comes true`(row: NumberedRow) async throws {
      try await VerdictRun.perform(row.row, .mariadb, number: row.number)
    }
  }
}

/// A row and its place in the table, which names what is its own on the servers.
struct NumberedRow: Sendable, CustomTestStringConvertible {
  let number: Int
  let row: VerdictRow

  var testDescription: String { row.id }

  /// All rows, or those that have the words of `CDCWATCH_SOAK_ROWS` in their name.
  static func chosen(_ rows: [VerdictRow]) -> [NumberedRow] {
    let words = ProcessInfo.processInfo.environment["CDCWATCH_SOAK_ROWS"] ?? ""
    return rows.enumerated().map { NumberedRow(number: $0.offset, row: $0.element) }
      .filter { words.isEmpty || $0.row.id.contains(words) }
  }
}

extension Servers {
  /// Brings MySQL to `gtid_mode` ON or OFF, a step at a time as it wants it.
  func setGTIDs(_ wanted: Bool) async throws {
    let mode = try await world.sql("SELECT @@global.gtid_mode", on: "mysql")
    let words = Set(mode.split(whereSeparator: \.isWhitespace).map(String.init))
    guard !words.contains(wanted ? "ON" : "OFF") else { return }
    let modes = ["OFF", "OFF_PERMISSIVE", "ON_PERMISSIVE", "ON"]
    for mode in wanted ? Array(modes.dropFirst()) : modes.reversed().dropFirst().map(\.self) {
      try await world.sql("SET GLOBAL gtid_mode = \(mode)", on: "mysql")
    }
  }
}
