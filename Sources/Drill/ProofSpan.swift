internal import JSON

/// What a proof is about: the changes and the steps since the proof before it.
///
/// What an earlier proof has judged, a loss that its drill declares among it, is not judged again.
public struct ProofSpan: Sendable, Hashable {
  /// The first number that counts; nil for that of the first arrival, where no proof came before.
  public let start: Int?
  /// The steps behind the proof before, in the drill's order, the proof's own among them.
  public let steps: [DrillStep]

  /// The journal's name for the number of the last sentinel that a proof looked at.
  public static let fence = "fence"

  /// What the `sentinel` step with this name is about.
  ///
  /// Only a proof that was taken and holds ends what is before it.
  public init(of proof: String, in steps: [DrillStep], record: RunRecord) {
    var start: Int?
    var own = steps[...]
    for (place, step) in steps.enumerated() {
      if step.id == proof { break }
      guard case .sentinel = step.action, record.isDone(step.id),
        let fence = record.detail(of: Effect.prove.name, in: step.id)?[Self.fence]?.integerValue,
        let last = Int(exactly: fence), SentinelChange.numbers.contains(last)
      else { continue }
      start = last + 1
      own = steps[(place + 1)...]
    }
    self.start = start
    self.steps = Array(own)
  }
}
