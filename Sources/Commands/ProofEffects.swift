import Databases
import Debezium
import Drill
import JSON
import Runtime

/// What `sentinel` steps do: the proof.
struct ProofEffects {
  let stage: DrillStage
  let activity: SentinelActivity
  let step: String
  let record: RunRecord
  let deadline: Deadline

  /// How many lost changes are named.
  private static let shown = 20

  /// Ends the writing, waits for the last sentinel, and judges; the writing goes on behind it.
  func perform(_ demand: ProofDemand) throws(StepFailure) -> EffectResult {
    do throws(CommandFailure) {
      let history = try history(demand)
      let proof = SentinelProof(history, demand, stage.targets)
      try activity.goOnWriting()
      guard proof.verdict != .notArrived else {
        throw CommandFailure(
          proof.objections.map(\.description).joined(separator: "; "),
          hint: "this is no loss yet: 'cdcwatch drill resume \(stage.folder.run)' looks again",
          status: .unexpected)
      }
      var result = result(of: proof, outages(history))
      if let fence = history.fence {
        result.detail.append(.init(name: ProofSpan.fence, value: .integer(Int64(fence))))
      }
      result.detail.append(ArrivalCurve(history.arrivals).member)
      return result
    } catch {
      throw StepFailure(error, interrupted: stage.context.stop.isRaised)
    }
  }

  // MARK: Gathering

  private func history(_ demand: ProofDemand) throws(CommandFailure) -> SentinelHistory {
    guard let reader = activity.reader else {
      throw CommandFailure("no sentinels are read", status: .unexpected)
    }
    let limit = deadline.clamped(to: demand.within)
    let fence = activity.fence()
    let log = try activity.log()
    if let fence, let last = log.attempts[fence]?.change {
      _ = reader.wait(until: limit) { $0.has(last) ? true : nil }
    }
    // What lies behind the fence, such as repeats, counts too.
    let ends = try reader.ends()
    let hasReached = reader.wait(until: limit) { $0.hasReached(ends) ? true : nil } ?? false
    let sightings = reader.progress
    if let failure = sightings.failure {
      throw CommandFailure(
        "the sentinels could not be read to their end: \(failure)", status: .unreachable)
    }
    guard hasReached else {
      throw CommandFailure(
        "the sentinels' topic could not be read to its end in time"
          + (sightings.trouble.map { ": \($0)" } ?? ""),
        hint: "'cdcwatch drill resume \(stage.folder.run)' looks again", status: .unreachable)
    }
    var history = SentinelHistory(
      ledger: try activity.ledger(), log: log, arrivals: sightings.arrivals,
      gaps: sightings.positions.gaps, start: span.start, fence: fence, marks: marks,
      continuation: continuation(demand))
    history.readSince = demand.readSince.flatMap { record.steps[$0]?.started }
    return history
  }

  private var span: ProofSpan { ProofSpan(of: step, in: stage.steps, record: record) }

  private var marks: [SentinelHistory.MarkedStep] {
    span.steps.compactMap { step in
      guard let mark = step.marks, let known = record.steps[step.id] else { return nil }
      return SentinelHistory.MarkedStep(
        mark: mark, step: step.id, start: known.started, done: known.ended)
    }
  }

  private func continuation(_ demand: ProofDemand) -> SentinelHistory.Continuation? {
    guard let step = demand.continuesFrom,
      let read = record.detail(of: Effect.readBack.name, in: step)
    else { return nil }
    var ends: [Int32: Int64] = [:]
    for member in read["ends"]?.members ?? [] {
      guard let partition = Int32(member.name) else { continue }
      ends[partition] = member.value.integerValue
    }
    return SentinelHistory.Continuation(
      wasReadBack: true,
      goesOn: record.detail(of: Effect.goesOn.name, in: step)?["continues"]?.boolValue, ends: ends)
  }

  // MARK: The recovery's time

  private func outages(_ history: SentinelHistory) -> [(step: String, time: RecoveryTime)] {
    span.steps.filter { $0.marks == .disaster }.compactMap { step in
      guard let known = record.steps[step.id] else { return nil }
      let start =
        JournaledMoment.of(known.done.first?.detail, "began") ?? Self.moment(known.started)
      let done =
        JournaledMoment.of(known.done.last?.detail, "ended") ?? known.ended.map(Self.moment)
      let outage = OutageSight.first(
        after: start, until: activity.clock.moment, log: history.log, arrivals: history.arrivals)
      let disaster = RecoveryTime.Disaster(
        step: step.id, start: start, done: done, outage: outage)
      return (
        step.id,
        RecoveryTime(
          disaster, log: history.log, ledger: history.ledger, arrivals: history.arrivals)
      )
    }
  }

  private static func moment(_ time: Timestamp) -> DrillMoment {
    DrillMoment(wall: time, elapsed: nil, sitting: time)
  }

  // MARK: The result

  private func result(
    of proof: SentinelProof, _ outages: [(step: String, time: RecoveryTime)]
  ) -> EffectResult {
    let word: ProofWord =
      switch proof.verdict {
      case .holds: .holds
      case .lost: .lost
      case .notProved, .notArrived: .notProved
      }
    let isLate = outages.contains { outage in
      guard let target = stage.targets.time, let time = outage.time.duration else { return false }
      return time > target
    }
    var findings = proof.findings
    if isLate { findings.append("the recovery took longer than its target") }
    var detail: [JSONValue.Member] = [
      .init(name: "sentinels", value: ProofDocument.counts(proof.reckoning.counts)),
      .init(name: "outages", value: .array(outages.map(ProofDocument.outage))),
      .init(name: "rpo", value: ProofDocument.point(proof)),
      .init(
        name: "lost", value: .array(proof.losses.prefix(Self.shown).map(ProofDocument.loss))),
    ]
    if proof.verdict != .holds {
      let why = proof.objections.map(\.description).joined(separator: "; ")
      detail.append(.init(name: "why", value: .string(why)))
    }
    if isLate { detail.append(.init(name: "over_target", value: .bool(true))) }
    return EffectResult(detail: detail, findings: findings, proof: word)
  }
}
