import Foundation
import HTTP
import JSON
import SeededRandom
import Testing

@testable import KafkaConnect

@Suite struct AnswerMutationTests {
  /// 20,000 unless `CDCWATCH_FUZZ_INPUTS` says more.
  static let count =
    ProcessInfo.processInfo.environment["CDCWATCH_FUZZ_INPUTS"].flatMap { Int($0) } ?? 20_000

  private static let sources = [
    RecordedAnswers.root, RecordedAnswers.connectors, RecordedAnswers.status,
    RecordedAnswers.offsets, RecordedAnswers.plugins, RecordedAnswers.noStatus,
    RecordedAnswers.ambiguousPath,
  ].map { Array($0.utf8) }

  private static let pieces = [
    "{", "}", "[", "]", ",", ":", "\"", "\\u", "null", "-1", "1e99", "99999999999999999999",
    "\u{0}",
    "\"id\":-5,", "\"state\":7,", "\"tasks\":null,", "\"config\":[],", "\"offset\":null,", "<", ">",
    "\"trace\":\"\\n\\n\",", "\"error_code\":9223372036854775807,", "[[[[[[[[", "\u{e9}",
  ].map { Array($0.utf8) }

  @Test func damagedAnswersNeverTrap() {
    var random = SeededRandom(seed: 0xC0FFEE)
    var readable = 0
    for _ in 0..<Self.count {
      let bytes = Self.damaged(&random)
      let status = [200, 400, 401, 404, 409, 500, 503, 999][random.below(8)]
      let response = Response(status: random.below(2) == 0 ? 200 : status, body: bytes)
      guard case .value(let json) = Answer(response, url: RedactedURL("http://h/")) else {
        continue
      }
      let found: [Any?] = [
        WorkerInfo(json: json), ConnectorInfo.all(json: json), ConnectorStatus(json: json),
        ConnectorOffset.all(json: json), ConnectorPlugin.all(json: json),
      ]
      if found.contains(where: { $0 != nil }) { readable += 1 }
      let connectors = ConnectorInfo.all(json: json) ?? []
      for task in connectors.flatMap(\.status.tasks) { _ = task.failure }
    }
    // Else the inputs are too broken to say anything.
    #expect(readable > Self.count / 20)
  }

  private static func damaged(_ random: inout SeededRandom) -> [UInt8] {
    var bytes = sources[random.below(sources.count)]
    for _ in 0...random.below(3) {
      let place = random.below(bytes.count + 1)
      let end = min(bytes.count, place + random.below(40))
      switch random.below(6) {
      case 0: bytes.removeSubrange(place..<end)
      case 1: bytes.insert(contentsOf: bytes[place..<end], at: random.below(bytes.count + 1))
      case 2 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: random.next())
      case 3 where random.below(4) == 0: bytes.removeSubrange(place...)
      default:
        let opening = bytes[place...].firstIndex { $0 == UInt8(ascii: "{") }
        bytes.insert(
          contentsOf: pieces[random.below(pieces.count)], at: opening.map { $0 + 1 } ?? place)
      }
    }
    return bytes
  }
}
