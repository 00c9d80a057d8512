/// What a step may do to what it touches.
public enum StepRisk: String, Sendable, Hashable, CaseIterable {
  /// Nothing is changed.
  case reads
  /// Something is another one afterwards, and can be made as it was.
  case changes
  /// Data may be missing afterwards.
  case canLoseData = "can lose data"
}

extension StepAction {
  /// What it may do; of a program nobody knows, so it counts as the worst.
  public var risk: StepRisk {
    switch self {
    case .check, .wait, .confirm, .sentinel, .drill: .reads
    case .connector(let deed):
      if case .delete = deed { .canLoseData } else { .changes }
    case .offsets(let deed):
      deed.command.writesOffsets || deed.command == .reset ? .canLoseData : .reads
    case .sql(let deed): deed.writes ? .canLoseData : .reads
    case .exec: .canLoseData
    case .setup, .teardown: .changes
    }
  }

  /// How long it usually takes; nil where nobody can know.
  public var usualDuration: Duration? {
    switch self {
    case .check: .seconds(2)
    case .wait(let conditions):
      conditions.contains { $0.subject == .elapsed || $0.subject == .writer } ? nil : .seconds(10)
    case .connector(let deed):
      switch deed {
      case .stop, .delete: .seconds(10)
      case .resume, .restart, .configure: .seconds(5)
      case .create(_, _, let restores): .seconds(restores ? 15 : 5)
      }
    case .offsets(let deed):
      deed.command.writesOffsets || deed.command == .reset ? .seconds(20) : .seconds(5)
    case .sql: .seconds(1)
    case .sentinel: .seconds(10)
    case .setup: .seconds(15)
    case .teardown: .seconds(20)
    case .exec, .confirm, .drill: nil
    }
  }
}
