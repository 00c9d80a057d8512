/// The partition into which Connect's own producer writes a key.
///
/// `(murmur2(key) & 0x7fffffff) % partitions`, as Java's `BuiltInPartitioner` (facts 9.5). librdkafka
/// chooses another unless it is told.
public enum KeyPartition {
  /// The partition of a key in a topic of so many partitions; 0 for fewer than one.
  public static func of(_ key: [UInt8], partitions: Int) -> Int32 {
    guard partitions > 0 else { return 0 }
    return Int32(truncatingIfNeeded: Int(murmur2(key) & 0x7fff_ffff) % partitions)
  }

  /// Kafka's `Utils.murmur2`.
  private static func murmur2(_ bytes: [UInt8]) -> UInt32 {
    let multiplier: UInt32 = 0x5bd1_e995
    var hash: UInt32 = 0x9747_b28c ^ UInt32(truncatingIfNeeded: bytes.count)
    var rest = bytes[...]
    while rest.count >= 4 {
      var word = rest.prefix(4).reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
      word = word &* multiplier
      word ^= word >> 24
      hash = hash &* multiplier ^ (word &* multiplier)
      rest = rest.dropFirst(4)
    }
    if !rest.isEmpty {
      hash ^= rest.reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
      hash = hash &* multiplier
    }
    hash ^= hash >> 13
    hash = hash &* multiplier
    return hash ^ hash >> 15
  }
}
