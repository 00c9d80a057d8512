import Foundation
import JSON
import Kafka
import TestSupport
import Testing

/// Backups whose place, cluster and protection come from the context.
@Suite(.timeLimit(.minutes(3))) struct ContextArchiveTests {
  @Test func `a backup needs nothing on its command line, and latest is the context's`()
    async throws
  {
    let cluster = try OffsetsTopic.cluster(connectors: 3)
    let home = try Home(
      config: "kafka: {brokers: '\(cluster.bootstrapServers)'}\narchive: ~/backups")
    let backup = try await home.run("offsets", "backup")
    #expect(backup.status == 0, "\(backup)")
    #expect(backup.output.hasPrefix(home.path("backups/2")), "\(backup)")
    let place = backup.output.trimmingCharacters(in: .newlines)
    let verify = try await home.run("offsets", "verify", "latest")
    #expect(verify.status == 0, "\(verify)")
    #expect(verify.output.contains(place), "\(verify)")
    let list = try await home.run("offsets", "list", "-o", "json")
    #expect(try list.json().elements?.count == 3, "\(list)")
    let test = try await home.run("context", "test", "-o", "json")
    #expect(test.status == 0, "\(test)")
    #expect(
      try test.json().elements?.last?["may"]
        == .array([.string("list 1 backups"), .string("write")]))
    // The variable goes before the file.
    let other = try await home.run(
      "offsets", "backup", environment: ["CDCWATCH_ARCHIVE": home.path("other")])
    #expect(other.output.hasPrefix(home.path("other/2")), "\(other)")
  }

  @Test func `a project that nobody trusts names no place for backups`() async throws {
    let cluster = try OffsetsTopic.cluster(connectors: 1)
    let home = try Home(config: "kafka: {brokers: '\(cluster.bootstrapServers)'}")
    try home.write("archive: stolen\n", to: "work/.cdcwatch.yaml")
    let run = try await home.run("offsets backup", in: "work")
    #expect(run.status == 64, "\(run)")
    #expect(!FileManager.default.fileExists(atPath: home.path("work/stolen")))
  }

  @Test func `in a protected context the name to type is the name at the context`() async throws {
    let cluster = try OffsetsTopic.cluster(connectors: 1)
    let home = try Home(
      config: """
        context: prod
        contexts:
          prod:
            protected: true
            kafka: {brokers: '\(cluster.bootstrapServers)'}
            archive: ~/backups
        """)
    for _ in 0..<2 { #expect(try await home.run("offsets", "backup").status == 0) }
    let plan = try await home.run("offsets", "prune", "--keep", "1", "-o", "json")
    let hash = try #require(plan.json()["plan_hash"]?.stringValue)
    let name = home.path("backups")
    let bare = try await home.run(
      "offsets", "prune", "--keep", "1", "--execute", "--confirm", name, "--plan", hash)
    #expect(bare.status == 6, "\(bare)")
    #expect(bare.errors.contains("--confirm \(name)@prod --plan"), "\(bare)")
    let run = try await home.run(
      "offsets", "prune", "--keep", "1", "--execute", "--confirm", "\(name)@prod", "--plan", hash)
    #expect(run.status == 0, "\(run)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: name).count == 1)
  }

  @Test func `the server of a bucket comes from the context`() async throws {
    let home = try Home(
      config: """
        timeout: 1s
        kafka: {brokers: '127.0.0.1:1'}
        archive: {place: s3://backups/x, endpoint: 'http://127.0.0.1:1', region: here}
        """)
    let run = try await home.run(
      "offsets", "verify", "latest",
      environment: ["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"])
    #expect(run.status == 5, "\(run)")
    #expect(run.errors.contains("127.0.0.1:1"), "\(run)")
    let test = try await home.run(
      "context", "test", "-o", "json",
      environment: ["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"])
    #expect(test.status == 5, "\(test)")
    #expect(try test.json().elements?.last?["result"] == .string("unreachable"), "\(test)")
  }
}
