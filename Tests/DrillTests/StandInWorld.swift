import Debezium
import Drill
import JSON
import Runtime

/// A world in memory that a drill acts on, and that lives on when a runner dies.
final class StandInWorld {
  /// What was done, in order, `step/effect`.
  var performed: [String] = []
  /// Steps that fail, with what they say.
  var failures: [String: StepFailure] = [:]
  /// What an effect's result is.
  var results: [String: EffectResult] = [:]
  /// Of which nothing tells whether they were done.
  var untold: Set<String> = []
  var isStopped = false
  /// The runner is dead: nothing is done any more.
  var isDead = false
  /// How many calls until the runner dies in the middle of one; nil for never.
  var callsLeft: Int?
  var ownEffects: [Effect] = [
    Effect("table", afterCrash: .again), Effect("connector", afterCrash: .look),
  ]
  var clock = Timestamp(milliseconds: 1_700_000_000_000)

  /// What the journal is told before an effect is done, by `step/effect`.
  var preparations: [String: [JSONValue.Member]] = [:]
  /// What the journal had of an effect's beginning when the world was looked at.
  var looked: [String: [JSONValue.Member]] = [:]
  /// How long the runner waited, each time.
  var waits: [Duration] = []

  func count(_ name: String) -> Int { performed.count { $0 == name } }
}

/// A runner's hold on the world.
struct StandIn: DrillWorld {
  let world: StandInWorld

  func effects(ofOwn action: StepAction) -> [Effect] {
    if case .setup = action { return world.ownEffects }
    return world.ownEffects.reversed().map { Effect("remove-\($0.name)", afterCrash: .again) }
  }

  mutating func prepare(
    _ effect: Effect, of step: DrillStep, record: RunRecord
  ) throws(StepFailure) -> [JSONValue.Member] {
    world.preparations["\(step.id)/\(effect.name)"] ?? []
  }

  mutating func perform(
    _ effect: Effect, of step: DrillStep, record: RunRecord, deadline: Deadline
  ) throws(StepFailure) -> EffectResult {
    let name = "\(step.id)/\(effect.name)"
    if let calls = world.callsLeft {
      world.callsLeft = calls - 1
      // It dies before it has done anything, or (below) after.
      if calls == 0 { world.isDead = true }
    }
    guard !world.isDead else { throw StepFailure(.interrupted, "dead", hint: "") }
    if let failure = world.failures[step.id] { throw failure }
    world.performed.append(name)
    if world.callsLeft == 0 {
      world.isDead = true
      throw StepFailure(.interrupted, "dead", hint: "")
    }
    return world.results[name] ?? EffectResult()
  }

  mutating func standing(
    of effect: Effect, of step: DrillStep, record: RunRecord, deadline: Deadline
  ) -> Standing {
    let name = "\(step.id)/\(effect.name)"
    world.looked[name] = record.steps[step.id]?.open?.detail
    if world.untold.contains(name) { return .cannotTell("it leaves nothing") }
    return world.performed.contains(name) ? .done(world.results[name] ?? EffectResult()) : .notDone
  }

  var isStopped: Bool { world.isStopped || world.isDead }
  var now: Timestamp { world.clock }

  mutating func wait(until time: Timestamp) throws(StepFailure) {
    guard !isStopped else { throw StepFailure(.interrupted, "asked to stop", hint: "") }
    world.waits.append(time - world.clock)
    world.clock = max(time, world.clock)
  }
}

/// A disk that can be full, or be cut off in the middle of a line.
final class StandInDisk {
  var bytes: [UInt8] = []
  /// How many lines fit; nil for as many as come.
  var linesLeft: Int?
  /// Whether half of the line that does not fit is on the disk.
  var tearsLine = false
}

struct DiskStore: JournalStore {
  let disk: StandInDisk

  mutating func append(_ bytes: [UInt8]) throws(RuntimeError) {
    if let left = disk.linesLeft {
      guard left > 0 else {
        if disk.tearsLine {
          disk.bytes += bytes.prefix(bytes.count / 2)
          disk.tearsLine = false
        }
        throw .cannotWrite(reason: "no space left")
      }
      disk.linesLeft = left - 1
    }
    disk.bytes += bytes
  }
}
