public import JSON
internal import Runtime

extension RunReport {
  /// The report as one object, as the contract's table of readings has it.
  public var document: JSONValue {
    let members: [(String, JSONValue)] = [
      ("schema_version", .integer(1)), ("run", .string(run)),
      ("drill", .string(opened("drill"))), ("connector", .string(opened("connector"))),
      ("subject", .string(opened("subject"))), ("result", result.map(JSONValue.string) ?? .null),
      ("reason", .string(reason)), ("started_at", Self.json(started)),
      ("ended_at", Self.json(ended)),
      ("steps", .array(steps.map(Self.document))),
      ("sentinels", proof["sentinels"] ?? .null), ("outages", proof["outages"] ?? .array([])),
      ("rpo", proof["rpo"] ?? .null), ("lost", proof["lost"] ?? .array([])),
      ("findings", .array(findings.map(JSONValue.string))),
      ("resumed", .integer(Int64(resumptions))), ("opening", opening),
      ("journal_hash", .string(lastHash)), ("folder", .string(folder)),
    ]
    return .object(members.map { JSONValue.Member(name: $0.0, value: $0.1) })
  }

  private static func document(_ step: Step) -> JSONValue {
    let members: [(String, JSONValue)] = [
      ("id", .string(step.id)), ("kind", .string(step.kind)), ("result", .string(step.result)),
      ("seconds", step.seconds), ("budget_seconds", step.budget),
      ("started_at", json(step.started)),
      ("marks", step.marks.isEmpty ? .null : .string(step.marks)),
      ("reason", step.reason.isEmpty ? .null : .string(step.reason)),
      (
        "evidence",
        .array(
          step.evidence.map {
            .object([
              .init(name: "effect", value: .string($0.effect)),
              .init(name: "time", value: json($0.time)), .init(name: "detail", value: $0.detail),
            ])
          })
      ),
    ]
    return .object(members.map { JSONValue.Member(name: $0.0, value: $0.1) })
  }

  private static func json(_ time: Timestamp?) -> JSONValue {
    time.map { .string($0.description) } ?? .null
  }
}
