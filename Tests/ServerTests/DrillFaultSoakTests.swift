import Foundation
import JSON
import TestSupport
import Testing

/// Faults put into a drill on purpose: the proof names each.
extension RealServers {
  @Suite(.serialized, .servers("kafka", "postgres", "mysql", "connect"), .soak)
  struct DrillFaultSoak {
    typealias Desk = DrillRuns.Desk

    @Test func `an offset ahead of the server is a loss that is named`() async throws {
      let desk = try await Desk("ahead", .postgres)
      let file = try await desk.changed(
        "offset-modified",
        [
          (
            """

                  expect-lost: {kinds: [insert, update, delete], within: [disaster, recovered], at-least: 1}
            """, ""
          ), ("wait: {elapsed: 40s,", "wait: {elapsed: 20s,"),
        ])
      let run = try await desk.drill(file, confirm: "changed")
      try desk.expect(run, 8, "lost")
      let lost = try #require(try run.json()["lost"]?.elements?.compactMap(\.stringValue))
      #expect(lost.count > 2 && lost.allSatisfy { !$0.contains("declared") }, "\(run)")
      #expect(run.errors.contains("changes that are lost: "), "\(run)")
      try await desk.sweep()
      try await desk.close()
    }

    @Test func `deletes that a new snapshot cannot bring are named, and nothing else is`()
      async throws
    {
      let desk = try await Desk("resnapshot", .mysql)
      let file = try await desk.changed(
        "connector-deleted",
        [
          (
            #"  - {id: restore, offsets: {restore: "${steps.backup.place}", resume: true}, budget: 5m}"#,
            "  - {id: meanwhile, wait: {elapsed: 4s}}\n  - {id: on, connector: resume}"
          ),
          (", continues-from: restore", ", snapshot: true"),
        ])
      let run = try await desk.drill(file, confirm: "changed")
      try desk.expect(run, 8, "lost")
      let lost = try #require(try run.json()["lost"]?.elements?.compactMap(\.stringValue))
      #expect(lost.contains { $0.contains(" delete of row ") }, "\(run)")
      try await desk.sweep()
      try await desk.close()
    }

    @Test func `records that are gone from the topic before they are read are not checked`()
      async throws
    {
      let desk = try await Desk("deleted_records", .postgres)
      let file = try await desk.changed(
        "connector-deleted",
        [("  - {id: stop,", "  - {id: pause, wait: {elapsed: 15s}}\n  - {id: stop,")])
      try await desk.kill(try await desk.agreed(file, confirm: "changed"), in: "pause")
      try await desk.deleteSentinelRecords()
      let run = try await desk.takeUp("resume", "--execute")
      try desk.expect(run, 8, "not-proved")
      #expect((try run.json()["sentinels"]?["not_checked"]?.integerValue ?? 0) > 0, "\(run)")
      #expect(run.errors.contains("gone before it was read"), "\(run)")
      try await desk.sweep()
      try await desk.close()
    }
  }
}

extension RealServers.DrillRuns.Desk {
  /// Deletes every record that the run's topic of sentinels has now, by Kafka's own tool.
  func deleteSentinelRecords() async throws {
    let run = try runID()
    let topic = "cdcwatch_drill_\(run).cdcwatch_drill.sentinel_\(run)"
    let file = archive.appendingPathExtension("json")
    try #"{"version":1,"partitions":[{"topic":"\#(topic)","partition":0,"offset":-1}]}"#
      .write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    try await Tool.run(
      try #require(Places.stack),
      [
        "kafka-tool", "org.apache.kafka.tools.DeleteRecordsCommand", "--bootstrap-server",
        ledger.servers.kafka, "--offset-json-file", file.path,
      ], within: .seconds(60))
  }
}
