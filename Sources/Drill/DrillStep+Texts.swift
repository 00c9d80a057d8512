extension DrillStep {
  /// The same step with every text in it changed; places and everything else stay.
  public func mapped(_ change: (DrillText) -> DrillText) -> DrillStep {
    var step = self
    step.title = title.map(change)
    step.action = action.mapped(change)
    if case .action(let undoing) = undo { step.undo = .action(undoing.mapped(change)) }
    return step
  }

  /// Every text in it, those of its undo too.
  public var texts: [DrillText] {
    var texts: [DrillText] = []
    _ = mapped { text in
      texts.append(text)
      return text
    }
    return texts
  }
}

extension StepAction {
  /// The same action with every text in it changed.
  public func mapped(_ change: (DrillText) -> DrillText) -> StepAction {
    switch self {
    case .check(let conditions): .check(conditions.map { Condition($0.subject, change($0.wanted)) })
    case .wait(let conditions): .wait(conditions.map { Condition($0.subject, change($0.wanted)) })
    case .connector(let deed): .connector(deed.mapped(change))
    case .offsets(let deed): .offsets(deed.mapped(change))
    case .sql(let deed): .sql(deed.mapped(change))
    case .exec(let deed): .exec(deed.mapped(change))
    case .confirm(let text, let word): .confirm(text: change(text), word: change(word))
    case .drill(let nested):
      .drill(NestedDrill(name: nested.name, inputs: nested.inputs.mapValues(change)))
    case .sentinel, .setup, .teardown: self
    }
  }
}

extension ConnectorDeed {
  fileprivate func mapped(_ change: (DrillText) -> DrillText) -> ConnectorDeed {
    switch self {
    case .stop, .resume, .restart, .delete: self
    case .create(let place, let state, let restores):
      .create(from: change(place), state: state, restores: restores)
    case .configure(let properties): .configure(properties.mapValues(change))
    }
  }
}

extension OffsetDeed {
  fileprivate func mapped(_ change: (DrillText) -> DrillText) -> OffsetDeed {
    var deed = self
    deed.expected = expected.map(change)
    deed.command =
      switch command {
      case .backup(let archive): .backup(change(archive))
      case .verify(let backup): .verify(change(backup))
      case .check(let backup): .check(change(backup))
      case .restore(let backup): .restore(change(backup))
      case .setLSN(let position): .setLSN(change(position))
      case .setGTIDs(let transactions): .setGTIDs(change(transactions))
      case .setToSlot, .reset: command
      }
    return deed
  }
}

extension StatementDeed {
  fileprivate func mapped(_ change: (DrillText) -> DrillText) -> StatementDeed {
    var deed = self
    deed.database = change(database)
    deed.statement = change(statement)
    deed.expectedValue = expectedValue.map(change)
    deed.doneWhen = doneWhen.map(change)
    return deed
  }
}

extension ProgramDeed {
  fileprivate func mapped(_ change: (DrillText) -> DrillText) -> ProgramDeed {
    var deed = self
    deed.words = words.map(change)
    deed.expectedOutput = expectedOutput.map(change)
    deed.doneWhen = doneWhen.map { $0.map(change) }
    return deed
  }
}
