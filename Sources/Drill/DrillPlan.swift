internal import Debezium

/// A drill with its inputs filled in, for one subject: what will be done, what that needs, and what
/// speaks against it.
public struct DrillPlan: Sendable, Hashable {
  /// The drill, other drills' steps in the place of those that name them.
  public let definition: DrillDefinition
  /// What was asked for.
  public let request: DrillRequest
  /// What was found out.
  public let facts: DrillFacts
  /// The values of the variables.
  public let values: DrillValues
  /// The steps that will be done, the set-up first and the teardown last.
  public internal(set) var steps: [PlannedStep] = []
  /// The steps that will not be done.
  public internal(set) var leftOut: [LeftOutStep] = []
  /// The variables that the steps use, with their sources; the inputs among them.
  public internal(set) var variables: [DrillValues.Value] = []
  /// What is struck beside the subject, a sentence each.
  public internal(set) var strikes: [String] = []
  /// What a person should know; a missing need is one.
  public internal(set) var findings: [Finding] = []
  /// Why it is refused, a sentence each; empty when nothing speaks against it.
  public internal(set) var refusals: [Finding] = []

  /// A step that will be done.
  public struct PlannedStep: Sendable, Hashable {
    /// The step to do; its texts hold the variables that are known only while the drill runs, and
    /// secrets: never print it.
    public let step: DrillStep
    /// The step as the file has it.
    public let written: DrillStep
    /// What it does, as it may be shown; statements and programs verbatim.
    public let text: String
    /// What undoes it, as it may be shown; nil for nothing.
    public let undo: String?
    /// What it may do.
    public let risk: StepRisk
    /// What it needs.
    public let needs: [StepNeed]
    /// How long it usually takes; nil where nobody can know.
    public let expected: Duration?
  }

  /// A step that will not be done.
  public struct LeftOutStep: Sendable, Hashable {
    /// Its name.
    public let id: String
    /// The condition that does not hold, as the file has it.
    public let because: String
  }

  /// Something found, with what to do about it.
  public struct Finding: Sendable, Hashable {
    /// What it is, a sentence without a full stop.
    public let text: String
    /// What to do; nil for nothing.
    public let next: String?
    /// Whether the drill would fail.
    public let isMissing: Bool

    init(_ text: String, next: String? = nil, isMissing: Bool = false) {
      self.text = text
      self.next = next
      self.isMissing = isMissing
    }
  }

  /// The name that has to be typed before it is run: the connector's for live, the drill's for a shadow.
  public var typedName: String {
    request.subject == .live ? request.connector : definition.name
  }

  /// Whether something that a step needs is not there.
  public var isMissingSomething: Bool { findings.contains(where: \.isMissing) }

  /// The sum of what the steps usually take, and whether any of them could not be counted.
  public var expected: (known: Duration, isWhole: Bool) {
    (
      steps.compactMap(\.expected).reduce(.zero, +), !steps.contains { $0.expected == nil }
    )
  }

  /// What the plan's hash is taken over: what is done to what, from what, with which verdict; nothing
  /// that moves by itself, and the run's name as a placeholder.
  public var hashed: [String] {
    [
      "drill \(definition.name)", "subject \(request.subject.rawValue)",
      "engine \(request.engine.rawValue)",
      "connector \(request.connector)", "cluster \(facts.clusterID ?? "unknown")",
      "verdict \(facts.verdict.value ?? "unknown")",
    ] + facts.endpoints.map { "\($0.name) \($0.address)" }
      + steps.map { step in
        "\(step.step.id): \(step.text); timeout \(DrillDuration.text(step.step.timeout)); undo \(step.undo ?? "-"); \(step.step.onFailure.rawValue)"
      } + leftOut.map { "without \($0.id): \($0.because)" } + strikes
  }
}
