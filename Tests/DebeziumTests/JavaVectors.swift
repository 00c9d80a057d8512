import Foundation

/// The recorded serializations that JDK 17 wrote, by name.
enum JavaVectors {
  static let all: [String: String] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/java-key-array-vectors.tsv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    var vectors: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: "\t")
      if fields.count == 2 { vectors[String(fields[0])] = String(fields[1]) }
    }
    return vectors
  }()
}
