import Foundation
import JSON

/// Topics that real connectors wrote, one folder a scenario.
enum Captures {
  /// A record of a recorded topic; nil is Kafka's null.
  struct Record {
    let key: String?
    let value: String?
  }

  /// The folder with the recordings: `CDCWATCH_CAPTURES`, or beside the package.
  static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["CDCWATCH_CAPTURES"] {
      return URL(filePath: path)
    }
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return package.deletingLastPathComponent().appending(path: "shared/captures")
  }()

  /// The recorded topics whose file's name contains `part`, as paths within ``folder``.
  static func topics(_ part: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return (names ?? []).filter { $0.hasSuffix(".jsonl.zst") && $0.contains(part) }.sorted()
  }

  static let areThere = !topics("connect-offsets").isEmpty

  /// The records of a topic.
  static func records(_ topic: String) throws -> [Record] {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["zstd", "-dcq", folder.appending(path: topic).path]
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return try String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
      let record = try JSONValue.parse(String(line))
      return Record(key: record["key"]?.stringValue, value: record["payload"]?.stringValue)
    }
  }
}
