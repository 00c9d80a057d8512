import SeededRandom

/// Damaged copies of good inputs, the same ones for the same seed.
struct Mutation {
  private var random: SeededRandom
  private let sources: [[UInt8]]

  // What a parser trips over: brackets, halves of escapes, bytes of no meaning, and our own names.
  private static let pieces = [
    "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\u006f", "\u{0}", "null", "true", "1e9", "-",
    " ", "\n", "99999999999999999999", "{\"op\":\"c\"}", "\"op\":\"r\",", "\"__op\":\"u\",",
    "\"op\":null,",
    "\"source\":{\"snapshot\":\"last\"},", "\"schema\":1,", "\"payload\":{", "\"ddl\":1,",
    "\"tableChanges\":1,",
    "\"ts_ms\":12,", "\"__deleted\":\"true\",", "[[[[[[[[", "é",
  ].map { Array($0.utf8) }

  init(seed: UInt64, sources: [[UInt8]]) {
    random = SeededRandom(seed: seed)
    self.sources = sources
  }

  /// The next input, with one to four damages.
  mutating func next() -> [UInt8] {
    var bytes = sources[below(sources.count)]
    for _ in 0...below(4) { damage(&bytes) }
    return bytes
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    switch below(9) {
    case 0: bytes = Array(bytes[..<below(bytes.count + 1)])
    case 1: bytes.replaceSubrange(range(bytes), with: [])
    case 2: bytes.insert(contentsOf: bytes[range(bytes)], at: below(bytes.count + 1))
    case 3: bytes.replaceSubrange(range(bytes), with: piece())
    case 4 where !bytes.isEmpty:
      bytes[below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
    case 5 where !bytes.isEmpty: bytes[below(bytes.count)] ^= 1 << UInt8(below(8))
    case 6: insertBehindABracket(&bytes)
    case 7: insertBehindABracket(&bytes)
    default: bytes.insert(contentsOf: piece(), at: below(bytes.count + 1))
    }
  }

  // A member in a place where one may stand, so that many damaged inputs are still JSON.
  private mutating func insertBehindABracket(_ bytes: inout [UInt8]) {
    let places = bytes.indices.filter {
      bytes[$0] == UInt8(ascii: "{") || bytes[$0] == UInt8(ascii: ",")
    }
    guard !places.isEmpty else { return }
    bytes.insert(contentsOf: piece(), at: places[below(places.count)] + 1)
  }

  private mutating func piece() -> [UInt8] { Self.pieces[below(Self.pieces.count)] }

  private mutating func range(_ bytes: [UInt8]) -> Range<Int> {
    let start = below(bytes.count + 1)
    return start..<min(bytes.count, start + below(40))
  }

  private mutating func below(_ bound: Int) -> Int { random.below(bound) }
}
