import Foundation
import Testing

/// What must not compile, compiled.
@Suite(.timeLimit(.minutes(3))) struct BorrowRuleTests {
  private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  /// The folder of the built modules: beside the test bundle that this code is in.
  private func modules() throws -> String {
    let path = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: path).deletingLastPathComponent()
      .appendingPathComponent("Modules").path
  }

  /// Checks the file's types; gives what the compiler said, or nothing when it had no objection.
  private func compile(_ name: String) throws -> String {
    let source = FileManager.default.temporaryDirectory
      .appendingPathComponent("borrow-\(UUID().uuidString).swift")
    let text = folder.appendingPathComponent("MustNotCompile/\(name).swift.txt")
    try FileManager.default.copyItem(at: text, to: source)
    defer { try? FileManager.default.removeItem(at: source) }
    let root = folder.deletingLastPathComponent().deletingLastPathComponent()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      // -typecheck stops before the borrow checker: it is a pass over the intermediate language.
      "swiftc", "-emit-sil", "-o", "/dev/null", "-swift-version", "6", "-I", try modules(),
      "-I", root.appendingPathComponent("Sources/CRdkafka").path,
      // Runtime's own, without which its module cannot be loaded.
      "-I", root.appendingPathComponent("Sources/CCrypto").path, "-parse-as-library",
      "-enable-experimental-feature", "Lifetimes", source.path,
    ]
    let output = Pipe()
    process.standardError = output
    process.standardOutput = output
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: said, as: UTF8.self)
  }

  @Test func aLoopOverBatchesCompiles() throws {
    #expect(try compile("Control") == "")
  }

  @Test(arguments: [
    ("BatchPastTheNextPoll", "overlapping accesses to 'consumer'"),
    ("BatchOutOfItsFunction", "lifetime-dependent"),
    ("RecordInAnArray", "'Record' does not conform to protocol 'Escapable'"),
    ("RecordInAProperty", "Escapable"),
    ("BytesOutOfTheLoop", "lifetime-dependent"),
    ("ConsumerInATask", "sending"),
    ("ConsumerCopied", "consumed more than once"),
    ("BatchInATask", "Sendable"),
  ])
  func keepingBorrowedBytesDoesNotCompile(name: String, diagnostic: String) throws {
    let said = try compile(name)
    #expect(said.contains("error:"))
    #expect(said.contains(diagnostic), "\(said)")
  }
}
