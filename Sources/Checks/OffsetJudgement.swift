/// What is to be expected of an offset, and why.
public struct OffsetJudgement: Sendable, Hashable {
  /// The verdict.
  public var verdict: OffsetVerdict
  /// Why, and what helps, in words.
  public var reason: String
  /// How much it is about.
  public var distance: VerdictDistance
  /// What was looked at.
  public var checks: [OffsetCheck]
  /// The command to type next; nil when there is none.
  public var next: String?
  /// What the slot that was kept with the offset is needed for.
  public var pinned = PinnedSlotUse.none

  /// A judgement; see the properties.
  public init(
    verdict: OffsetVerdict, reason: String, distance: VerdictDistance, checks: [OffsetCheck],
    next: String?
  ) {
    self.verdict = verdict
    self.reason = reason
    self.distance = distance
    self.checks = checks
    self.next = next
  }
}
