public import Debezium

/// What somebody wants to drill: the subject and the values of the inputs.
public struct DrillRequest: Sendable, Hashable {
  /// The live connector; a shadow is made after it.
  public var connector: String
  /// What it is run on.
  public var subject: DrillSubject
  /// The connector's kind of database.
  public var engine: Engine
  /// The values of `--set`, by the input's name.
  public var inputs: [String: String]
  /// The table of the sentinels on a live subject, with the word for where that was said.
  public var sentinelTable: SourcedText?
  /// The signal table of a live subject; nil for a shadow, which gets its own.
  public var signalTable: SourcedText?
  /// The replication slot of a live subject; nil for a shadow, which gets its own.
  public var slot: SourcedText?
  /// Whether a PostgreSQL server without `max_slot_wal_keep_size` is accepted.
  public var acceptsUnboundedLog = false
  /// The secrets of the connector's configuration that are given by `--secret`.
  public var secrets: Set<String> = []

  /// A request; see the properties.
  public init(
    connector: String, subject: DrillSubject, engine: Engine, inputs: [String: String] = [:]
  ) {
    self.connector = connector
    self.subject = subject
    self.engine = engine
    self.inputs = inputs
  }
}

/// A text with the word for where it was said.
public struct SourcedText: Sendable, Hashable {
  /// The text.
  public let text: String
  /// Such as `--set`, or a file and line.
  public let source: String

  /// A text; see the properties.
  public init(_ text: String, source: String) {
    self.text = text
    self.source = source
  }
}

/// Why a drill cannot be planned with these inputs.
public enum DrillInputError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The drill asks for no such input; with the nearest name, or all names.
  case unknown(String, hint: String)
  /// These inputs are required and were not given.
  case missing([DrillInput])
  /// A condition needs this input before the run, and it is known only later.
  case unknownGuard(step: String, variable: String)

  /// What is wrong, a sentence without a full stop.
  public var description: String {
    switch self {
    case .unknown(let name, _): "the drill has no input '\(name)'"
    case .missing(let inputs):
      "the drill needs \(inputs.map { "'\($0.name)'" }.joined(separator: ", "))"
    case .unknownGuard(let step, let variable):
      "'when' of step '\(step)' needs '\(variable)', which is known only while the drill runs"
    }
  }

  /// What to type.
  public var hint: String {
    switch self {
    case .unknown(_, let hint): hint
    case .missing(let inputs):
      "type "
        + inputs.map { input in
          "--set \(input.name)=VALUE" + (input.title.map { " (\($0))" } ?? "")
        }.joined(separator: ", ")
    case .unknownGuard: "set it to a value that does not come from a step"
    }
  }
}
