import Foundation
import Runtime
import Testing

@Suite struct FileTextTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "cdcwatch-file-text-\(UUID().uuidString)")

  private func file(_ bytes: Data) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let url = folder.appending(path: "file")
    try bytes.write(to: url)
    return url.path
  }

  @Test(arguments: [0, 1, 16_384, 16_385, 100_000])
  func `a file is read whole, byte by byte`(count: Int) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    #expect(try FileText.read(file(Data(bytes))) == bytes)
  }

  @Test func `a file over the limit is refused, one at the limit is not`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try file(Data(count: 10))
    #expect(try FileText.read(path, limit: 10).count == 10)
    #expect(throws: RuntimeError.tooLarge(path: path, limit: 9)) {
      try FileText.read(path, limit: 9)
    }
    #expect(throws: RuntimeError.tooLarge(path: "/dev/zero", limit: 1_048_576)) {
      try FileText.read("/dev/zero")
    }
  }

  @Test func `each kind of failure has its own error`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try file(Data())
    #expect(throws: RuntimeError.notFound(path: "/nonexistent/file")) {
      try FileText.read("/nonexistent/file")
    }
    #expect(throws: RuntimeError.notFound(path: path + "/below")) {
      try FileText.read(path + "/below")
    }
    #expect(throws: RuntimeError.unreadable(path: "/", reason: "Is a directory")) {
      try FileText.read("/")
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func `a file of somebody else is a permission error`() throws {
    #expect(throws: RuntimeError.permissionDenied(path: "/etc/shadow")) {
      try FileText.read("/etc/shadow")
    }
  }

  @Test(arguments: [
    (RuntimeError.notFound(path: "a"), "cannot read 'a': there is no such file"),
    (.permissionDenied(path: "a"), "cannot read 'a': permission denied"),
    (.unreadable(path: "/", reason: "Is a directory"), "cannot read '/': Is a directory"),
    (.tooLarge(path: "a", limit: 9), "cannot read 'a': it holds more than 9 bytes"),
    (.cannotWrite(reason: "No space"), "cannot write the output: No space"),
    (.closedPipe, "the reader of the output has gone"),
    (.cannotStartThread(name: "t", reason: "No room"), "cannot start thread 't': No room"),
  ])
  func `every error says what could not be done to what`(error: RuntimeError, text: String) {
    #expect(error.description == text)
  }
}
