import Drill
import JSON
import Runtime
import Testing

@Suite struct DrillRunnerTests {
  typealias Runner = DrillRunner<StandIn, DiskStore>

  /// A drill of every kind of step.
  static let steps: [DrillStep] = {
    func step(_ id: String, _ action: StepAction, _ marks: StepMark? = nil) -> DrillStep {
      var step = DrillStep(id: id, action: action)
      step.marks = marks
      return step
    }
    let place = DrillText(literal: "/archive/run")
    var restore = OffsetDeed(.restore(place))
    restore.resumes = true
    var statement = StatementDeed(database: place, statement: place)
    statement.writes = true
    return [
      step("setup", .setup),
      step("healthy", .wait([Condition(.connector, DrillText(literal: "RUNNING"))])),
      step("stop", .connector(.stop)),
      step("backup", .offsets(OffsetDeed(.backup(place)))),
      step("row", .sql(statement)),
      step("disaster", .connector(.delete(withOffsets: true)), .disaster),
      step("kill", .exec(ProgramDeed(words: [place]))),
      step("back", .connector(.create(from: place, state: .stopped, restores: false))),
      step("restore", .offsets(restore)),
      step("again", .connector(.restart)),
      step("look", .confirm(text: place, word: place)),
      step("proof", .sentinel(ProofDemand(within: .seconds(1))), .recovered),
      step("teardown", .teardown),
    ]
  }()

  static func runner(
    _ world: StandInWorld, _ disk: StandInDisk, subject: DrillSubject = .shadow,
    steps: [DrillStep] = steps,
    opening: [JSONValue.Member] = [.init(name: "drill", value: .string("every-kind"))]
  ) throws -> Runner {
    let found = try Journal.read(disk.bytes)
    disk.bytes = Array(disk.bytes.prefix(found.wholeBytes))
    var runner = Runner(
      steps: steps, subject: subject, journal: found.journal, store: DiskStore(disk: disk),
      world: StandIn(world: world))
    if found.journal.lines.isEmpty {
      try runner.open(opening)
    } else {
      try runner.takeUp()
    }
    return runner
  }

  static let everything = [
    "setup/table", "setup/connector", "healthy/observe", "stop/stop", "backup/backup",
    "row/statement", "disaster/stop", "disaster/forget-offsets", "disaster/delete", "kill/program",
    "back/create", "restore/stop", "restore/safety-copy", "restore/write", "restore/read-back",
    "restore/resume", "restore/goes-on", "again/restart", "look/word", "proof/prove",
    "teardown/remove-connector", "teardown/remove-table",
  ]

  @Test func `every step is done once, in order, and the journal says so`() throws {
    let (world, disk) = (StandInWorld(), StandInDisk())
    var runner = try Self.runner(world, disk)
    let end = runner.run()
    #expect(end.result == .proved && end.status == 0)
    #expect(world.performed == Self.everything)
    let journal = try Journal.read(disk.bytes).journal
    #expect(journal.lines.last?.text("result") == "proved")
    #expect(journal.lines.filter { $0.event == .intent }.count == Self.everything.count)
    #expect(journal.lastHash == runner.lastHash)
  }

  /// What must not be done twice: the world tells of it.
  static let once = [
    "setup/connector", "row/statement", "kill/program", "back/create", "restore/write",
    "again/restart",
  ]

  @Test(arguments: [false, true], [false, true])
  func
    `a runner that dies at any line or call is taken up, and nothing is done twice that must not`(
      dies: Bool, tears: Bool
    ) throws
  {
    // Two lines an effect and two a step, and the first and last.
    for moment in 1..<(Self.everything.count * 2 + Self.steps.count * 2 + 2) {
      let (world, disk) = (StandInWorld(), StandInDisk())
      if dies {
        world.callsLeft = moment
      } else {
        disk.linesLeft = moment
        disk.tearsLine = tears
      }
      var first = try Self.runner(world, disk)
      let end = first.run()
      let acknowledged = first.record
      (world.callsLeft, world.isDead, disk.linesLeft) = (nil, false, nil)
      guard end.result != .proved else { continue }
      var second = try Self.runner(world, disk)
      #expect(second.run().result == .proved, "after \(moment)")
      for name in Self.once { #expect(world.count(name) == 1, "\(name) after \(moment)") }
      #expect(Set(world.performed) == Set(Self.everything))
      for (id, step) in acknowledged.steps where step.outcome == .done {
        #expect(second.record.isDone(id), "\(id) after \(moment)")
      }
      #expect(try Journal.read(disk.bytes).tornBytes == 0)
    }
  }

  @Test(arguments: [("row", "statement"), ("kill", "program")])
  func `what nothing tells of waits for a person's word, before the disaster and behind it`(
    step: String, effect: String
  ) throws {
    let whole = StandInDisk()
    var undisturbed = try Self.runner(StandInWorld(), whole)
    _ = undisturbed.run()
    let lines = try Journal.read(whole.bytes).journal.lines
    let intent = try #require(lines.firstIndex { $0.effect == effect && $0.event == .intent })
    for answer in [Runner.Answer.done, .again] {
      let (world, disk) = (StandInWorld(), StandInDisk())
      world.untold = ["\(step)/\(effect)"]
      disk.linesLeft = intent + 1
      var first = try Self.runner(world, disk)
      _ = first.run()
      #expect(first.record.steps[step]?.open?.name == effect)
      disk.linesLeft = nil
      var second = try Self.runner(world, disk)
      let end = second.run()
      #expect(end.result == .halfWay && end.status == 7 && end.step == step)
      #expect(end.hint.contains("--step-done \(step)"))
      var third = try Self.runner(world, disk)
      third.answers = [step: answer]
      #expect(third.run().result == .proved)
      #expect(world.count("\(step)/\(effect)") == (answer == .done ? 1 : 2))
    }
  }

  @Test func `a check that fails before the disaster undoes what was done, and is a refusal`()
    throws
  {
    for subject in DrillSubject.allCases {
      let (world, disk) = (StandInWorld(), StandInDisk())
      world.failures["backup"] = StepFailure(.check, "no", hint: "do")
      var runner = try Self.runner(world, disk, subject: subject)
      let end = runner.run()
      #expect(end.result == .refused && end.status == 2 && end.step == "backup")
      let undone = subject == .live ? ["stop/resume"] : []
      #expect(
        Array(world.performed.dropFirst(4))
          == undone + ["teardown/remove-connector", "teardown/remove-table"])
    }
  }

