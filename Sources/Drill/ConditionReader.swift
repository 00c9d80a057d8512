internal import CommandLine
internal import YAML

/// Reads what a `check` or `wait` step demands.
struct ConditionReader {
  let file: String

  func conditions(_ fields: DrillFields) throws(DrillFileError) -> [Condition] {
    try fields.check(Condition.Subject.allCases.map(\.rawValue))
    guard !fields.entries.isEmpty else {
      throw DrillFileError(
        "\(fields.name) demands nothing", file: file, at: fields.place,
        hint: "type connector: RUNNING, for one")
    }
    var conditions: [Condition] = []
    for entry in fields.entries {
      guard let subject = Condition.Subject(rawValue: entry.key) else { continue }
      let nodes = subject == .rules ? try fields.elements(of: entry) : [entry.value]
      for node in nodes {
        let text = try fields.text(node, of: entry, allowed: subject.allowed)
        try check(text, of: subject, fields)
        conditions.append(Condition(subject, text))
      }
    }
    return conditions
  }

  /// What has variables is known only when the drill runs.
  private func check(
    _ text: DrillText, of subject: Condition.Subject, _ fields: DrillFields
  ) throws(DrillFileError) {
    guard text.variables.isEmpty else { return }
    let word = text.written
    if let words = subject.words {
      guard !words.contains(word) else { return }
      throw DrillFileError(
        "'\(word)' is not known as '\(subject.rawValue)' of \(fields.name)", file: file,
        at: text.place ?? fields.place, hint: DrillFields.suggestion(word, among: words))
    }
    guard let duration = DurationText.parse(word), duration > .zero else {
      throw DrillFileError(
        "'\(subject.rawValue)' of \(fields.name) is '\(word)'", file: file,
        at: text.place ?? fields.place, hint: "type \(subject.allowed)")
    }
  }
}

extension Condition.Subject {
  /// The words that it can have to be; nil for a duration.
  var words: [String]? {
    switch self {
    case .connector: ["RUNNING", "STOPPED", "PAUSED", "FAILED", "absent"]
    case .sentinels: ["arriving"]
    case .slot: ["present", "absent", "active", "inactive"]
    case .snapshot: ["none", "completed"]
    case .offset: ["present", "absent"]
    case .writer: ["changed", "same"]
    case .rules: DrillRule.allCases.map(\.rawValue)
    case .lag, .heartbeat, .elapsed: nil
    }
  }

  /// What may be typed for it.
  var allowed: String {
    words.map { $0.joined(separator: ", ") } ?? "a duration, such as 5s"
  }
}
