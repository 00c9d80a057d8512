public import Runtime

/// A run's name: the moment at which it began, such as `2026-11-21T08-04-51.200Z`.
///
/// Names sort by time, and have no sign that a file system or a URL minds.
public enum RunName {
  /// The name of a run that begins at that moment.
  public static func name(at moment: Timestamp) -> String {
    moment.description.replacing(":", with: "-")
  }

  /// Whether a folder's name is one.
  public static func isOne(_ name: String) -> Bool {
    let pattern = "0000-00-00T00-00-00.000Z".utf8
    return name.utf8.count == pattern.count
      && zip(name.utf8, pattern).allSatisfy { sign, expected in
        expected == UInt8(ascii: "0")
          ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(sign) : sign == expected
      }
  }
}
