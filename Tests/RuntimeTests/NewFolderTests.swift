import Foundation
import Runtime
import Testing

@Suite struct NewFolderTests {
  private let parent = NSTemporaryDirectory() + "cdcwatch-folders-\(UInt64.random(in: 0 ... .max))"

  private var names: [String] { (try? Folders.names(in: parent)) ?? [] }

  @Test func `it is not there under its name before the commit, and whole after it`() throws {
    defer { try? FileManager.default.removeItem(atPath: parent) }
    var folder = try NewFolder("run", in: parent + "/deep")
    try folder.write("a", [1, 2, 3])
    #expect(!Folders.exists(parent + "/deep/run"))
    #expect(try folder.read("a", limit: 10) == [1, 2, 3])
    try folder.commit()
    #expect(try Folders.names(in: parent + "/deep") == ["run"])
    #expect(try FileText.read(parent + "/deep/run/a") == [1, 2, 3])
  }

  @Test func `without a commit nothing is left`() throws {
    defer { try? FileManager.default.removeItem(atPath: parent) }
    do {
      let folder = try NewFolder("run", in: parent)
      try folder.write("a", [1])
      #expect(names.count == 1)
    }
    #expect(names == [])
  }

  @Test func `a folder that is there is never replaced, nor a file written twice`() throws {
    defer { try? FileManager.default.removeItem(atPath: parent) }
    var first = try NewFolder("run", in: parent)
    try first.write("a", [1])
    #expect(throws: RuntimeError.self) { try first.write("a", [2]) }
    try first.commit()
    var second = try NewFolder("run", in: parent)
    try second.write("a", [2])
    #expect(throws: RuntimeError.alreadyThere(path: parent + "/run")) { try second.commit() }
    #expect(try FileText.read(parent + "/run/a") == [1])
  }

  @Test func `leftovers go when they are old and their maker is gone`() throws {
    defer { try? FileManager.default.removeItem(atPath: parent) }
    let living = try NewFolder("living", in: parent)
    try living.write("a", [1])
    for name in ["old", "young"] {
      try FileManager.default.createDirectory(
        atPath: "\(parent)/\(NewFolder.mark)\(name)", withIntermediateDirectories: false)
    }
    let past = Date(timeIntervalSinceNow: -3600)
    for name in names where !name.hasSuffix("young") {
      try FileManager.default.setAttributes(
        [.modificationDate: past], ofItemAtPath: "\(parent)/\(name)")
    }
    #expect(try NewFolder.removeLeftovers(in: parent) == 1)
    #expect(names.map { $0.dropFirst(NewFolder.mark.count).prefix(5) } == ["livin", "young"])
    _ = consume living
  }

  @Test func `removing takes the files with it`() throws {
    defer { try? FileManager.default.removeItem(atPath: parent) }
    var folder = try NewFolder("run", in: parent)
    try folder.write("a", [1])
    try folder.commit()
    try Folders.remove(parent + "/run")
    #expect(names == [])
    #expect(throws: RuntimeError.notFound(path: parent + "/run")) {
      try Folders.remove(parent + "/run")
    }
  }

  @Test func `a replaced file is old or new, and a failure leaves the old one`() throws {
    defer { try? FileManager.default.removeItem(atPath: parent) }
    try Folders.make(parent)
    try ReplacedFile.write([1], to: parent + "/a.prom", readableBy: .everyone)
    try ReplacedFile.write([2], to: parent + "/a.prom", readableBy: .everyone)
    #expect(try FileText.read(parent + "/a.prom") == [2])
    #expect(throws: RuntimeError.self) {
      try ReplacedFile.write([3], to: parent + "/no/a.prom", readableBy: .everyone)
    }
    try FileManager.default.createDirectory(
      atPath: parent + "/b.prom/x", withIntermediateDirectories: true)
    #expect(throws: RuntimeError.self) {
      try ReplacedFile.write([3], to: parent + "/b.prom", readableBy: .everyone)
    }
    #expect(names == ["a.prom", "b.prom"])
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `SHA-256 is that of FIPS 180-4, in one piece and byte by byte`(
    text: String, expected: String
  ) throws {
    #expect(try SHA256.text(of: Array(text.utf8)) == expected)
    var hash = SHA256()
    for byte in text.utf8 { hash.update([byte]) }
    #expect(SHA256.text(try hash.finish()) == expected)
  }
}
