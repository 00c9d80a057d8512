internal import Debezium

/// Tells what a step needs.
struct StepNeeds {
  let request: DrillRequest
  let facts: DrillFacts

  func needs(of step: DrillStep) -> [StepNeed] {
    var kinds = kinds(step.action)
    if case .action(let undo) = step.undo, request.subject == .live {
      kinds += self.kinds(undo).filter { !kinds.contains($0) }
    }
    for name in step.texts.flatMap(\.variables) where name.hasPrefix("steps.") {
      let need = StepNeed.Kind.output(name)
      if !kinds.contains(need) { kinds.append(need) }
    }
    return kinds.map { StepNeed($0, facts, acceptsUnboundedLog: request.acceptsUnboundedLog) }
  }

  private func kinds(_ action: StepAction) -> [StepNeed.Kind] {
    switch action {
    case .check, .wait, .confirm, .teardown, .drill: []
    case .sentinel: sentinels
    case .connector(let deed): needs(of: deed)
    case .offsets(let deed): needs(of: deed)
    case .sql(let deed): needs(of: deed)
    case .exec(let deed): needs(of: deed)
    case .setup: setup
    }
  }

  private var setup: [StepNeed.Kind] {
    guard request.subject == .shadow else { return [.rest, .sentinelTable] + sentinels }
    return [.rest] + sentinels
      + (request.engine == .postgresql ? [.freeSlot, .logLimit] : [.serverID])
  }

  private func needs(of deed: ConnectorDeed) -> [StepNeed.Kind] {
    switch deed {
    case .create: [.rest, .createStopped]
    case .delete(let withOffsets): withOffsets ? [.rest, .offsetsByREST] : [.rest]
    case .stop, .resume, .restart, .configure: [.rest]
    }
  }

  private func needs(of deed: OffsetDeed) -> [StepNeed.Kind] {
    switch deed.command {
    case .backup, .check: [.rest]
    case .verify: []
    case .restore: [.rest] + (deed.viaKafka ? [] : [.offsetsByREST])
    case .setLSN, .setGTIDs, .reset: [.rest, .offsetsByREST]
    case .setToSlot:
      [.rest, .offsetsByREST] + (sentinelDatabase.map { [.replicationRights($0)] } ?? [])
    }
  }

  /// Where the sentinels are written.
  private var sentinels: [StepNeed.Kind] {
    sentinelDatabase.map { [.database($0, writes: true)] } ?? []
  }

  /// The input `db` names it in every template.
  private var sentinelDatabase: String? { request.inputs["db"] }

  private func needs(of deed: StatementDeed) -> [StepNeed.Kind] {
    [.database(deed.database.written, writes: deed.writes)]
  }

  private func needs(of deed: ProgramDeed) -> [StepNeed.Kind] {
    guard let first = deed.words.first else { return [] }
    return [.program(deed.isShell ? "/bin/sh" : first.written)]
  }
}
