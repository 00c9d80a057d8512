import Drill
import JSON
import Runtime
import Testing

@Suite struct JournalTests {
  static func bytes() throws -> [UInt8] {
    var journal = Journal()
    var bytes: [UInt8] = []
    for (index, event) in JournalLine.Event.allCases.enumerated() {
      bytes += try journal.append(
        event, step: index == 0 ? nil : "s\(index)", effect: index == 2 ? "stop" : nil,
        detail: [.init(name: "text", value: .string("a\nb \"c\""))],
        at: Timestamp(milliseconds: Int64(index)))
    }
    return bytes
  }

  @Test func `what was written is read, line by line`() throws {
    let found = try Journal.read(Self.bytes())
    #expect(found.tornBytes == 0)
    #expect(found.journal.lines.map(\.event) == JournalLine.Event.allCases)
    #expect(found.journal.lines[2].effect == "stop" && found.journal.lines[0].step == nil)
    #expect(found.journal.lines[1].text("text") == "a\nb \"c\"")
    #expect(found.journal.lines[0].previous == JournalLine.noHash)
  }

  @Test func `a journal cut anywhere is the lines before, and a torn rest`() throws {
    let bytes = try Self.bytes()
    for length in 0..<bytes.count {
      let found = try Journal.read(Array(bytes.prefix(length)))
      #expect(found.wholeBytes + found.tornBytes == length)
      #expect(found.journal.lines.count == bytes.prefix(length).count { $0 == 0x0A })
    }
  }

  @Test func `one changed byte in any line but for a torn one is found, with its line`() throws {
    let bytes = try Self.bytes()
    var line = 1
    for index in bytes.indices {
      defer { if bytes[index] == 0x0A { line += 1 } }
      var changed = bytes
      changed[index] ^= 1
      do throws(JournalError) {
        let found = try Journal.read(changed)
        // Of the last line only a hash kept elsewhere tells.
        #expect(line == JournalLine.Event.allCases.count, "byte \(index) of line \(line)")
        _ = found
      } catch {
        switch error {
        case .unreadable(let at), .misnumbered(let at, _), .changed(let at):
          #expect(abs(at - line) <= 1, "byte \(index) of line \(line): \(error)")
        case .noHash: Issue.record("no hash")
        }
      }
    }
  }

  @Test func `lines in another order, or one taken out, are found`() throws {
    let lines = try Self.bytes().split(separator: 0x0A).map { Array($0) + [0x0A] }
    #expect(throws: JournalError.misnumbered(line: 3, found: 4)) {
      try Journal.read(Array((lines[..<2] + lines[3...]).joined()))
    }
    #expect(throws: JournalError.self) {
      try Journal.read(Array(([lines[1], lines[0]] + lines[2...]).joined()))
    }
  }
}
