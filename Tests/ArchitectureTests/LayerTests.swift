import Foundation
import Testing

/// The target table of DESIGN.md, as data: what each target may import besides the standard
/// library and FoundationEssentials, and whether it may use `unsafe`.
private struct Layer {
  var imports: Set<String>
  var mayBeUnsafe = false
}

private let layers: [String: Layer] = [
  "Runtime": Layer(imports: ["CCrypto", "Glibc"], mayBeUnsafe: true),
  "JSON": Layer(imports: ["CSimdjson"], mayBeUnsafe: true),
  "HTTP": Layer(imports: ["CCurl", "Runtime", "Glibc"], mayBeUnsafe: true),
  "Kafka": Layer(imports: ["CRdkafka", "Runtime", "Glibc"], mayBeUnsafe: true),
  "Debezium": Layer(imports: ["JSON", "Runtime"]),
  "EnvelopeReader": Layer(imports: ["Debezium", "JSON", "Runtime"], mayBeUnsafe: true),
  "KafkaConnect": Layer(imports: ["HTTP", "JSON", "Debezium", "Runtime"]),
  "Databases": Layer(
    imports: ["CPostgres", "CMariaDB", "Debezium", "Runtime", "Glibc"], mayBeUnsafe: true),
  "Snapshot": Layer(imports: ["Debezium", "Runtime"]),
  "Checks": Layer(imports: ["Databases", "Debezium", "JSON", "Runtime"]),
  "Watch": Layer(
    imports: [
      "Snapshot", "Kafka", "KafkaConnect", "HTTP", "EnvelopeReader", "Debezium", "JSON", "Runtime",
    ]),
  "OffsetBackup": Layer(
    imports: ["Kafka", "KafkaConnect", "HTTP", "Debezium", "JSON", "Runtime"]),
  "CommandLine": Layer(imports: []),
  "YAML": Layer(imports: ["CYAML"], mayBeUnsafe: true),
  "Contexts": Layer(imports: ["YAML", "CommandLine", "Runtime"]),
  "Drill": Layer(
    imports: ["YAML", "CommandLine", "Debezium", "JSON", "Runtime", "CDrillTemplates"]),
  "Commands": Layer(
    imports: [
      "CommandLine", "Contexts", "Watch", "OffsetBackup", "Drill", "Checks", "Snapshot",
      "Databases", "Kafka", "KafkaConnect", "EnvelopeReader", "Debezium", "HTTP", "JSON", "Runtime",
      "CDemoRecording",
    ]),
  "cdcwatch": Layer(imports: ["Commands", "CommandLine", "Runtime", "Glibc"]),
]

private let root = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

private func swiftFiles(below folder: URL) throws -> [URL] {
  let files = try #require(
    FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
  return files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
}

@Suite struct LayerTests {
  @Test(arguments: layers.keys.sorted())
  func `a target imports only what the table allows`(target: String) throws {
    let layer = try #require(layers[target])
    let files = try swiftFiles(below: root.appending(path: "Sources/\(target)"))
    #expect(!files.isEmpty)
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      let pattern =
        /(?m)^\s*(?:@\w+(?:\(\w+\))? )*(?:public |package |internal |private |fileprivate )?import (?:struct |class |enum |func )?(\w+)/
      for match in text.matches(of: pattern) {
        let module = String(match.1)
        #expect(
          layer.imports.contains(module) || module == "FoundationEssentials",
          "\(file.lastPathComponent) imports \(module)")
      }
    }
  }

  @Test(arguments: layers.filter { !$0.value.mayBeUnsafe }.keys.sorted())
  func `a safe target holds no unsafe expression`(target: String) throws {
    for file in try swiftFiles(below: root.appending(path: "Sources/\(target)")) {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      where !line.drop(while: { $0 == " " }).hasPrefix("//") {
        #expect(
          !line.contains(/\bunsafe\s|nonisolated\(unsafe\)|@unchecked/),
          "\(file.lastPathComponent): \(line)")
      }
    }
  }

  @Test func `every target of Sources is in the table`() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: "Sources").path)
    let cTargets: Set = [
      "CRdkafka", "CCurl", "CYAML", "CCrypto", "CPostgres", "CMariaDB", "CSimdjson",
      "CDemoRecording", "CDrillTemplates",
    ]
    #expect(Set(folders).subtracting(cTargets) == Set(layers.keys))
  }

  @Test func `no source file is longer than 400 lines`() throws {
    for file in try swiftFiles(below: root.appending(path: "Sources")) {
      let lines = try String(contentsOf: file, encoding: .utf8).utf8.count { $0 == 10 }
      #expect(lines <= 400, "\(file.lastPathComponent) has \(lines) lines")
    }
  }

  @Test(arguments: ["fatalError(", "try!", " as! ", "Mutex<", "import Synchronization"])
  func `no source file traps or uses the lock that the thread sanitizer misreads`(word: String)
    throws
  {
    for file in try swiftFiles(below: root.appending(path: "Sources")) {
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(!text.contains(word), "\(file.lastPathComponent)")
    }
  }
}
