public import JSON
public import Runtime

/// What a journal says of a run, put together for people and programs.
public struct RunReport: Sendable, Hashable {
  /// A step in the report.
  public struct Step: Sendable, Hashable {
    /// Its name.
    public var id: String
    /// What a person reads; empty when the drill's file has nothing.
    public var title: String
    /// The key that says what it does, `offsets`; empty for one that was not reached.
    public var kind: String
    /// `done`, `failed`, `undone`, `begun` or `not reached`.
    public var result: String
    /// When it began; nil for one that was not reached.
    public var started: Timestamp?
    /// When it ended; nil for one that has not.
    public var ended: Timestamp?
    /// How long it took, a number of seconds; null when it did not end.
    public var seconds: JSONValue
    /// How long it should take; null for no budget.
    public var budget: JSONValue
    /// What it means for the recovery's clock; empty for nothing.
    public var marks: String
    /// Why it failed; empty when it did not.
    public var reason: String
    /// What its effects came to, as the journal has it.
    public var evidence: [Evidence]
  }

  /// What an effect came to.
  public struct Evidence: Sendable, Hashable {
    /// The effect.
    public var effect: String
    /// When it was done.
    public var time: Timestamp
    /// What the journal has of it.
    public var detail: JSONValue
  }

  /// How many sentinels had been written, and had arrived, at a moment.
  public struct Point: Sendable, Hashable {
    /// The moment.
    public var time: Timestamp
    /// Written up to then.
    public var written: Int
    /// Arrived up to then.
    public var arrived: Int

    /// A point; see the properties.
    public init(time: Timestamp, written: Int, arrived: Int) {
      self.time = time
      self.written = written
      self.arrived = arrived
    }
  }

  /// The run's id.
  public let run: String
  /// The run's folder.
  public let folder: String
  /// What the journal's first line has: drill, connector, subject, identities, versions, steps.
  public let opening: JSONValue
  /// When the run began; nil for a journal without a line.
  public let started: Timestamp?
  /// When it ended; nil for one that has not.
  public let ended: Timestamp?
  /// How it ended; nil for one that has not.
  public let result: String?
  /// Why it ended so; empty for nothing to say.
  public let reason: String
  /// The steps in the drill's order.
  public let steps: [Step]
  /// What the proofs found together: `sentinels`, `outages`, `rpo`, `lost`; null when none was taken.
  public let proof: JSONValue
  /// What a person should know.
  public let findings: [String]
  /// How often a runner took it up again.
  public let resumptions: Int
  /// The hash of the journal's last line.
  public let lastHash: String
  /// Sentinels over time; empty when they are not known.
  public var series: [Point] = []

  /// The report of a journal.
  public init(run: String, folder: String, journal: Journal) {
    let lines = journal.lines
    let record = RunRecord(lines)
    self.run = run
    self.folder = folder
    opening = .object(record.opening)
    started = record.started
    result = record.ended
    let end = result == nil ? nil : lines.last { $0.event == .ended }
    ended = end?.time
    reason = end?.text("reason") ?? ""
    findings = record.findings
    resumptions = record.resumptions
    lastHash = journal.lastHash
    let planned = opening["steps"]?.elements?.compactMap(\.stringValue) ?? []
    let met = lines.compactMap(\.step).filter { !planned.contains($0) }
    var known: Set<String> = []
    steps = (planned + met).filter { known.insert($0).inserted }
      .map { Self.step($0, lines, record) }
    proof = ProofSummary.document(of: lines)
  }

  private static func step(_ id: String, _ lines: [JournalLine], _ record: RunRecord) -> Step {
    let own = lines.filter { $0.step == id }
    let opening = JSONValue.object(own.last { $0.event == .started }?.detail ?? [])
    let known = record.steps[id]
    let closing = own.last { $0.effect == nil && ($0.event == .done || $0.event == .failed) }
    var step = Step(
      id: id, title: opening["title"]?.stringValue ?? "",
      kind: opening["kind"]?.stringValue ?? "", result: "not reached", started: known?.started,
      ended: known?.ended,
      seconds: closing.flatMap { JSONValue.object($0.detail)["seconds"] } ?? .null,
      budget: opening["budget_seconds"] ?? .null, marks: opening["marks"]?.stringValue ?? "",
      reason: "",
      evidence: own.filter { $0.effect != nil && $0.event == .done }.map {
        Evidence(effect: $0.effect ?? "", time: $0.time, detail: .object($0.detail))
      })
    guard let known else { return step }
    switch known.outcome {
    case .done: step.result = "done"
    case .failed(let reason):
      step.result = "failed"
      step.reason = reason
    case nil: step.result = "begun"
    }
    if known.isUndone { step.result = "undone" }
    return step
  }

  /// A member of the opening as text; empty when it is not there.
  public func opened(_ name: String) -> String { opening[name]?.stringValue ?? "" }
}
