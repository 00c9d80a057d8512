import Debezium
import EnvelopeReader
import Foundation
import Testing

/// A whole recorded topic, and how many records of each kind it holds.
struct RecordedTopic: Sendable, CustomTestStringConvertible {
  var file: String
  var counts: [String: Int]

  var testDescription: String { file }

  /// The folder of recordings, which is not part of the repository; nil when it is not there.
  static let folder: URL? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../..").standardizedFileURL
    let folder =
      ProcessInfo.processInfo.environment["CDCWATCH_CAPTURES"].map { URL(filePath: $0) }
      ?? root.appending(path: "../shared/captures").standardizedFileURL
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// Each record's value on a line, `null` for none.
  func values(in folder: URL) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "zstd -dc \"$0\" | jq -r .payload", "\(folder.path)/\(file).jsonl.zst",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    defer { process.waitUntilExit() }
    return try pipe.fileHandleForReading.readToEnd() ?? Data()
  }
}

@Suite(.enabled(if: RecordedTopic.folder != nil, "no recordings: set CDCWATCH_CAPTURES"))
struct RecordedTopicTests {
  @Test(arguments: RecordedTopic.all)
  func everyRecordIsCountedAsWhatItIs(_ topic: RecordedTopic) throws {
    let values = try topic.values(in: #require(RecordedTopic.folder))
    var reader = EnvelopeReader()
    var counts: [Reading: Int] = [:]
    for line in Array(values).split(separator: UInt8(ascii: "\n")) {
      let line = Array(line)
      let reading = line == Array("null".utf8) ? reader.read(nil) : reader.read(bytes: line)
      counts[reading.withoutTimes, default: 0] += 1
    }
    let found = counts.map { ($0.key.summary, $0.value) }
    #expect(Dictionary(found, uniquingKeysWith: +) == topic.counts)
  }
}

extension Reading {
  fileprivate var withoutTimes: Reading {
    guard case .change(var envelope) = self else { return self }
    envelope.time = nil
    return .change(envelope)
  }
}
