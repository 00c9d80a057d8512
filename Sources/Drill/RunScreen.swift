internal import JSON
internal import Runtime

/// A run while it is under way, as a terminal shows it: the list of its steps, with the running one's
/// clock against its budget, and the sentinels.
///
/// It takes the journal's lines and gives text; who draws it again in place is the edge's matter.
public struct RunScreen: Sendable, Hashable {
  /// A step as it may be shown.
  public struct Step: Sendable, Hashable {
    /// Its name.
    public let id: String
    /// What it does, without a secret.
    public let text: String
    /// How long it should take; nil for no budget.
    public let budget: Duration?
    /// Whether a person is asked, for which the screen has to be left alone.
    public let asks: Bool

    /// A step; see the properties.
    public init(id: String, text: String, budget: Duration?, asks: Bool = false) {
      self.id = id
      self.text = text
      self.budget = budget
      self.asks = asks
    }
  }

  /// How many sentinel changes were written and how many have arrived.
  public struct Sentinels: Sendable, Hashable {
    /// Acknowledged by the database.
    public var written: Int
    /// Records that came, repeats among them, tombstones not.
    public var arrived: Int
    /// Why nothing is written or read now; nil while both go on.
    public var trouble: String?

    /// Counts; see the properties.
    public init(written: Int, arrived: Int, trouble: String? = nil) {
      self.written = written
      self.arrived = arrived
      self.trouble = trouble
    }
  }

  enum Standing: Hashable {
    case waiting
    case running(since: Timestamp, effect: String?)
    case done(Duration)
    case failed(String)
    case undone
  }

  /// What stands above the list.
  public let title: String
  /// The steps in their order.
  public let steps: [Step]
  /// The sentinels; nil before any was written.
  public var sentinels: Sentinels?

  private(set) var standings: [String: Standing] = [:]
  private(set) var started: Timestamp?
  /// The step that the newest line is about.
  private(set) var newest: String?

  /// A screen of a run that has not begun.
  public init(title: String, steps: [Step]) {
    self.title = title
    self.steps = steps
  }

  /// The screen of a plan's steps, shown as the plan shows them.
  public init(_ plan: DrillPlan) {
    let request = plan.request
    self.init(
      title: "\(plan.definition.name) on \(request.connector) (\(request.subject.rawValue))",
      steps: plan.steps.map { planned in
        Step(
          id: planned.step.id, text: planned.written.title?.written ?? planned.text,
          budget: planned.step.budget, asks: planned.step.action.kind == "confirm")
      })
  }

  /// Whether a person is being asked now.
  public var isAsking: Bool {
    guard let step = steps.first(where: { $0.id == newest }), step.asks else { return false }
    if case .running = standings[step.id] { return true }
    return false
  }

  /// Takes the journal's next line.
  public mutating func take(_ line: JournalLine) {
    if started == nil { started = line.time }
    guard let id = line.step else { return }
    newest = id
    switch (line.event, line.effect) {
    case (.started, nil): standings[id] = .running(since: line.time, effect: nil)
    case (.intent, let effect?):
      standings[id] = .running(since: beginning(of: id) ?? line.time, effect: effect)
    case (.done, nil): standings[id] = .done(since(beginning(of: id), line.time))
    case (.failed, nil): standings[id] = .failed(line.text("reason") ?? "")
    case (.undone, nil): standings[id] = .undone
    default: break
    }
  }

  private func beginning(of id: String) -> Timestamp? {
    guard case .running(let since, _) = standings[id] else { return nil }
    return since
  }

  // A wall clock may be set back: no time is negative.
  func since(_ start: Timestamp?, _ end: Timestamp) -> Duration {
    guard let start else { return .zero }
    let (passed, overflow) = end.milliseconds.subtractingReportingOverflow(start.milliseconds)
    return overflow ? .zero : .milliseconds(max(0, passed))
  }
}
