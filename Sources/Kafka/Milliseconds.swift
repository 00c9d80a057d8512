extension Duration {
  /// Whole milliseconds for a C timeout: never negative, because librdkafka takes -1 for "forever",
  /// and never more than `Int32` holds (24 days); part of a millisecond counts as a whole one.
  var cMilliseconds: Int32 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    guard seconds < Int64(Int32.max) / 1000 else { return .max }
    let rest = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(clamping: seconds * 1000 + rest)
  }
}
