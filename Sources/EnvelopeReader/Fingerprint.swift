extension EnvelopeReader {
  /// A 64-bit hash of a record key's bytes, the same in every process.
  ///
  /// Equal bytes give equal numbers; among ten million different keys two share one with a chance
  /// of a few in a million. It is no protection against keys made to collide.
  public static func fingerprint(_ bytes: RawSpan) -> UInt64 {
    var hash = mixed(UInt64(truncatingIfNeeded: bytes.byteCount), 0xA076_1D64_78BD_642F)
    var offset = 0
    while bytes.byteCount - offset >= 8 {
      let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      hash = mixed(hash ^ UInt64(littleEndian: word), 0xE703_7ED1_A0B4_28DB)
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < bytes.byteCount {
      rest = rest << 8 | UInt64(unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
      offset += 1
    }
    return mixed(mixed(hash ^ rest, 0x8EBC_6AF0_9C88_C6E3), 0x5899_65CC_7537_4CC3)
  }

  // A full-width product folded to its half spreads every bit of the input over the result.
  @inline(__always)
  private static func mixed(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
