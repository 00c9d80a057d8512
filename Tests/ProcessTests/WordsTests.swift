import Foundation
import JSON
import TestSupport
import Testing

/// What needs no server: versions, help, usage errors.
@Suite(.timeLimit(.minutes(2))) struct WordsTests {
  @Test func `version names the program and its libraries`() async throws {
    let run = try await Binary.run("version")
    #expect(run.status == 0)
    #expect(run.errors == "")
    let lines = run.output.split(separator: "\n")
    #expect(lines.first?.wholeMatch(of: /cdcwatch \d+\.\d+\.\d+/) != nil, "\(run)")
    #expect(lines.contains { $0.wholeMatch(of: /librdkafka \d+\.\d+\.\d+/) != nil }, "\(run)")
    #expect(lines.contains { $0.wholeMatch(of: /simdjson \d+\.\d+\.\d+/) != nil }, "\(run)")
  }

  @Test func `version as JSON is one object`() async throws {
    let run = try await Binary.run("version", "-o", "json")
    #expect(run.status == 0)
    let object = try run.json()
    #expect(object["schema_version"] == .integer(1))
    #expect(object["cdcwatch"]?.stringValue?.isEmpty == false)
    #expect(object["librdkafka"]?.stringValue?.isEmpty == false)
  }

  private static let helpFiles = [
    ([], "cdcwatch"), (["snapshot"], "snapshot"), (["snapshot", "watch"], "snapshot-watch"),
    (["snapshot", "list"], "snapshot-list"), (["snapshot", "history"], "snapshot-history"),
    (["events"], "events"), (["connector", "list"], "connector-list"),
    (["connector", "status"], "connector-status"), (["context"], "context"),
    (["context", "list"], "context-list"), (["context", "use"], "context-use"),
    (["context", "show"], "context-show"), (["context", "test"], "context-test"),
    (["context", "trust"], "context-trust"), (["demo"], "demo"), (["version"], "version"),
  ]

  @Test(arguments: helpFiles)
  func `help of each command goes to standard output and ends with 0`(
    path: [String], file: String
  ) async throws {
    let golden = Places.package.appending(path: "Tests/CommandLineTests/Golden/\(file).txt")
    for arguments in [path + ["--help"], ["help"] + path] {
      let run = try await Binary.run(arguments)
      #expect(run.status == 0, "\(run)")
      #expect(run.errors == "")
      #expect(run.output == (try String(contentsOf: golden, encoding: .utf8)))
    }
  }

  @Test(arguments: [
    (
      ["snapsot"],
      """
      cdcwatch: there is no command 'snapsot'
      hint: did you mean 'cdcwatch snapshot'?

      """
    ),
    (
      ["events", "orders", "--mtach", "id=1"],
      """
      cdcwatch: 'cdcwatch events' has no flag '--mtach'
      hint: did you mean '--match'?

      """
    ),
    (
      ["events"],
      """
      cdcwatch: 'cdcwatch events' needs an argument
      hint: type cdcwatch events TOPIC|TABLE

      """
    ),
    (
      ["snapshot", "orders", "--interval", "90"],
      """
      cdcwatch: --interval: '90' is not a duration
      hint: type a number with its unit, such as 500ms, 90s, 1m30s, 6h or 30d

      """
    ),
    (
      ["snapshot", "orders", "-o", "xml"],
      """
      cdcwatch: -o: 'xml' is not one of its values
      hint: type table, json or jsonl

      """
    ),
    (
      ["snapshot", "orders"],
      """
      cdcwatch: no Kafka cluster was named
      hint: type -b HOST:PORT, set CDCWATCH_BROKERS, or name a context with brokers

      """
    ),
    (
      ["connector", "list"],
      """
      cdcwatch: no Connect cluster was named
      hint: type --connect http://HOST:8083, set CDCWATCH_CONNECT, or name a context with connect

      """
    ),
    (
      ["events", "orders", "-b", "127.0.0.1:1", "--from", "yesterday"],
      """
      cdcwatch: --from: 'yesterday' is no place in a topic
      hint: type beginning, end, -1000 for the last 1000 records, or s@MILLISECONDS since 1970

      """
    ),
  ])
  func `wrong use is told on standard error and ends with 64`(
    arguments: [String], message: String
  ) async throws {
    let run = try await Binary.run(arguments)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors == message)
    #expect(run.took < .seconds(5))
  }

  @Test func `a property that librdkafka does not know is answered with the nearest one`()
    async throws
  {
    let run = try await Binary.run(
      "events", "orders", "-b", "127.0.0.1:1", "-X", "sasl.mechnism=PLAIN")
    #expect(run.status == 64, "\(run)")
    #expect(run.output == "")
    #expect(run.errors.contains("'sasl.mechnism'") || run.errors.contains("\"sasl.mechnism\""))
    #expect(run.errors.contains("did you mean 'sasl.mechanism"), "\(run)")
  }
}
