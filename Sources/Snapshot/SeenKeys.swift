/// The 64-bit fingerprints of the keys that a snapshot has read, to tell which came before.
///
/// Open addressing in one array of 8-byte slots, at most half full: 16 to 32 bytes a key, 64 MiB at
/// the bound. Two different keys share a fingerprint with a chance of n * n / 2^65, which for four
/// million keys is one in two million. Past the bound the memory is given back and the count is no
/// longer known.
struct SeenKeys: Sendable {
  static let bound = 1 << 22

  private var slots: [UInt64] = []
  private var count = 0
  private(set) var hasOverflowed = false

  /// Adds a key.
  ///
  /// True when it was there before. Always false once the bound was passed.
  mutating func insert(_ fingerprint: UInt64) -> Bool {
    guard !hasOverflowed else { return false }
    // Zero marks a free slot.
    let key = fingerprint == 0 ? 1 : fingerprint
    if (count + 1) * 2 > slots.count { grow() }
    guard !hasOverflowed else { return false }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while slots[slot] != 0 {
      if slots[slot] == key { return true }
      slot = (slot + 1) & mask
    }
    slots[slot] = key
    count += 1
    return false
  }

  /// Gives the memory back when no more keys will come; what was counted stays counted elsewhere.
  mutating func release() {
    slots = []
    count = 0
  }

  private mutating func grow() {
    guard count < Self.bound else {
      release()
      hasOverflowed = true
      return
    }
    let old = slots
    slots = Array(repeating: 0, count: max(1024, old.count * 2))
    let mask = slots.count - 1
    for key in old where key != 0 {
      var slot = Int(truncatingIfNeeded: key) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = key
    }
  }
}
