/// What a step does, in words; statements and programs as they are.
struct StepText {
  /// What the drill is run on, which its own set-up differs by.
  let subject: DrillSubject
  /// A text as it may be shown.
  let shown: (DrillText) -> String

  func text(_ action: StepAction) -> String {
    switch action {
    case .check(let conditions): "look whether \(list(conditions))"
    case .wait(let conditions): "wait until \(list(conditions))"
    case .connector(let deed): text(deed)
    case .offsets(let deed): text(deed)
    case .sql(let deed): text(deed)
    case .exec(let deed): text(deed)
    case .confirm(let text, let word): "ask: \(shown(text)) [\(shown(word))]"
    case .sentinel(let demand): text(demand)
    case .drill(let nested): "the steps of the drill '\(nested.name)'"
    case .setup:
      subject == .live
        ? "make the sentinels' ledger, and write until the first of them has arrived"
        : "make the shadow connector, its sentinel table and what belongs to them"
    case .teardown:
      subject == .live
        ? "remove the ledger, and the run's rows from the sentinel table"
        : "remove everything that the set-up made"
    }
  }

  // MARK: Conditions

  private func list(_ conditions: [Condition]) -> String {
    conditions.map(text).joined(separator: ", ")
  }

  private func text(_ condition: Condition) -> String {
    let wanted = shown(condition.wanted)
    return switch condition.subject {
    case .connector: "the connector is \(wanted)"
    case .sentinels: "sentinels are arriving"
    case .slot: "the slot is \(wanted)"
    case .snapshot:
      wanted == "none"
        ? "no snapshot is under way" : "the newest snapshot of the sentinels is \(wanted)"
    case .offset: "the connector's offset is \(wanted)"
    case .lag: "a sentinel takes at most \(wanted)"
    case .writer: "the database's writer is \(wanted == "same" ? "the same" : "another one")"
    case .heartbeat: "the newest heartbeat is at most \(wanted) old"
    case .elapsed: "\(wanted) have passed"
    case .rules: "the rule \(wanted) holds"
    }
  }

  // MARK: Deeds

  private func text(_ deed: ConnectorDeed) -> String {
    switch deed {
    case .stop: return "stop the connector, and wait until no task is left"
    case .resume: return "resume the connector"
    case .restart: return "restart the connector and its tasks"
    case .create(let place, let state, let restores):
      let offsets = restores ? " with its offsets" : ""
      return "make the connector\(offsets) from the backup \(shown(place)), \(state.rawValue)"
    case .delete(let withOffsets):
      return withOffsets
        ? "stop the connector, have Connect forget its offsets, delete it"
        : "stop and delete the connector; Connect keeps its offsets"
    case .configure(let properties):
      let pairs = properties.keys.sorted().map { key in
        "\(key)=\(properties[key].map(shown) ?? "")"
      }
      return "set \(pairs.joined(separator: ", "))"
    }
  }

  private func text(_ deed: OffsetDeed) -> String {
    var text =
      switch deed.command {
      case .backup(let archive): "back the offsets up into \(shown(archive))"
      case .verify(let backup): "verify the backup \(shown(backup))"
      case .check(let backup): "give the verdict over \(shown(backup))"
      case .restore(let backup):
        "restore the offsets from \(shown(backup))\(deed.viaKafka ? " by their original bytes" : "")"
      case .setToSlot: "set the offset to the slot"
      case .setLSN(let position): "set the offset to the LSN \(shown(position))"
      case .setGTIDs(let transactions): "set the offset to the GTIDs \(shown(transactions))"
      case .reset: "remove the offsets"
      }
    if deed.resumes { text += ", resume, and prove that it goes on from there" }
    if !deed.expected.isEmpty {
      text += "; the verdict has to be \(deed.expected.map(shown).joined(separator: " or "))"
    }
    if !deed.forced.isEmpty { text += "; overruled: \(deed.forced.joined(separator: ", "))" }
    return text
  }

  private func text(_ deed: StatementDeed) -> String {
    let expected = deed.expectedValue.map { "; it has to give \(shown($0))" } ?? ""
    return "on \(shown(deed.database)): \(shown(deed.statement))\(expected)"
  }

  private func text(_ deed: ProgramDeed) -> String {
    let expected = deed.expectedOutput.map { "; its output has to hold \(shown($0))" } ?? ""
    let exit = deed.expectedExit == 0 ? "" : "; it has to exit with \(deed.expectedExit)"
    return "run: \(command(deed.words, isShell: deed.isShell))\(expected)\(exit)"
  }

  /// As it can be typed into a shell.
  func command(_ words: [DrillText], isShell: Bool) -> String {
    isShell
      ? words.map(shown).joined(separator: " ")
      : words.map { Self.quoted(shown($0)) }.joined(separator: " ")
  }

  static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        (97...122).contains(byte) || (65...90).contains(byte) || (45...58).contains(byte)
          || byte == 95 || byte == 61 || byte == 44
      }
    if isPlain { return word }
    return "'\(word.replacing("'", with: #"'\''"#))'"
  }

  private func text(_ demand: ProofDemand) -> String {
    var text = "prove that every sentinel has arrived, within \(DrillDuration.text(demand.within))"
    if let step = demand.continuesFrom { text += ", going on from what '\(step)' wrote" }
    if demand.allowsSnapshot { text += "; a snapshot's row may stand for the changes before it" }
    if let loss = demand.expectedLoss {
      let kinds = SentinelKind.allCases.filter { loss.kinds.contains($0) }.map { "\($0.rawValue)s" }
      text +=
        "; declared as lost: \(kinds.joined(separator: ", ")) from \(loss.from.rawValue) to"
        + " \(loss.until.rawValue)"
      if loss.atLeast > 0 { text += ", at least \(loss.atLeast)" }
    }
    if let step = demand.readSince {
      text += "; every row that lies still is read by a snapshot since '\(step)'"
    }
    return text
  }
}
