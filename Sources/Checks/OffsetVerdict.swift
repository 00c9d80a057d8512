/// What a connector would do with an offset if it started from it now.
public enum OffsetVerdict: String, Sendable, Hashable, CaseIterable {
  /// It goes on where it was: nothing missing, nothing twice.
  case resume = "RESUME"
  /// It goes on, and delivers again what it has delivered since this offset.
  case replay = "REPLAY"
  /// It runs, and changes are missing for good.
  case willSkip = "WILL_SKIP"
  /// It does not start, or runs and delivers nothing.
  case willRefuse = "WILL_REFUSE"
  /// It reads all tables again.
  case willResnapshot = "WILL_RESNAPSHOT"
  /// What could be seen does not tell.
  case unknown = "UNKNOWN"
}
