/// A bound on how many ways a regular expression can be tried on a name.
///
/// Swift's `Regex` goes back and tries again: `(a*)*b` takes seconds on a name of 22 signs, and
/// twice as long for each sign more. A pattern comes from a signal or a connector's configuration,
/// so it is weighed before it is run.
struct PatternCost {
  private static let nestingLimit = 20

  private let pattern: [UInt8]
  private let nameLength: Double
  private var position = 0

  /// The number of ways in which `pattern` may match a name of `nameLength` signs at worst, or
  /// infinity when it cannot be bounded.
  static func ways(pattern: String, nameLength: Int) -> Double {
    var cost = PatternCost(pattern: Array(pattern.utf8), nameLength: Double(nameLength))
    let ways = cost.alternatives(depth: 0)
    return cost.position == cost.pattern.count ? ways : .infinity
  }

  private init(pattern: [UInt8], nameLength: Double) {
    self.pattern = pattern
    self.nameLength = nameLength
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < pattern.count, pattern[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func alternatives(depth: Int) -> Double {
    guard depth < Self.nestingLimit else { return .infinity }
    var sum = sequence(depth: depth)
    while take(UInt8(ascii: "|")) { sum += sequence(depth: depth) }
    return sum
  }

  private mutating func sequence(depth: Int) -> Double {
    var ways = 1.0
    var unbounded = 0.0
    while position < pattern.count, pattern[position] != UInt8(ascii: "|"),
      pattern[position] != UInt8(ascii: ")")
    {
      let inner = atom(depth: depth)
      switch quantifier() {
      case .once: ways *= inner
      case .between(let least, let most):
        ways *=
          inner > 1
          ? (0..<most).reduce(1) { product, _ in product * inner } + 1
          : Double(most - least + 1)
      case .unbounded:
        guard inner <= 1 else { return .infinity }
        // k of them share the name's signs: (n + 1)(n + 2)...(n + k) / k! ways.
        unbounded += 1
        ways *= (nameLength + unbounded) / unbounded
      }
    }
    return ways
  }

  private mutating func atom(depth: Int) -> Double {
    if take(UInt8(ascii: "\\")) {
      position = min(position + 1, pattern.count)
      return 1
    }
    if take(UInt8(ascii: "[")) {
      skipClass()
      return 1
    }
    guard take(UInt8(ascii: "(")) else {
      position += 1
      return 1
    }
    skipGroupMarks()
    let inner = alternatives(depth: depth + 1)
    return take(UInt8(ascii: ")")) ? inner : .infinity
  }

  private mutating func skipClass() {
    // The first sign is a member even when it is the closing bracket.
    _ = take(UInt8(ascii: "^"))
    _ = take(UInt8(ascii: "]"))
    while position < pattern.count, !take(UInt8(ascii: "]")) {
      position = min(position + (pattern[position] == UInt8(ascii: "\\") ? 2 : 1), pattern.count)
    }
  }

  /// Skips what stands after a group's parenthesis to say its kind: `?:`, `?=`, `?!`, `?i)`...
  private mutating func skipGroupMarks() {
    guard take(UInt8(ascii: "?")) else { return }
    while position < pattern.count, "imsxU-:=!>".utf8.contains(pattern[position]) { position += 1 }
  }

  private enum Quantifier {
    case once
    case between(Int, Int)
    case unbounded
  }

  private mutating func quantifier() -> Quantifier {
    let result: Quantifier
    if take(UInt8(ascii: "*")) || take(UInt8(ascii: "+")) {
      result = .unbounded
    } else if take(UInt8(ascii: "?")) {
      result = .between(0, 1)
    } else if take(UInt8(ascii: "{")) {
      result = braces()
    } else {
      return .once
    }
    // A second mark makes it reluctant or possessive: no more ways than before.
    _ = take(UInt8(ascii: "?")) || take(UInt8(ascii: "+"))
    return result
  }

  private mutating func braces() -> Quantifier {
    let start = position
    while position < pattern.count, pattern[position] != UInt8(ascii: "}") { position += 1 }
    let inside = String(decoding: pattern[start..<position], as: UTF8.self)
    _ = take(UInt8(ascii: "}"))
    let ends = inside.split(separator: ",", omittingEmptySubsequences: false)
    guard let least = ends.first.flatMap({ Int(digits: $0) }),
      let most = ends.count == 1 ? least : Int(digits: ends[1]), least <= most, most <= 1000
    else { return .unbounded }
    return .between(least, most)
  }
}
