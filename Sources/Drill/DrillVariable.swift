/// A variable of a drill's file, `${...}`, by its name.
public enum DrillVariable: Sendable, Hashable {
  /// `inputs.NAME`.
  case input(String)
  /// `run.id`: the run's own name.
  case runID
  /// `run.folder`: where the run keeps its journal.
  case runFolder
  /// `connector`: the subject's name, a shadow's or the live one's.
  case connector
  /// `engine`: `postgresql`, `mysql` or `mariadb`.
  case engine
  /// `subject`: `shadow` or `live`.
  case subject
  /// `sentinel.table`: the table of the sentinels, `SCHEMA.TABLE`.
  case sentinelTable
  /// `signal.table`: the table from which the subject takes signals.
  case signalTable
  /// `slot`: the subject's replication slot.
  case slot
  /// `steps.ID.OUTPUT`.
  case output(step: String, StepOutput)

  /// The names that need no other name.
  public static let plainNames = [
    "run.id", "run.folder", "connector", "engine", "subject", "sentinel.table", "signal.table",
    "slot",
  ]

  /// The variable of that name; nil when there is none.
  ///
  /// Whether the input or step is there is another question.
  public init?(_ name: String) {
    switch name {
    case "run.id": self = .runID
    case "run.folder": self = .runFolder
    case "connector": self = .connector
    case "engine": self = .engine
    case "subject": self = .subject
    case "sentinel.table": self = .sentinelTable
    case "signal.table": self = .signalTable
    case "slot": self = .slot
    default:
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      if parts.count >= 2, parts[0] == "inputs", !parts[1].isEmpty {
        self = .input(parts.dropFirst().joined(separator: "."))
      } else if parts.count >= 3, parts[0] == "steps", let last = parts.last,
        let output = StepOutput(rawValue: String(last))
      {
        self = .output(step: parts[1..<(parts.count - 1)].joined(separator: "."), output)
      } else {
        return nil
      }
    }
  }

  /// As a file has it, without `${` and `}`.
  public var name: String {
    switch self {
    case .input(let name): "inputs.\(name)"
    case .runID: "run.id"
    case .runFolder: "run.folder"
    case .connector: "connector"
    case .engine: "engine"
    case .subject: "subject"
    case .sentinelTable: "sentinel.table"
    case .signalTable: "signal.table"
    case .slot: "slot"
    case .output(let step, let output): "steps.\(step).\(output.rawValue)"
    }
  }
}
