import Checks
import Databases
import Debezium
import Foundation
import JSON
import SeededRandom
import Testing

/// Offsets, figures and histories that nobody should have written: a judgement, never a trap.
@Suite struct MutationTests {
  private static let count =
    ProcessInfo.processInfo.environment["CDCWATCH_FUZZ_INPUTS"].flatMap { Int($0) } ?? 100_000

  private static let values: [JSONValue] = [
    .null, .bool(true), .bool(false), .integer(0), .integer(-1), .integer(.max), .integer(.min),
    .integer(1500), .integer(2000), .number("1.5"), .string(""), .string("INITIAL"),
    .string("INCREMENTAL"), .string("binlog.000003"), .string("binlog.99999999999999999999"),
    .string("."), .string("\(mysqlUUID):1-80"), .string("0-1-80"),
    .string("0-1-18446744073709551615"), .string("\(mysqlUUID):1-18446744073709551615"),
    .array([]), .object([]),
  ]
  private static let names = [
    "lsn", "lsn_proc", "lsn_commit", "txId", "ts_usec", "ts_sec", "snapshot", "snapshot_completed",
    "last_snapshot_record", "file", "pos", "gtids", "event", "row", "server_id", "messageType",
  ]
  private static let numbers: [UInt64?] = [nil, 0, 1, 1500, 2000, 9000, .max]
  private static let sizes: [Int64?] = [nil, 0, 500, .max, .min, -1]
  private static let sets = [
    "", "\(mysqlUUID):1-100", "\(mysqlUUID):1-18446744073709551615", "0-1-100", "5-9-7",
  ]
  private static let modes = [
    "initial", "always", "when_needed", "no_data", "recovery", "configuration_based", "custom", "",
  ]

  @Test func `mutated offsets and figures are judged without a trap`() throws {
    var random = SeededRandom(seed: 15)
    var verdicts: [OffsetVerdict: Int] = [:]
    for _ in 0..<(Self.count / 5) {
      let judgement = OffsetJudge.judge(try Self.facts(&random))
      verdicts[judgement.verdict, default: 0] += 1
      #expect(!judgement.reason.isEmpty)
    }
    // Else the mutations would reach one branch only.
    #expect(Set(verdicts.keys) == Set(OffsetVerdict.allCases), "\(verdicts)")
  }

  private static func facts(_ random: inout SeededRandom) throws -> OffsetCase {
    let settings = [
      "snapshot.mode": modes.randomElement(using: &random) ?? "",
      "offset.mismatch.strategy":
        ["", "trust_slot", "trust_offset", "trust_greater_lsn"].randomElement(using: &random) ?? "",
      "lsn.flush.mode": ["", "manual", "connector_and_driver"].randomElement(using: &random) ?? "",
    ]
    var facts =
      switch Int.random(in: 0..<3, using: &random) {
      case 0: postgreSQL(nil, figures(&random), settings)
      case 1: binlog(nil, binlogFigures(.mysql, &random), settings)
      default: binlog(nil, binlogFigures(.mariadb, &random), settings)
      }
    facts.offset = offset(&random)
    facts.isLive = Bool.random(using: &random)
    facts.delivered =
      Bool.random(using: &random) ? [offset(&random), offset(&random)].compactMap(\.self) : nil
    facts.history = Bool.random(using: &random) ? history(&random) : nil
    return facts
  }

  private static func offset(_ random: inout SeededRandom) -> SourceOffset? {
    guard Int.random(in: 0..<20, using: &random) > 0 else { return nil }
    let members = names.filter { _ in Bool.random(using: &random) }.map { name in
      JSONValue.Member(name: name, value: values.randomElement(using: &random) ?? .null)
    }
    return SourceOffset(.object(members))
  }

  private static func figures(_ random: inout SeededRandom) -> PostgreSQLFigures {
    PostgreSQLFigures(
      restart: numbers.randomElement(using: &random) ?? nil,
      confirmed: numbers.randomElement(using: &random) ?? nil,
      end: (numbers.randomElement(using: &random) ?? nil) ?? 9000,
      hasSlot: Int.random(in: 0..<4, using: &random) > 0)
  }

  private static func binlogFigures(
    _ engine: Engine, _ random: inout SeededRandom
  ) -> BinlogFigures {
    BinlogFigures(
      engine: engine, executed: sets.randomElement(using: &random) ?? "",
      purged: sets.randomElement(using: &random), usesGTIDs: Bool.random(using: &random),
      logs: ["binlog.000002", "binlog.000003", "binlog"].map { name in
        BinaryLog(name: name, size: sizes.randomElement(using: &random) ?? nil)
      })
  }

  private static func history(_ random: inout SeededRandom) -> SchemaHistoryState {
    let records = (0..<Int.random(in: 0..<3, using: &random)).map { _ in
      SchemaHistoryState.Record(
        server: "shop", position: offset(&random), database: nil, statement: "ALTER TABLE t",
        time: nil)
    }
    return SchemaHistoryState(topic: "history", exists: true, records: records)
  }
}
