internal import CommandLine

/// Durations as a drill's file and plan write them.
enum DrillDuration {
  static func text(_ duration: Duration) -> String { DurationText.text(duration) }

  static func parse(_ text: String) -> Duration? { DurationText.parse(text) }

  /// The seconds, fractions cut off.
  static func seconds(_ duration: Duration) -> Int64 { duration.components.seconds }
}
