internal import JSON

/// Durations in seconds with three digits, as journals and reports have them.
enum SecondsText {
  /// The duration as a JSON number, cut to milliseconds.
  static func json(_ duration: Duration) -> JSONValue {
    let (seconds, attoseconds) = max(duration, .zero).components
    let fraction = attoseconds / 1_000_000_000_000_000
    return .number("\(seconds).\(String(1000 + fraction).dropFirst())")
  }
}
