public import Databases

/// What a slot that was kept with a backup is needed for when its offset is put back.
public enum PinnedSlotUse: Sendable, Hashable {
  /// Nothing: the connector's own slot does, or the copy does not help.
  case none
  /// It takes the place of the connector's own slot, which has moved on or is gone.
  case takesPlace
  /// The connector's own slot stands where the copy stands, so the copy is needed no more.
  case isInPlace

  /// Whether two slots give the same.
  public static func isSamePlace(_ left: ReplicationSlot, _ right: ReplicationSlot) -> Bool {
    left.restart == right.restart && left.confirmedFlush == right.confirmedFlush
  }
}
