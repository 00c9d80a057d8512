public import JSON
public import Runtime

/// What a journal says of a run: which steps were begun, done or failed, and what they gave.
public struct RunRecord: Sendable, Hashable {
  /// What is known of a step.
  public struct Step: Sendable, Hashable {
    /// When it began; the first time, if it did so again.
    public var started: Timestamp
    /// When it was done or failed for the last time.
    public var ended: Timestamp?
    /// Whether it was done, failed, or neither.
    public var outcome: Outcome?
    /// The effects that were done, with what they came to, in order.
    public var done: [DoneEffect] = []
    /// The effect that was begun and not ended.
    public var open: OpenEffect?
    /// Whether it was undone.
    public var isUndone = false
  }

  /// How a step ended.
  public enum Outcome: Sendable, Hashable {
    /// As it should.
    case done
    /// Not as it should, and why.
    case failed(String)
  }

  /// An effect that was done.
  public struct DoneEffect: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// When.
    public var time: Timestamp
    /// What the journal has of it.
    public var detail: [JSONValue.Member]
  }

  /// An effect that was begun.
  public struct OpenEffect: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// When it was begun for the last time.
    public var time: Timestamp
    /// What the journal has of its beginning, such as a program's process.
    public var detail: [JSONValue.Member] = []
    /// Whether it failed with an answer, so that nobody is at work on it any more.
    public var isAnswered = false
  }

  /// The steps that were begun, by name.
  public private(set) var steps: [String: Step] = [:]
  /// What steps gave: `steps.backup.place` and its value.
  public private(set) var outputs: [String: String] = [:]
  /// What a person should know, in order.
  public private(set) var findings: [String] = []
  /// What the proof of each `sentinel` step said last; none before it was taken.
  public private(set) var proofs: [String: ProofWord] = [:]
  /// What the run was started with.
  public private(set) var opening: [JSONValue.Member] = []
  /// When it began; nil for an empty journal.
  public private(set) var started: Timestamp?
  /// How it ended; nil for one that has not.
  public private(set) var ended: String?
  /// Whether a target or a budget was overrun.
  public private(set) var isOverTarget = false
  /// How often a runner took it up again.
  public private(set) var resumptions = 0
  /// What the last runner found that took it up again; nil before.
  public private(set) var identity: RunIdentity?
  /// The steps that were done by then.
  private var settled: Set<String> = []

  /// A record of these lines.
  public init(_ lines: [JournalLine] = []) {
    for line in lines { take(line) }
  }

  /// Takes the next line of the journal.
  public mutating func take(_ line: JournalLine) {
    findings +=
      line.detail.first { $0.name == "findings" }?.value.elements?
      .compactMap(\.stringValue) ?? []
    if line.detail.contains(where: {
      ["over_budget", "over_target"].contains($0.name) && $0.value == .bool(true)
    }) {
      isOverTarget = true
    }
    guard let id = line.step else { return takeOfRun(line) }
    guard line.event != .started else {
      if steps[id] == nil { steps[id] = Step(started: line.time) }
      steps[id]?.outcome = nil
      return
    }
    guard var step = steps[id] else { return }
    take(line, of: id, &step)
    steps[id] = step
  }

  private mutating func takeOfRun(_ line: JournalLine) {
    switch line.event {
    case .started:
      opening = line.detail
      started = line.time
    case .ended: ended = line.text("result")
    case .note:
      if line.text("note") == Self.resumed {
        resumptions += 1
        ended = nil
        takeIdentity(line)
      }
    default: break
    }
  }

  private mutating func takeIdentity(_ line: JournalLine) {
    let document = line.detail.first { $0.name == Self.identityName }?.value
    guard let found = document.flatMap(RunIdentity.init) else { return }
    identity = found
    settled = Set(steps.filter { $0.value.outcome == .done }.keys)
  }

  private mutating func take(_ line: JournalLine, of id: String, _ step: inout Step) {
    switch (line.event, line.effect) {
    case (.intent, let effect?):
      step.open = OpenEffect(name: effect, time: line.time, detail: line.detail)
    case (.done, let effect?):
      step.open = nil
      step.done.append(DoneEffect(name: effect, time: line.time, detail: line.detail))
      for output in line.detail.first(where: { $0.name == "outputs" })?.value.members ?? [] {
        outputs["steps.\(id).\(output.name)"] = output.value.stringValue
      }
      if let word = line.text("proof").flatMap(ProofWord.init(rawValue:)) { proofs[id] = word }
    case (.done, nil):
      step.outcome = .done
      step.ended = line.time
    case (.failed, nil):
      step.outcome = .failed(line.text("reason") ?? "")
      step.ended = line.time
      let isUnanswered = line.detail.contains {
        $0.name == Self.unanswered && $0.value == .bool(true)
      }
      step.open?.isAnswered = !isUnanswered
    case (.undone, nil): step.isUndone = true
    default: break
    }
  }

  /// The note with which a runner takes a run up again.
  public static let resumed = "resumed"
  /// The note with which a runner waits for Connect to be done with a change.
  public static let waiting = "waiting for Connect"
  /// The member of the note of a resumption that has what was found.
  public static let identityName = "identity"
  /// The member of a failure's line that says that no answer came.
  static let unanswered = "unanswered"

  /// Whether a step was done when the run was last taken up: what it changes is in ``identity``.
  func isSettled(_ id: String) -> Bool { settled.contains(id) }

  /// Whether a step was done; a proof that does not hold is taken again.
  public func isDone(_ id: String) -> Bool {
    steps[id]?.outcome == .done && proofs[id, default: .holds] == .holds
  }

  /// Whether an effect of a step was done; as for steps.
  public func isDone(_ effect: Effect, of id: String) -> Bool {
    guard proofs[id, default: .holds] == .holds else { return false }
    return steps[id]?.done.contains { $0.name == effect.name } ?? false
  }

  /// The detail of an effect that was done, the last one's; nil when it was not.
  public func detail(of effect: String, in id: String) -> JSONValue? {
    (steps[id]?.done.last { $0.name == effect }?.detail).map(JSONValue.object)
  }
}
