import Foundation
import JSON
import Kafka
import TestSupport
import Testing

/// Copies of slots and a context's databases, as far as no server is needed.
@Suite(.timeLimit(.minutes(2))) struct PinnedSlotProcessTests {
  @Test(arguments: [
    (["--pin-keep", "2"], "--pin-keep says nothing without --pin-slot"),
    (["--wal-limit", "1GB"], "--wal-limit says nothing without --pin-slot"),
    (["--pin-slot", "--pin-keep", "0"], "'0' is no number of copies"),
    (["--pin-slot", "--pin-keep", "many"], "'many' is no number of copies"),
    (["--pin-slot", "--wal-limit", "lots"], "'lots' is no size"),
    (["--pin-slot", "--wal-limit", "0"], "'0' is no size"),
    (["--pin-slot", "--wal-limit", "lots"], "such as 500MB, 10GB or 1GiB; none is no limit"),
    (["--pin-slot", "--wal-limit", "none"], "no Connect cluster was named"),
    (["--pin-slot", "--db", "db:5432/shop"], "it does not begin with postgresql://"),
    (["--pin-slot"], "no Connect cluster was named"),
  ])
  func `wrong use ends with 64 and says what to type`(words: [String], reason: String) async throws
  {
    let home = try Home(config: "archive: ~/backups")
    let run = try await Binary.run(
      ["offsets", "backup", "-b", "127.0.0.1:1"] + words, environment: home.environment)
    #expect(run.status == 64, "\(run)")
    #expect(run.errors.contains(reason), "\(run)")
    #expect(run.errors.contains("hint: "), "\(run)")
    #expect(!FileManager.default.fileExists(atPath: home.path("backups")))
  }

  @Test func `what stands in for the flags is read, too`() async throws {
    let home = try Home()
    let run = try await Binary.run(
      ["offsets", "backup", home.path("a"), "-b", "127.0.0.1:1"],
      environment: ["CDCWATCH_PIN_SLOT": "1", "CDCWATCH_PIN_KEEP": "none"])
    #expect(run.status == 64, "\(run)")
    #expect(run.errors.contains("CDCWATCH_PIN_KEEP: 'none' is no number"), "\(run)")
  }

  @Test func `context test tells of each database, and shows no password`() async throws {
    let home = try Home(
      config: """
        timeout: 2s
        databases:
          shop: {uri: 'postgresql://me@127.0.0.1:1/shop', password_env: SHOP_PASSWORD}
          stock: {uri_env: STOCK_URI}
          lost: {uri: 'mysql://me@127.0.0.1:1', password_env: NOT_SET}
        """)
    let run = try await home.run(
      "context", "test", "-o", "json",
      environment: [
        "SHOP_PASSWORD": "geheim", "STOCK_URI": "mysql://me:geheim@127.0.0.1:1/stock",
      ])
    #expect(run.status == 64, "\(run)")
    let findings = try #require(run.json().elements)
    #expect(
      findings.map { $0["endpoint"] } == [
        .string("databases.shop"), .string("databases.stock"), .string("databases.lost"),
      ])
    #expect(findings[0]["result"] == .string("unreachable"), "\(run)")
    #expect(findings[1]["address"] == .string("mysql://127.0.0.1:1/stock"), "\(run)")
    #expect(findings[2]["problem"]?.stringValue?.contains("NOT_SET is not set") == true, "\(run)")
    #expect(!"\(run)".contains("geheim"), "\(run)")
  }

  @Test func `a project that nobody trusts names no database`() async throws {
    let home = try Home()
    try home.write(
      "databases: {shop: 'postgresql://127.0.0.1:1/shop'}\n", to: "work/.cdcwatch.yaml")
    let run = try await home.run("context test", in: "work")
    #expect(run.status == 64, "\(run)")
    #expect(!run.output.contains("databases.shop"), "\(run)")
  }
}
