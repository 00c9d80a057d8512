/// A copy of a connector's slot that a backup has made, as its manifest names it.
public struct PinnedSlotReference: Sendable, Hashable {
  /// The copy's name.
  public var slot: String
  /// The backup's place, as it is typed.
  public var backup: String

  /// A reference; see the properties.
  public init(slot: String, backup: String) {
    self.slot = slot
    self.backup = backup
  }
}
