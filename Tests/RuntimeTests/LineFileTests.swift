import Foundation
import Runtime
import Testing

@Suite struct LineFileTests {
  private func newPath() -> String {
    FileManager.default.temporaryDirectory
      .appending(path: "cdcwatch-lines-\(UInt64.random(in: 0 ... .max))").path
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }

  @Test func `lines go behind what is kept, and what was torn goes away`() throws {
    let path = newPath()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let first = try LineFile(path, keeping: 0)
    try first.append(Array("one\n".utf8))
    try first.append(Array("two\nthr".utf8))
    #expect(try text(path) == "one\ntwo\nthr")
    let second = try LineFile(path, keeping: 8)
    #expect(try text(path) == "one\ntwo\n")
    try second.append(Array("four\n".utf8))
    try second.flush()
    // Another holder's lines are not overwritten.
    try first.append(Array("five\n".utf8))
    #expect(try text(path) == "one\ntwo\nfour\nfive\n")
    _ = try LineFile(path, keeping: .max)
    #expect(try text(path) == "one\ntwo\nfour\nfive\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? Int) == 0o600)
  }

  @Test func `a folder that is not there is an error`() {
    #expect(throws: RuntimeError.self) { _ = try LineFile("/dev/null/lines", keeping: 0) }
  }
}
