public import JSON
public import Runtime

/// Everything outside the runner: Connect, Kafka, the databases, programs, persons, the clock.
///
/// There is a real one and one for tests. Each call bears on one effect; the runner has a journal
/// line on the disk before it, and writes another behind it.
public protocol DrillWorld {
  /// The effects of the set-up, or of the teardown, of this run's subject.
  func effects(ofOwn action: StepAction) -> [Effect]

  /// Makes an effect ready, and gives what the journal has to know before it is done; does nothing
  /// that lasts.
  mutating func prepare(
    _ effect: Effect, of step: DrillStep, record: RunRecord
  ) throws(StepFailure) -> [JSONValue.Member]

  /// Does it, within the deadline; throws with what is known of what was done.
  mutating func perform(
    _ effect: Effect, of step: DrillStep, record: RunRecord, deadline: Deadline
  ) throws(StepFailure) -> EffectResult

  /// Whether an effect that was begun, perhaps by a runner that has died, was done.
  mutating func standing(
    of effect: Effect, of step: DrillStep, record: RunRecord, deadline: Deadline
  ) -> Standing

  /// Whether the run has been asked to stop.
  var isStopped: Bool { get }

  /// The wall clock.
  var now: Timestamp { get }

  /// Waits until the wall clock has this time; throws when the run is asked to stop meanwhile.
  mutating func wait(until time: Timestamp) throws(StepFailure)
}

/// What an effect came to.
public struct EffectResult: Sendable, Hashable {
  /// What the journal keeps of it: an object's members, without secrets.
  public var detail: [JSONValue.Member]
  /// What later steps may name: `place` becomes `steps.ID.place`.
  public var outputs: [String: String]
  /// What a person should know; sentences without a full stop.
  public var findings: [String]
  /// What the proof says; nil for an effect that is none.
  public var proof: ProofWord?

  /// A result; see the properties.
  public init(
    detail: [JSONValue.Member] = [], outputs: [String: String] = [:], findings: [String] = [],
    proof: ProofWord? = nil
  ) {
    self.detail = detail
    self.outputs = outputs
    self.findings = findings
    self.proof = proof
  }
}

/// The proof in one word.
public enum ProofWord: String, Sendable, Hashable {
  /// It holds.
  case holds = "proved"
  /// More is lost than may be.
  case lost
  /// What was to be shown is not: not all could be looked at, or it was something else that brought
  /// the connector back.
  case notProved = "not-proved"
}

/// Whether an effect was done.
public enum Standing: Sendable, Hashable {
  /// It was, with what it came to.
  case done(EffectResult)
  /// It was not, and nothing is under way that will do it.
  case notDone
  /// Nothing tells; a sentence without a full stop.
  case cannotTell(String)
}

/// Why a step did not do what it should.
public struct StepFailure: Error, Sendable, Hashable {
  /// What kind of failure it is.
  public enum Kind: String, Sendable, Hashable {
    /// What was looked at is not as it has to be.
    case check
    /// A rule of safety forbids it; nothing was done.
    case safety
    /// It could not be done, or not to its end.
    case failed
    /// It was begun by a runner that is gone, and nothing tells whether it was done.
    case untold
    /// The run was asked to stop.
    case interrupted
  }

  /// What kind of failure it is.
  public var kind: Kind
  /// What could not be done and why, a sentence without a full stop.
  public var reason: String
  /// What to do about it.
  public var hint: String
  /// Whether a change was asked for and no answer came: somebody may be at work on it still.
  public var isUnanswered = false

  /// A failure; see the properties.
  public init(_ kind: Kind, _ reason: String, hint: String) {
    self.kind = kind
    self.reason = reason
    self.hint = hint
  }
}
