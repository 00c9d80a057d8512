import JSON
import Runtime
import Testing

@testable import Drill

/// How long a runner waits for a change that Connect never answered.
@Suite struct ConnectPatienceTests {
  static let begin = Timestamp(milliseconds: 1_700_000_000_000)

  /// A run that died, or failed, in the middle of an effect.
  static func broken(
    at effect: String, of step: String, failing: StepFailure? = nil
  ) throws -> (StandInWorld, StandInDisk) {
    let whole = StandInDisk()
    var undisturbed = try DrillRunnerTests.runner(StandInWorld(), whole)
    _ = undisturbed.run()
    let lines = try Journal.read(whole.bytes).journal.lines
    let intent = try #require(
      lines.firstIndex { $0.effect == effect && $0.step == step && $0.event == .intent })
    let (world, disk) = (StandInWorld(), StandInDisk())
    if let failing {
      world.failures[step] = failing
    } else {
      disk.linesLeft = intent + 1
    }
    var first = try DrillRunnerTests.runner(world, disk)
    _ = first.run()
    (disk.linesLeft, world.failures) = (nil, [:])
    return (world, disk)
  }

  @Test(arguments: [
    ("delete", "disaster", true), ("create", "back", true), ("write", "restore", true),
    ("resume", "restore", true), ("restart", "again", true), ("observe", "healthy", false),
    ("backup", "backup", false), ("program", "kill", false), ("prove", "proof", false),
  ])
  func `an open change of Connect's is given the rest of 90 s before anything is looked at`(
    effect: String, step: String, waits: Bool
  ) throws {
    for elapsed in [0, 30, 89, 90, 100] {
      let (world, disk) = try Self.broken(at: effect, of: step)
      world.clock = Self.begin + .seconds(elapsed)
      var second = try DrillRunnerTests.runner(world, disk)
      #expect(second.run().result == .proved)
      #expect(world.waits == (waits && elapsed < 90 ? [.seconds(90 - elapsed)] : []))
      let notes = try Journal.read(disk.bytes).journal.lines.filter {
        $0.text("note") == RunRecord.waiting
      }
      #expect(notes.count == world.waits.count)
      #expect(notes.allSatisfy { $0.step == step && $0.text("effect") == effect })
    }
  }

  @Test func `a clock that was set back makes the wait no longer than 90 s`() throws {
    let (world, disk) = try Self.broken(at: "delete", of: "disaster")
    world.clock = Self.begin + .seconds(-5000)
    var second = try DrillRunnerTests.runner(world, disk)
    #expect(second.run().result == .proved)
    #expect(world.waits == [.seconds(90)])
  }

  @Test(arguments: [false, true])
  func `a change that failed with an answer is not waited for`(isUnanswered: Bool) throws {
    var failure = StepFailure(.failed, "no", hint: "")
    failure.isUnanswered = isUnanswered
    let (world, disk) = try Self.broken(at: "restart", of: "again", failing: failure)
    var second = try DrillRunnerTests.runner(world, disk)
    #expect(second.run().result == .proved)
    #expect(world.waits == (isUnanswered ? [.seconds(90)] : []))
  }

  @Test func `a person's word that it was done is not waited for`() throws {
    let (world, disk) = try Self.broken(at: "restart", of: "again")
    var second = try DrillRunnerTests.runner(world, disk)
    second.answers = ["again": .done]
    #expect(second.run().result == .proved)
    #expect(world.waits == [])
  }

  @Test func `an abort waits too, before it undoes anything`() throws {
    let (world, disk) = try Self.broken(at: "delete", of: "disaster")
    let before = world.performed.count
    var second = try DrillRunnerTests.runner(world, disk)
    #expect(second.abort().result == .aborted)
    #expect(world.waits == [.seconds(90)])
    #expect(world.performed.count > before)
  }

  @Test func `a runner that is asked to stop while it waits does nothing more`() throws {
    let (world, disk) = try Self.broken(at: "delete", of: "disaster")
    let before = world.performed
    world.isStopped = true
    var second = try DrillRunnerTests.runner(world, disk)
    #expect(second.run().result == .interrupted)
    #expect(world.performed == before)
  }

  @Test func `what an effect tells before it is done stands in its first line`() throws {
    let process = JSONValue.Member(name: "process", value: .integer(4711))
    let (world, disk) = (StandInWorld(), StandInDisk())
    world.preparations["kill/program"] = [process]
    world.callsLeft = 10
    var first = try DrillRunnerTests.runner(world, disk)
    _ = first.run()
    let line = try Journal.read(disk.bytes).journal.lines.last {
      $0.effect == "program" && $0.event == .intent
    }
    #expect(try #require(line).detail == [process])
    (world.callsLeft, world.isDead) = (nil, false)
    var second = try DrillRunnerTests.runner(world, disk)
    #expect(second.run().result == .proved)
    #expect(world.looked["kill/program"] == [process])
  }
}
