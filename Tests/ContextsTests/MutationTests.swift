import Foundation
import Testing

@testable import Contexts

@Suite struct MutationTests {
  /// 20,000 unless `CDCWATCH_FUZZ_INPUTS` says more.
  static let count =
    ProcessInfo.processInfo.environment["CDCWATCH_FUZZ_INPUTS"].flatMap { Int($0) } ?? 20_000

  private static let sources =
    [
      """
      context: prod
      timeout: 5s
      contexts:
        prod:
          protected: true
          kafka: {brokers: [a:1, b:2], properties: {sasl.password_file: /x, client.id: c}}
          connect: [{url: 'http://a', user: u, password: p}, http://b]
          databases: {shop: {uri: 'mysql://x', writer-of: shop}}
          tables: [a, "b"]
      """,
      "kafka:\n  token_command: |\n    a\n    b\n  properties:\n    a_env: B\nutc: true\n",
      "a: &a [x]\nb: *a\n", "registry: {url: http://a, ca: ~/x}\n? a\n: b\n--- \n",
    ].map { Array($0.utf8) }

  private static let pieces = [
    "*a", "&a ", "!!x ", "{", "}", "[", "]", ": ", "- ", "? ", "\n", "\n  ", "\t", "|\n", ">-\n",
    "'",
    "\"", "\\x", "\\u0000", "---\n", "...\n", "%YAML 9.9\n", "%TAG ! x\n", "<<: ", "#", ",",
    "\u{0}",
    "\u{FEFF}", "\u{85}", "\u{2028}", "é", "contexts:", "kafka:", "[[[[[[[[", "{a: {a: {a: ", "~",
  ].map { Array($0.utf8) }

  @Test func `damaged files never trap and end in values or in an error with a line`() {
    var random = SplitMix(state: 0xFEED)
    var readable = 0
    for _ in 0..<Self.count {
      let bytes = Self.damaged(&random)
      do throws(ConfigurationError) {
        let file = try ConfigurationFile.read(bytes, path: "/f", home: nil)
        readable += 1
        let source = ContextResolution.Source(file, kind: .project(isTrusted: random.below(2) == 0))
        _ = try? ContextResolution(sources: [source]).resolved()
      } catch {
        let line = error.location.split(separator: ":").last.flatMap { Int($0) }
        #expect(line != nil && line ?? 0 >= 1 && line ?? 0 <= bytes.count + 1, "\(error)")
      }
    }
    // Else the inputs are too broken to say anything.
    #expect(readable > Self.count / 50)
  }

  private static func damaged(_ random: inout SplitMix) -> [UInt8] {
    var bytes = sources[random.below(sources.count)]
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

private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
