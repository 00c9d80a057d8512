import Debezium
import Drill
import Foundation
import JSON
import SeededRandom
import Testing

/// Files that nobody should have written: a drill with its plan, or an error with its line.
@Suite struct DrillFileMutationTests {
  /// `CDCWATCH_FUZZ_INPUTS` says how many.
  private static let count =
    ProcessInfo.processInfo.environment["CDCWATCH_FUZZ_INPUTS"].flatMap { Int($0) } ?? 100_000

  private static let pieces = [
    "${", "}", "${steps.", "${inputs.db}", "$${", "steps.a.place", "{", "}", "[", "]", ": ", "- ",
    "\n", "\n  ", "'", "\"", ",", "*a", "&a ", "!!x ", "|\n", "~", "#", "\u{0}", "é", "\u{2028}",
    "id: ", "when: ", "engine == ", " != ", "undo: {connector: ", "drill: slot-lost",
    "9999999999999999999999s",
    "timeout: ", "sentinel: {within: 5m}", "expect-lost: ", "://", "u:p@h", "exec: [",
    "on-failure: ",
    "[[[[[[[[", "{a: {a: {a: ",
  ].map { Array($0.utf8) }

  @Test func `damaged files never trap, and end in a plan or in an error with a line`() throws {
    let sources = DrillTemplates.files
    let library = try DrillTemplates.all()
    var random = SeededRandom(seed: 6)
    var readable = 0
    for _ in 0..<(Self.count / 5) {
      let bytes = Self.damaged(sources[random.below(sources.count)], &random)
      do throws(DrillFileError) {
        let drill = try DrillReader.read(bytes, file: "f")
        readable += 1
        let whole = try DrillExpansion.expand(drill, file: "f", among: library)
        let engine = Plans.engines[random.below(3)]
        let subject = DrillSubject.allCases[random.below(2)]
        guard
          let plan = try? DrillPlanner.plan(
            whole, Plans.request(whole, subject, engine), Plans.allIsWell), random.below(20) == 0
        else { continue }
        #expect(DrillRunbook(plan, hash: "h").text.hasSuffix("\n"))
        #expect(DrillPlanDocument(plan, hash: "h").object.members != nil)
      } catch {
        #expect(error.line >= 1 && error.line <= bytes.count + 1, "\(error)")
        #expect(!error.message.isEmpty && !error.hint.isEmpty)
      }
    }
    // Else the inputs are too broken to say anything.
    #expect(readable > Self.count / 100)
  }

  private static func damaged(_ source: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var bytes = source
    for _ in 0...random.below(3) {
      let place = random.below(bytes.count + 1)
      let end = min(bytes.count, place + random.below(30))
      switch random.below(6) {
      case 0: bytes.removeSubrange(place..<end)
      case 1: bytes.insert(contentsOf: bytes[place..<end], at: random.below(bytes.count + 1))
      case 2 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: random.next())
      case 3 where random.below(4) == 0: bytes.removeSubrange(place...)
      default: bytes.insert(contentsOf: pieces[random.below(pieces.count)], at: place)
      }
    }
    return bytes
  }
}
