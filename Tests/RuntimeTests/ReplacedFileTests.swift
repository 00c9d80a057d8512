import Foundation
import Testing

@testable import Runtime

@Suite struct ReplacedFileTests {
  @Test func `a file is replaced whole, is its owner's alone, and so are the folders made for it`()
    throws
  {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "cdcwatch-private-\(UInt64.random(in: 0 ... .max))")
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a/b/file").path
    try ReplacedFile.writePrivately(Array("one".utf8), to: path)
    try ReplacedFile.writePrivately(Array("two".utf8), to: path)
    #expect(try FileText.read(path) == Array("two".utf8))
    for (place, mode) in [("a", 0o700), ("a/b", 0o700), ("a/b/file", 0o600)] {
      let attributes = try FileManager.default.attributesOfItem(
        atPath: folder.appending(path: place).path)
      #expect(attributes[.posixPermissions] as? Int == mode, "\(place)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/a/b") == ["file"])
  }

  @Test func `a place that cannot be written is told`() throws {
    let error = try #require(throws: RuntimeError.self) {
      try ReplacedFile.writePrivately([], to: "/proc/cdcwatch/file")
    }
    #expect("\(error)".contains("/proc/cdcwatch"), "\(error)")
  }

  @Test(arguments: [
    ("aba", "xabaabax", [1, 4]), ("aa", "aaa", [0, 1]), ("a", "", []), ("", "a", []),
    ("abc", "ab", []),
  ])
  func `a secret's places in the command line are all found`(
    secret: String, line: String, places: [Int]
  ) {
    #expect(ProcessArguments.places(of: Array(secret.utf8), in: Array(line.utf8)) == places)
  }
}