  @Test func `a rule of safety before the disaster is a refusal with 6`() throws {
    let (world, disk) = (StandInWorld(), StandInDisk())
    world.failures["healthy"] = StepFailure(.safety, "no", hint: "do")
    var runner = try Self.runner(world, disk)
    #expect(runner.run().status == 6)
  }

  @Test func `a failure from the disaster on keeps everything, and goes on later`() throws {
    let (world, disk) = (StandInWorld(), StandInDisk())
    world.failures["restore"] = StepFailure(.failed, "gone", hint: "look")
    var runner = try Self.runner(world, disk)
    let end = runner.run()
    #expect(end.result == .halfWay && end.status == 7 && end.reason == "gone")
    #expect(!world.performed.contains { $0.hasPrefix("teardown") })
    world.failures = [:]
    var second = try Self.runner(world, disk)
    #expect(second.run().result == .proved)
    #expect(world.performed == Self.everything)
  }

  @Test func `an abort undoes the live subject in reverse, and is an end`() throws {
    let (world, disk) = (StandInWorld(), StandInDisk())
    world.failures["restore"] = StepFailure(.failed, "gone", hint: "look")
    var steps = Self.steps
    let place = DrillText(literal: "/archive/run")
    steps[5].undo = .action(.connector(.create(from: place, state: .stopped, restores: true)))
    var runner = try Self.runner(world, disk, subject: .live, steps: steps)
    _ = runner.run()
    let before = world.performed.count
    var second = try Self.runner(world, disk, subject: .live, steps: steps)
    #expect(second.abort().result == .aborted)
    #expect(
      Array(world.performed.dropFirst(before)) == [
        "disaster/create", "disaster/write", "disaster/read-back", "stop/resume",
        "teardown/remove-connector", "teardown/remove-table",
      ])
  }

  @Test func `a proof that does not hold keeps everything, and is taken again`() throws {
    let (world, disk) = (StandInWorld(), StandInDisk())
    world.results["proof/prove"] = EffectResult(
      detail: [.init(name: "why", value: .string("2 changes are lost"))], proof: .lost)
    var runner = try Self.runner(world, disk)
    let end = runner.run()
    #expect(end.result == .lost && end.status == 8 && end.reason == "2 changes are lost")
    #expect(!world.performed.contains { $0.hasPrefix("teardown") })
    world.results["proof/prove"] = EffectResult(proof: .holds)
    var second = try Self.runner(world, disk)
    #expect(second.run().result == .proved)
  }

  @Test func `a step over its budget is a finding, and the run is over its target`() throws {
    let (world, disk) = (StandInWorld(), StandInDisk())
    var steps = Self.steps
    steps[2].budget = .nanoseconds(1)
    var runner = try Self.runner(world, disk, steps: steps)
    #expect(runner.run().status == 3)
    #expect(runner.record.findings.first?.hasPrefix("'stop' took ") == true)
  }

  @Test func `a failed step that may be passed over is a finding`() throws {
    let (world, disk) = (StandInWorld(), StandInDisk())
    var steps = Self.steps
    steps[9].onFailure = .continue
    world.failures["again"] = StepFailure(.failed, "no", hint: "")
    var runner = try Self.runner(world, disk, steps: steps)
    #expect(runner.run().result == .proved)
    #expect(runner.record.findings == ["'again' failed: no"])
  }
}
