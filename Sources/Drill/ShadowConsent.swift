/// What was agreed to beforehand, by a flag each.
public struct ShadowConsent: Sendable, Hashable {
  /// `--allow-captured`: other connectors may capture the sentinels.
  public var allowsCaptured: Bool
  /// `--accept-unbounded-wal`: the slot may keep as much of the log as there is.
  public var acceptsUnboundedWAL: Bool

  /// Consent; see the properties.
  public init(allowsCaptured: Bool = false, acceptsUnboundedWAL: Bool = false) {
    self.allowsCaptured = allowsCaptured
    self.acceptsUnboundedWAL = acceptsUnboundedWAL
  }
}
