internal import JSON

/// A step of a drill.
public struct DrillStep: Sendable, Hashable {
  /// Its name, unique within the drill.
  public var id: String
  /// What a person reads.
  public var title: DrillText?
  /// What it does.
  public var action: StepAction
  /// `engine == postgresql` and the like: the step is left out unless all hold.
  public var when: [StepGuard]
  /// How long it may take before it fails.
  public var timeout: Duration
  /// How long it should take: an overrun is a finding; nil for no budget.
  public var budget: Duration?
  /// What undoes it; nil for what its kind does by itself.
  public var undo: UndoAction?
  /// What follows when it fails.
  public var onFailure: FailureRule
  /// What the step means for the recovery's clock; nil for nothing.
  public var marks: StepMark?
  /// What will be another one afterwards.
  public var changes: Set<ChangedThing>
  /// Where it stands in the file; nil for a step of cdcwatch's own.
  public var place: FilePlace?

  /// The timeout of a step that names none.
  public static let usualTimeout = Duration.seconds(600)

  /// A step; see the properties.
  public init(id: String, action: StepAction, place: FilePlace? = nil) {
    self.id = id
    self.action = action
    self.place = place
    timeout = Self.usualTimeout
    when = []
    onFailure = .stop
    changes = []
  }
}

/// What undoes a step: an action of its own.
public indirect enum UndoAction: Sendable, Hashable {
  /// That action.
  case action(StepAction)
}

/// What follows when a step fails.
public enum FailureRule: String, Sendable, Hashable, CaseIterable {
  /// The run stops, and waits for `drill resume` or `drill abort`.
  case stop
  /// What was done is undone.
  case abort
  /// The next step follows; the failure is a finding.
  case `continue`
}

/// What a step means for the recovery's clock.
public enum StepMark: String, Sendable, Hashable, CaseIterable {
  /// An outage begins with it.
  case disaster
  /// With it the connector is back.
  case recovered
}

/// What a step leaves as another one than it found.
public enum ChangedThing: String, Sendable, Hashable, CaseIterable {
  /// Another Kafka cluster.
  case cluster
  /// Another database server.
  case database
  /// Another configuration of the connector.
  case config
}

/// A condition on what is known before the run: `engine == postgresql`.
public struct StepGuard: Sendable, Hashable {
  /// The variable on the left.
  public let variable: String
  /// Whether both have to be the same; else they must not be.
  public let isEqual: Bool
  /// The text on the right.
  public let value: String

  /// The variables that a condition may name besides `inputs.NAME`.
  public static let variables = ["engine", "subject"]

  /// A condition; see the properties.
  public init(variable: String, isEqual: Bool, value: String) {
    self.variable = variable
    self.isEqual = isEqual
    self.value = value
  }

  /// Whether it holds; false when the variable has no value.
  public func holds(_ value: (String) -> String?) -> Bool {
    guard let known = value(variable) else { return false }
    return (known == self.value) == isEqual
  }

  /// As the file has it, `engine == postgresql`.
  public var text: String { "\(variable) \(isEqual ? "==" : "!=") \(value)" }
}

extension DrillStep {
  /// What undoes it on a live subject: its own `undo`, else what its kind does by itself; nil for a
  /// step that leaves nothing, or that nothing undoes.
  public var undoAction: StepAction? {
    if case .action(let action) = undo { return action }
    guard case .connector(.stop) = action else { return nil }
    return .connector(.resume)
  }
}

extension DrillStep {
  /// What the journal has of it at its beginning, so that a report needs nothing else.
  var opening: [JSONValue.Member] {
    var members = [JSONValue.Member(name: "kind", value: .string(action.kind))]
    if let title { members.append(.init(name: "title", value: .string(title.filled { _ in nil }))) }
    if let budget {
      members.append(.init(name: "budget_seconds", value: SecondsText.json(budget)))
    }
    if let marks { members.append(.init(name: "marks", value: .string(marks.rawValue))) }
    return members
  }
}
