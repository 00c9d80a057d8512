public import Foundation

/// Programs of others that the tests run: zstd, kcat, jq, curl, the stack script.
public enum Tool {
  /// A tool ended with another status than 0.
  public struct Failure: Error, CustomStringConvertible {
    /// What it left.
    public var outcome: Outcome
    /// The whole of it.
    public var description: String { outcome.description }
  }

  /// Runs a tool of `PATH`, and returns its standard output; throws unless it ends with 0.
  @discardableResult
  public static func run(_ arguments: String..., within limit: Duration = .seconds(60)) async throws
    -> String
  {
    try await run(URL(filePath: "/usr/bin/env"), arguments, within: limit)
  }

  /// Runs a program, and returns its standard output; throws unless it ends with 0.
  @discardableResult
  public static func run(
    _ program: URL, _ arguments: [String], within limit: Duration = .seconds(60)
  ) async throws -> String {
    let outcome = try await RunningProgram(
      program, arguments, environment: ProcessInfo.processInfo.environment
    ).outcome(within: limit)
    guard outcome.status == 0 else { throw Failure(outcome: outcome) }
    return outcome.output
  }

  /// A topic's records as `kcat` prints them, from an offset of partition 0, or all.
  public static func records(
    of topic: String, brokers: String, from start: String = "beginning"
  ) async throws -> RecordedTopic {
    let text = try await run(
      "kcat", "-C", "-b", brokers, "-t", topic, "-o", start, "-e", "-q", "-J")
    return RecordedTopic(name: topic, lines: text.split(separator: "\n"))
  }

  /// A topic's records counted by kcat and jq: `OP SNAPSHOT COUNT`, sorted, with `tombstone` for the
  /// null values.
  public static func counts(of topic: String, brokers: String) async throws -> [String: Int64] {
    let filter = """
      if .payload == null then "tombstone" else (.payload | fromjson
        | if has("schema") and has("payload") then .payload else . end
        | [(.op // .__op // "null"), ((.source.snapshot // .__source_snapshot) | tostring)]
        | join(" ")) end
      """
    let line = #"set -o pipefail; kcat -C -b "$1" -t "$2" -e -q -J | jq -r "$3" | sort | uniq -c"#
    let text = try await run("bash", "-c", line, "counts", brokers, topic, filter)
    var counts: [String: Int64] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1)
      counts[String(words[1])] = Int64(words[0])
    }
    return counts
  }
}
