public import Foundation
import JSON
public import Kafka
import Runtime

/// A topic as it was recorded: one record a line in the JSON of `kcat -J`.
public struct RecordedTopic: Sendable {
  /// The topic's name.
  public var name: String
  /// Its records, as lines of JSON in their order.
  public var lines: [Substring]

  /// A topic of these lines.
  public init(name: String, lines: [Substring]) {
    self.name = name
    self.lines = lines
  }

  /// Every topic of a folder of `TOPIC.jsonl.zst`; `choosing` picks among the names.
  public static func all(
    in folder: URL, choosing isWanted: (String) -> Bool = { _ in true }
  ) async throws -> [RecordedTopic] {
    let suffix = ".jsonl.zst"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    var topics: [RecordedTopic] = []
    for file in files where file.hasSuffix(suffix) {
      let name = String(file.dropLast(suffix.count))
      guard isWanted(name) else { continue }
      let text = try await Tool.run("zstd", "-dcq", folder.appending(path: file).path)
      topics.append(RecordedTopic(name: name, lines: text.split(separator: "\n")))
    }
    return topics
  }

  /// The records made before a moment, in milliseconds since 1970.
  public func cut(before milliseconds: Int64) -> RecordedTopic {
    RecordedTopic(name: name, lines: lines.filter { Self.time($0) < milliseconds })
  }

  // Found as text, since parsing tens of thousands of lines to drop them takes long.
  private static func time(_ line: Substring) -> Int64 {
    guard let mark = line.firstRange(of: "\"ts\":") else { return 0 }
    return Int64(line[mark.upperBound...].prefix { $0.isNumber }) ?? 0
  }

  /// How many partitions the topic needs at least.
  public func partitions() throws -> Int {
    try 1 + (lines.map { try Self.partition($0) }.max() ?? 0)
  }

  private static func partition(_ line: Substring) throws -> Int {
    guard let mark = line.firstRange(of: "\"partition\":") else { return 0 }
    return Int(line[mark.upperBound...].prefix { $0.isNumber }) ?? 0
  }

  /// One of its records.
  public func record(_ line: Substring) throws -> ProducerRecord {
    let object = try JSONValue.parse(String(line))
    let texts = object["headers"]?.elements?.map(\.stringValue) ?? []
    let headers = stride(from: 0, to: texts.count - 1, by: 2).map { index in
      OwnedRecord.Header(
        name: texts[index] ?? "", value: texts[index + 1].map { Array($0.utf8) })
    }
    return ProducerRecord(
      topic: name, partition: object["partition"]?.integerValue.map(Int32.init(clamping:)),
      key: object["key"]?.stringValue.map { Array($0.utf8) },
      value: object["payload"]?.stringValue.map { Array($0.utf8) }, headers: headers,
      timestamp: object["ts"]?.integerValue.map(Timestamp.init(milliseconds:)))
  }
}
