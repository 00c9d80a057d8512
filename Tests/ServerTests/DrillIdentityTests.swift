import Foundation
import JSON
import TestSupport
import Testing

extension RealServers {
  /// What a drill finds that is taken up again in another world.
  @Suite(.serialized, .servers("kafka", "postgres", "connect"), .timeLimit(.minutes(8)))
  struct DrillIdentities {
    /// A drill whose last step before the proof fails, so that the run waits to be taken up.
    private static let drill = """
      drill: broken-off
      title: Breaks off behind its disaster
      format: 1
      inputs: {db: {required: true}}
      steps:
        - {id: healthy, wait: {connector: RUNNING, sentinels: arriving, heartbeat: 30s}, timeout: 2m}
        - {id: stop, connector: stop, marks: disaster}
        - {id: once, exec: {run: "echo done >> ${run.folder}/once; exit 3", shell: true, expect-exit: 3}}
        - {id: breaks, exec: ["false"]}
        - {id: go, connector: resume}
        - {id: proof, sentinel: {within: 2m}, marks: recovered}
      """

    @Test func `a run is not taken up in another cluster at the same address`() async throws {
      let desk = try await DrillRuns.Desk("identity", .postgres)
      let file = try Places.newFolder("own").appending(path: "broken-off.yaml")
      defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
      try Data(Self.drill.utf8).write(to: file)
      let run = try await desk.run(file.path, named: "broken-off")
      #expect(run.status == 7, "\(run)")

      // Another configuration of the live connector, from which the shadow was built.
      let connector = "\(desk.ledger.servers.connect)/connectors/\(desk.ledger.name)/config"
      let before = try await desk.ledger.servers.curl("-sSf", connector)
      let changed = before.replacing(
        "\"heartbeat.interval.ms\":\"500\"", with: "\"heartbeat.interval.ms\":\"700\"")
      #expect(changed != before)
      try await put(changed, at: connector, desk)
      let other = try await desk.takeUp("resume", "--execute")
      #expect(other.status == 6, "\(other)")
      #expect(
        other.errors.contains("'heartbeat.interval.ms' was '500', and is '700'"), "\(other)")
      try await put(before, at: connector, desk)

      let servers = desk.ledger.servers
      let old = try #require(try await clusterID(servers))
      try await servers.world.loseKafka()
      try await servers.world.up(["kafka", "connect"])
      let new = try #require(try await clusterID(servers))
      #expect(old != new)
      let lost = try await desk.takeUp("resume", "--execute")
      #expect(lost.status == 6, "\(lost)")
      #expect(
        lost.errors.contains("the Kafka cluster was '\(old)', and is '\(new)'"), "\(lost)")
      let journal = desk.state.appending(path: "\(try desk.runID())/journal.jsonl")
      let lines = try String(contentsOf: journal, encoding: .utf8)
      #expect(!lines.contains("resumed"), "nothing was done: \(lines)")

      // What the first runner did once is not done again, whoever asks.
      let once = desk.state.appending(path: "\(try desk.runID())/once")
      #expect(try String(contentsOf: once, encoding: .utf8) == "done\n")
      #expect(lines.contains("\"process\":"), "\(lines)")
      try FileManager.default.removeItem(at: desk.state)
    }

    private func put(
      _ configuration: String, at address: String, _ desk: DrillRuns.Desk
    ) async throws {
      try await desk.ledger.servers.curl(
        "-sSf", "-X", "PUT", "-H", "Content-Type: application/json", "-d", configuration, address)
    }

    private func clusterID(_ servers: Servers) async throws -> String? {
      try JSONValue.parse(await servers.curl("-sSf", servers.connect))["kafka_cluster_id"]?
        .stringValue
    }
  }
}
