import JSON
import Runtime
import Testing

@testable import Drill

@Suite struct IdentityRulesTests {
  static let start = RunIdentity(
    cluster: "kafka-1", writer: "server uuid a",
    connector: .there(["table.include.list": "shop.orders", "tasks.max": "1"]))

  /// What a run finds that is another one in one respect.
  static func found(_ change: (inout RunIdentity) -> Void) -> RunIdentity {
    var found = start
    change(&found)
    return found
  }

  static func step(
    _ id: String, _ action: StepAction, changes: Set<ChangedThing> = []
  ) -> DrillStep {
    var step = DrillStep(id: id, action: action)
    step.changes = changes
    return step
  }

  static let place = DrillText(literal: "/archive/run")
  static let steps = [
    step("stop", .connector(.stop)),
    step("promote", .exec(ProgramDeed(words: [place])), changes: [.database]),
    step("delete", .connector(.delete(withOffsets: true))),
    step("back", .connector(.create(from: place, state: .stopped, restores: false))),
    step("other", .confirm(text: place, word: place), changes: [.cluster, .config]),
  ]

  /// A record in which these steps were begun or done, in this order; `resumed` is a resumption that
  /// found that identity.
  enum Event {
    case begun(String)
    case done(String)
    case resumed(RunIdentity?)
  }

  static func record(_ events: [Event]) throws -> RunRecord {
    var journal = Journal()
    let time = Timestamp(milliseconds: 1)
    for event in events {
      switch event {
      case .begun(let id): _ = try journal.append(.started, step: id, at: time)
      case .done(let id):
        _ = try journal.append(.started, step: id, at: time)
        _ = try journal.append(.done, step: id, at: time)
      case .resumed(let identity):
        var detail = [JSONValue.Member(name: "note", value: .string(RunRecord.resumed))]
        if let identity {
          detail.append(.init(name: RunRecord.identityName, value: identity.document))
        }
        _ = try journal.append(.note, detail: detail, at: time)
      }
    }
    return RunRecord(journal.lines)
  }

  static func differences(
    _ events: [Event], _ found: RunIdentity, subject: DrillSubject = .live
  ) throws -> [String] {
    IdentityRules(start: start, record: try record(events), steps: steps, subject: subject)
      .differences(from: found).map(\.text)
  }

  @Test func `what is the same is no difference, and what was never known is none either`() throws {
    #expect(try Self.differences([], Self.start) == [])
    let unknown = RunIdentity(cluster: nil, writer: nil, connector: .notKnown)
    let rules = IdentityRules(
      start: unknown, record: RunRecord(), steps: Self.steps, subject: .live)
    #expect(rules.differences(from: Self.start) == [])
  }

  @Test func `each thing that is another one is told with both values`() throws {
    let found = RunIdentity(
      cluster: "kafka-2", writer: "server uuid b",
      connector: .there(["table.include.list": "shop.items", "poll.interval.ms": "7"]))
    #expect(
      try Self.differences([.done("stop")], found) == [
        "the Kafka cluster was 'kafka-1', and is 'kafka-2'",
        "the database's writer was 'server uuid a', and is 'server uuid b'",
        "the connector's configuration is another one: 'poll.interval.ms' was not shown, and is '7';"
          + " 'table.include.list' was 'shop.orders', and is 'shop.items'; 'tasks.max' was '1', and is"
          + " not shown",
      ])
    let gone = Self.found { ($0.cluster, $0.writer) = (nil, nil) }
    #expect(
      try Self.differences([], gone) == [
        "the Kafka cluster was 'kafka-1', and is not known now",
        "the database's writer was 'server uuid a', and is not known now",
      ])
  }

  @Test func `a difference is announced by a step that was begun, and by no other`() throws {
    let promoted = Self.found { $0.writer = "server uuid b" }
    #expect(try Self.differences([.done("stop")], promoted).count == 1)
    #expect(try Self.differences([.begun("promote")], promoted) == [])
    #expect(try Self.differences([.done("promote")], promoted) == [])
    // It may have happened, and need not.
    #expect(try Self.differences([.begun("promote")], Self.start) == [])
    let moved = Self.found { $0.cluster = "kafka-2" }
    #expect(try Self.differences([.done("promote")], moved).count == 1)
    #expect(try Self.differences([.done("other")], moved) == [])
  }

  @Test func `what a resumption found is what the next one holds against`() throws {
    let promoted = Self.found { $0.writer = "server uuid b" }
    let third = Self.found { $0.writer = "server uuid c" }
    let events: [Event] = [.done("promote"), .resumed(promoted)]
    #expect(try Self.differences(events, promoted) == [])
    #expect(
      try Self.differences(events, third) == [
        "the database's writer was 'server uuid b', and is 'server uuid c'"
      ])
    // Begun when it was taken up, it may still have changed things since.
    #expect(try Self.differences([.begun("promote"), .resumed(Self.start)], third) == [])
    // An older runner noted nothing.
    #expect(try Self.differences([.done("promote"), .resumed(nil)], third) == [])
  }

  @Test func `a live connector may be gone between its deletion and its making`() throws {
    let gone = Self.found { $0.connector = .absent }
    #expect(try Self.differences([.done("stop")], gone).count == 1)
    #expect(try Self.differences([.begun("delete")], gone) == [])
    #expect(try Self.differences([.done("delete")], gone) == [])
    #expect(try Self.differences([.done("delete"), .begun("back")], gone) == [])
    #expect(try Self.differences([.done("delete"), .done("back")], gone).count == 1)
    // A shadow's steps leave the live connector alone.
    #expect(try Self.differences([.done("delete")], gone, subject: .shadow).count == 1)
    let again = Self.found { $0.connector = .there(["tasks.max": "2"]) }
    let deleted: [Event] = [.done("delete"), .resumed(gone)]
    #expect(try Self.differences(deleted, again).count == 1)
    #expect(try Self.differences(deleted + [.begun("back")], again) == [])
  }

  @Test(arguments: [
    RunIdentity.Connector.notKnown, .absent, .there([:]), .there(["a": "", "b": "'\"\u{1}"]),
  ])
  func `an identity is the same when it is read again`(connector: RunIdentity.Connector) throws {
    for name in [nil, "", "x"] as [String?] {
      let identity = RunIdentity(cluster: name, writer: name, connector: connector)
      let read = try JSONValue.parse(Array(identity.document.text.utf8))
      #expect(RunIdentity(read) == identity)
    }
    #expect(RunIdentity(.string("x")) == nil)
  }
}
