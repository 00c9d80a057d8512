/// The arrays and objects that a walk is in, one bit each.
struct OpenContainers {
  enum Kind {
    case array
    case object
  }

  private var bits = SIMD8<UInt64>()
  private var depth = 0
  /// The innermost one; nil outside of all.
  private(set) var last: Kind?

  private static var limit: Int { 512 }

  @inline(__always)
  mutating func push(_ kind: Kind) throws(Unreadable) {
    guard depth < Self.limit else { throw .tooDeep }
    let bit = UInt64(1) << UInt64(depth & 63)
    switch kind {
    case .array: bits[depth >> 6] &= ~bit
    case .object: bits[depth >> 6] |= bit
    }
    depth += 1
    last = kind
  }

  @inline(__always)
  mutating func pop() {
    depth -= 1
    guard depth > 0 else {
      last = nil
      return
    }
    let inner = depth - 1
    last = bits[inner >> 6] >> UInt64(inner & 63) & 1 == 0 ? .array : .object
  }
}
