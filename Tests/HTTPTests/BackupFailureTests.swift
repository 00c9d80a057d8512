import Foundation
import Kafka
import TestSupport
import Testing

/// `cdcwatch offsets backup` before a Connect and an S3 server that answer what is written here.
@Suite struct BackupFailureTests {
  private static func answer(_ status: String, _ body: String = "") -> [ScriptedServer.Step] {
    [.send(Array(ScriptedServer.answer(status, body).utf8))]
  }

  private static let emptyList = answer("200 OK", "<ListBucketResult></ListBucketResult>")
  private static let good = answer("200 OK")

  private static func error(_ status: String, _ code: String) -> [ScriptedServer.Step] {
    answer(status, "<Error><Code>\(code)</Code><Message>told so</Message></Error>")
  }

  private static let keys = [
    "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "geheim", "NO_PROXY": "*",
  ]

  private func backup(
    into server: ScriptedServer, _ cluster: borrowing EmbeddedCluster
  ) async throws -> Outcome {
    try await Binary.run(
      [
        "offsets", "backup", "s3://backups/offsets", "-b", cluster.bootstrapServers,
        "--s3-endpoint", server.url,
      ], environment: Self.keys)
  }

  /// The requests of a run: a list, two files written, two read back, the manifest.
  @Test(arguments: [0, 1, 2, 3, 4, 5])
  func `S3 that fails at any step gets no backup, and is told to remove what it has`(step: Int)
    async throws
  {
    let cluster = try OffsetsTopic.cluster(connectors: 2)
    let failures: [(steps: [ScriptedServer.Step], status: Int32, reason: String)] = [
      (Self.error("500 Internal Server Error", "InternalError"), 5, "500 InternalError: told so"),
      (Self.error("403 Forbidden", "AccessDenied"), 4, "403 AccessDenied: told so"),
      ([.close], 5, "cannot reach 's3://backups/offsets"),
    ]
    for failure in failures {
      let before = [Self.emptyList] + Array(repeating: Self.good, count: step)
      let server = try ScriptedServer(before.prefix(step) + [failure.steps])
      let run = try await backup(into: server, cluster)
      // A file that is read back empty is not what was written.
      let isReadBack = step > 4
      #expect(run.status == (isReadBack ? 1 : failure.status), "\(run)")
      if !isReadBack { #expect(run.errors.contains(failure.reason), "\(run)") }
      #expect(run.output == "")
      #expect(!run.errors.contains("geheim"))
      let lines = server.requests.map { $0.prefix { $0 != "\r" } }
      #expect(!lines.contains { $0.hasPrefix("PUT") && $0.contains("manifest.json") }, "\(lines)")
      if step > 0 { #expect(lines.contains { $0.hasPrefix("DELETE") }, "\(lines)") }
    }
  }

  @Test func `every request to S3 is signed, over the bytes that it brings`() async throws {
    let cluster = try OffsetsTopic.cluster(connectors: 1)
    let server = try ScriptedServer([Self.emptyList, Self.good])
    _ = try await backup(into: server, cluster)
    #expect(server.requests.count > 2)
    for request in server.requests {
      let head = request.lowercased()
      #expect(head.contains("authorization: aws4-hmac-sha256 credential=key/"), "\(request)")
      #expect(head.contains("/us-east-1/s3/aws4_request"))
      #expect(head.contains("x-amz-content-sha256: "))
      #expect(!request.contains("geheim"))
    }
  }

  @Test func `Connect that does not answer as it should ends with its status, and nothing is kept`()
    async throws
  {
    let cluster = try OffsetsTopic.cluster(connectors: 2)
    let folder = try Places.newFolder("archive")
    defer { try? FileManager.default.removeItem(at: folder) }
    let cases: [(script: [[ScriptedServer.Step]], status: Int32, reason: String)] = [
      (
        [Self.answer("409 Conflict", #"{"error_code":409,"message":"rebalance"}"#)], 5,
        "still rebalancing after 1.0 seconds: rebalance"
      ),
      (
        [Self.answer("500 Server Error", #"{"error_code":500,"message":"told so"}"#)], 5,
        "Connect answers 500"
      ),
      ([Self.answer("200 OK", "<html>rubbish")], 64, "is no Kafka Connect REST interface"),
      ([Self.answer("200 OK", "[1,2,3]")], 64, "its JSON is another than Connect's"),
      ([Self.answer("401 Unauthorized", "no")], 4, "refuses with 401"),
      ([[.close]], 5, "cannot reach Connect"),
      // The list, and nothing after it.
      ([Self.answer("200 OK", RecordedAnswers.connectors), [.close]], 5, "cannot reach Connect"),
    ]
    for (script, status, reason) in cases {
      let server = try ScriptedServer(script)
      let run = try await Binary.run(
        [
          "offsets", "backup", folder.path, "-b", cluster.bootstrapServers, "--connect",
          server.url, "--timeout", "1s",
        ], environment: ["NO_PROXY": "*"])
      #expect(run.status == status, "\(run)")
      #expect(run.errors.contains(reason), "\(run)")
      #expect(run.errors.contains("without --connect the offsets alone are backed up"), "\(run)")
      #expect(run.output == "")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }
  }

  @Test func `one list call tells of all connectors, and one of each class`() async throws {
    let cluster = try OffsetsTopic.cluster(connectors: 2)
    let folder = try Places.newFolder("archive")
    defer { try? FileManager.default.removeItem(at: folder) }
    let server = try ScriptedServer(
      ScriptedServer.answer("200 OK", RecordedAnswers.connectors),
      ScriptedServer.answer("200 OK", RecordedAnswers.root),
      ScriptedServer.answer("200 OK", RecordedAnswers.plugins),
      ScriptedServer.answer("200 OK", #"[{"name":"slot.name","type":"PASSWORD"}]"#))
    let run = try await Binary.run(
      [
        "offsets", "backup", folder.path, "-b", cluster.bootstrapServers, "--connect", server.url,
      ], environment: ["NO_PROXY": "*"])
    #expect(run.status == 0, "\(run)")
    let paths = server.requests.map { $0.split(separator: " ").dropFirst().first ?? "" }
    #expect(
      paths.filter { $0.hasPrefix("/connectors") } == ["/connectors?expand=info&expand=status"])
    let plugin = "/connector-plugins/io.debezium.connector.postgresql.PostgresConnector/config"
    #expect(paths.count { $0 == plugin } == 1, "\(paths)")
    let place = run.output.trimmingCharacters(in: .newlines)
    let manifest = try String(contentsOfFile: "\(place)/manifest.json", encoding: .utf8)
    #expect(manifest.contains(#""left_out""#))
    #expect(!manifest.contains(#""slot.name": "#))
    #expect(run.errors.contains("the topics that were read hold no offset of it"), "\(run)")
    #expect(run.errors.contains("another Kafka cluster (cmNYzIIMzdiUgzVYow-tpA)"), "\(run)")
  }
}
