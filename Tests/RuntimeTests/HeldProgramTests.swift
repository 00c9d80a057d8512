import Foundation
import Runtime
import Testing

@Suite struct HeldProgramTests {
  /// A folder for the output and the ending of one program.
  struct Desk: ~Copyable {
    let folder = FileManager.default.temporaryDirectory.appending(path: "held-\(UUID())")

    init() throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var output: String { folder.appending(path: "output").path }
    var ending: String { folder.appending(path: "ending").path }
    var printed: String { (try? String(contentsOfFile: output, encoding: .utf8)) ?? "" }

    func hold(_ words: String...) throws -> HeldProgram {
      try HeldProgram(words, output: output, ending: ending)
    }
  }

  private static let limit = Deadline(after: .seconds(20))

  @Test func `nothing is done before it is let go`() throws {
    let desk = try Desk()
    let made = desk.folder.appending(path: "made").path
    let held = try desk.hold("touch", made)
    #expect(held.program.identity.isAlive)
    #expect(held.program.identity.start > 0)
    #expect(held.program.wait(until: Deadline(after: .milliseconds(1)), stop: StopFlag()) == .ended)
    #expect(!FileManager.default.fileExists(atPath: made))
    let second = try desk.hold("touch", made)
    second.release()
    #expect(second.program.wait(until: Self.limit, stop: StopFlag()) == .exited(0))
    #expect(FileManager.default.fileExists(atPath: made))
    #expect(HeldProgram.ending(desk.ending) == .exited(0))
    #expect(!second.program.identity.isAlive)
  }

  @Test func `one whose starter goes away ends by itself, and has done nothing`() throws {
    let desk = try Desk()
    let made = desk.folder.appending(path: "made").path
    var held: HeldProgram? = try desk.hold("touch", made)
    let identity = try #require(held).program.identity
    held = nil
    #expect(!identity.isAlive)
    #expect(HeldProgram.ending(desk.ending) == .neverBegan)
    #expect(!FileManager.default.fileExists(atPath: made))
  }

  @Test(arguments: [
    (["sh", "-c", "exit 7"], Int32(7), ""), (["cat"], 0, ""),
    (["printf", "%s|", "a b", "$HOME", "*"], 0, "a b|$HOME|*|"),
    (["/nonexistent/program"], 127, "No such file"), (["exit", "3"], 127, "No such file"),
    (["sh", "-c", "kill -9 $$"], 137, ""),
  ])
  func `a file tells how it ended, and its words are nobody's to interpret`(
    words: [String], status: Int32, printed: String
  ) throws {
    let desk = try Desk()
    let held = try HeldProgram(words, output: desk.output, ending: desk.ending)
    held.release()
    #expect(held.program.wait(until: Self.limit, stop: StopFlag()) == .exited(status))
    #expect(HeldProgram.ending(desk.ending) == .exited(status))
    #expect(printed.isEmpty || desk.printed.contains(printed), "\(desk.printed)")
  }

  @Test func `another can see by its process that it is at work, and how it ended`() throws {
    let desk = try Desk()
    let held = try desk.hold(
      "sh", "-c", "while [ ! -e \"$0\" ]; do sleep 0.02; done", desk.output + ".go")
    held.release()
    let identity = held.program.identity
    let known = StartedProgram.Identity(process: identity.process, start: identity.start)
    let other = StartedProgram.Identity(process: identity.process, start: identity.start + 1)
    #expect(known.isAlive && !other.isAlive)
    #expect(HeldProgram.ending(desk.ending) == nil)
    try Data().write(to: URL(filePath: desk.output + ".go"))
    #expect(held.program.wait(until: Self.limit, stop: StopFlag()) == .exited(0))
    #expect(!known.isAlive)
    #expect(HeldProgram.ending(desk.ending) == .exited(0))
  }

  @Test func `no words are an error`() throws {
    let desk = try Desk()
    #expect(throws: RuntimeError.self) {
      try HeldProgram([], output: desk.output, ending: desk.ending)
    }
  }
}
