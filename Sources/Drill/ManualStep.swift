/// What a person types for a step of a drill.
struct ManualStep {
  let plan: DrillPlan

  /// What the step does, with shell variables in it.
  func words(_ action: StepAction) -> String { text.text(action) }

  private var text: StepText { StepText(subject: plan.request.subject) { shown($0) } }

  /// Shown as it may be; a secret is a shell variable too, so that the line can be typed.
  func shown(_ text: DrillText) -> String {
    ShellVariables.resolved(plan.values.shown(text, rest: ShellVariables.marked))
  }

  private func word(_ text: DrillText) -> String {
    let word = shown(text)
    return text.variables.contains { plan.values.isOpen($0) }
      ? "\"\(word)\"" : StepText.quoted(word)
  }

  // MARK: Names

  private var connector: String {
    plan.request.subject == .live ? StepText.quoted(plan.request.connector) : "\"$connector\""
  }

  /// What sets the variables that no step gives.
  var beginning: [String] {
    let isShadow = plan.request.subject == .shadow
    let own = isShadow ? ["connector=\(StepText.quoted(plan.request.connector))"] : []
    let open = plan.variables.filter { value in
      value.shown == nil && !value.name.hasPrefix("steps.") && value.name != "connector"
    }
    return own
      + open.map { value in
        switch value.name {
        case "run.id": "run_id=drill-$(date +%s)"
        case "run.folder": "run_folder=$(mktemp -d)"
        default: "read -r -p '\(value.name): ' \(ShellVariables.word(value.name))"
        }
      }
  }

  /// What every command needs: where Connect, Kafka and the database are.
  var surroundings: [String] {
    let variables = [
      ("Connect", "CDCWATCH_CONNECT"), ("Kafka", "CDCWATCH_BROKERS"),
      ("database \(plan.request.inputs["db"] ?? "")", "CDCWATCH_DB"),
    ]
    return variables.compactMap { name, variable in
      plan.facts.endpoints.first { $0.name == name }.map {
        "export \(variable)=\(StepText.quoted($0.address))"
      }
    }
  }

  /// The program's own command for the whole drill.
  var commandLine: String {
    var words = [
      "cdcwatch drill run", StepText.quoted(plan.definition.name), "-c",
      StepText.quoted(plan.request.connector),
    ]
    for name in plan.facts.databases.keys.sorted() {
      words.append("--db \(StepText.quoted("\(name)=\(address(name))"))")
    }
    for value in plan.variables where value.name.hasPrefix("inputs.") {
      guard value.source == "--set", let shown = value.shown else { continue }
      let name = value.name.dropFirst(7)
      words.append(
        "--set \(StepText.quoted(value.isSecret ? "\(name)=@\(name)" : "\(name)=\(shown)"))")
    }
    if let table = plan.request.sentinelTable {
      words.append("--set \(StepText.quoted("sentinel.table=\(table.text)"))")
    }
    if plan.request.subject == .live { words.append("--live") }
    if plan.request.acceptsUnboundedLog { words.append("--accept-unbounded-wal") }
    return words.joined(separator: " ")
  }

  private func address(_ name: String) -> String {
    plan.facts.endpoints.first { $0.name == "database \(name)" }?.address ?? name
  }

  // MARK: A step

  func lines(of step: DrillStep) -> [String] {
    let lead = "\(words(step.action).prefix(1).uppercased())\(words(step.action).dropFirst())"
    switch step.action {
    case .sql(let deed):
      let expected = deed.expectedValue.map { ["", "It has to give `\(shown($0))`."] } ?? []
      return ["On the database `\(shown(deed.database))`:", "", "```sh"] + statement(deed, of: step)
        + ["```"] + expected
    case .exec(let deed):
      let command = deed.words.map(deed.isShell ? shown : word).joined(separator: " ")
      let line = result(of: step).map { "\($0)=$(\(command))" } ?? command
      return ["Type:", "", "```sh", line, "```"]
    case .confirm(let question, let word):
      return ["\(shown(question)) (`\(shown(word))`)"]
    default:
      let commands = self.commands(step)
      return ["\(lead)."] + (commands.isEmpty ? [] : ["", "```sh"] + commands + ["```"])
    }
  }

  private func statement(_ deed: StatementDeed, of step: DrillStep) -> [String] {
    let name = plan.values.filled(deed.database).written
    return ManualStatement(
      address: plan.facts.endpoints.first { $0.name == "database \(name)" }?.address,
      statement: plan.values.shown(deed.statement, rest: ShellVariables.marked),
      result: result(of: step)
    ).lines
  }

  /// The shell variable that keeps what a step gives; nil when no later step names it.
  private func result(of step: DrillStep) -> String? {
    plan.variables.map(\.name).first { name in
      if case .output(let id, _) = DrillVariable(name) { id == step.id } else { false }
    }.map(ShellVariables.word)
  }

  private func commands(_ step: DrillStep) -> [String] {
    switch step.action {
    case .check(let conditions), .wait(let conditions):
      conditions.contains { $0.subject == .connector }
        ? ["cdcwatch connector status \(connector)"] : []
    case .connector(let deed): commands(deed)
    case .offsets(let deed): commands(deed, of: step)
    default: []
    }
  }

  private func commands(_ deed: ConnectorDeed) -> [String] {
    switch deed {
    case .stop: ["cdcwatch connector stop \(connector) --execute"]
    case .resume: ["cdcwatch connector resume \(connector) --execute"]
    case .restart: ["cdcwatch connector restart \(connector) --execute"]
    case .delete(let withOffsets):
      (withOffsets ? ["cdcwatch offsets reset -c \(connector) --execute"] : [])
        + ["curl -sSf -X DELETE \"$CDCWATCH_CONNECT/connectors/\"\(connector)"]
    case .create(let place, _, _):
      ["cdcwatch offsets restore \(word(place)) -c \(connector) --create --execute"]
    case .configure: []
    }
  }

  private func commands(_ deed: OffsetDeed, of step: DrillStep) -> [String] {
    let resume = deed.resumes ? " --resume" : ""
    return switch deed.command {
    case .backup(let archive):
      [
        "\(ShellVariables.word("steps.\(step.id).place"))=$(cdcwatch offsets backup \(word(archive)))"
      ]
    case .verify(let backup): ["cdcwatch offsets verify \(word(backup))"]
    case .check(let backup): ["cdcwatch offsets check \(word(backup)) -c \(connector)"]
    case .restore(let backup):
      [
        "cdcwatch offsets restore \(word(backup)) -c \(connector)"
          + (deed.viaKafka ? " --via kafka" : "") + resume + " --execute"
      ]
    case .setToSlot:
      ["cdcwatch offsets set -c \(connector) --to-slot\(resume) --execute"]
    case .setLSN(let position):
      [
        "cdcwatch offsets set -c \(connector) --lsn \(word(position))\(resume) --execute"
      ]
    case .setGTIDs(let set):
      ["cdcwatch offsets set -c \(connector) --gtids \(word(set))\(resume) --execute"]
    case .reset: ["cdcwatch offsets reset -c \(connector)\(resume) --execute"]
    }
  }
}
