import Foundation
import JSON
import TestSupport
import Testing

extension RealServers.DrillRuns {
  @Test
  func `a schema change whose second snapshot never came is not proved, though nothing is lost`()
    async throws
  {
    let desk = try await Desk("unread", .postgres)
    let file = try await desk.changed(
      "schema-change",
      [
        ("VALUES ('${run.id}-second', 'execute-snapshot',", "VALUES ('${run.id}-second', 'log',"),
        ("wait: {elapsed: 20s, snapshot: none", "wait: {elapsed: 3s, snapshot: none"),
      ])
    let run = try await desk.drill(file, confirm: "changed")
    try desk.expect(run, 8, "not-proved")
    #expect(try run.json()["sentinels"]?["lost"] == .integer(0), "\(run)")
    #expect(run.errors.contains("rows that no snapshot has read since 'again'"), "\(run)")
    let swept = try await desk.takeUp("sweep", "--execute")
    #expect(swept.status == 0, "\(swept)")
    try await desk.expectNothingLeft()
    try await desk.close()
  }
}
