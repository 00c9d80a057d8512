import JSON
import TestSupport
import Testing

/// What `cdcwatch events` counts is what kcat and jq count.
func expectSameCounts(
  of topics: [String], on servers: Servers, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
  for topic in topics {
    let run = try await servers.run("events", topic, "-o", "json")
    let report = try run.json()
    var found: [String: Int64] = [:]
    for each in report["by"]?.elements ?? [] {
      let name = "\(each["op"]?.plainText ?? "null") \(each["snapshot"]?.plainText ?? "?")"
      found[name] = each["count"]?.integerValue
    }
    if let count = report["tombstones"]?.integerValue, count > 0 { found["tombstone"] = count }
    let counts = try await Tool.counts(of: topic, brokers: servers.kafka)
    #expect(!counts.isEmpty, sourceLocation: sourceLocation)
    #expect(found == counts, "\(topic)", sourceLocation: sourceLocation)
    #expect(
      report["records"]?.integerValue == counts.values.reduce(0, +), "\(run)",
      sourceLocation: sourceLocation)
    #expect(report["unreadable"] == .integer(0), "\(run)", sourceLocation: sourceLocation)
    #expect(run.status == 0, "\(run)", sourceLocation: sourceLocation)
  }
}
