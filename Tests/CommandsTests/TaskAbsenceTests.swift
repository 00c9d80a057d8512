import JSON
import KafkaConnect
import Testing

@testable import Commands

/// Whether a task may live, by what was seen.
@Suite struct TaskAbsenceTests {
  private static func status(_ state: String, tasks: [String]) throws -> ConnectorStatus {
    let tasks = tasks.enumerated().map {
      #"{"id":\#($0.offset),"state":"\#($0.element)","worker_id":"w:8083"}"#
    }
    return try #require(
      ConnectorStatus(
        json: JSONValue.parse(
          #"{"name":"shop","connector":{"state":"\#(state)","worker_id":"w:8083"},"tasks":[\#(tasks.joined(separator: ","))]}"#
        )))
  }

  private static func absence(
    _ rest: TaskAbsence.Rest, workers: [TaskAbsence.Worker] = [], words: [String] = [],
    isToldOf: Bool = true
  ) -> TaskAbsence {
    TaskAbsence(
      connector: "shop", rest: rest, workers: workers,
      words: words.enumerated().map {
        TaskAbsence.TaskWord(
          topic: "connect-status", task: String($0.offset), state: ConnectorState($0.element),
          worker: "w:8083")
      }, isToldOf: isToldOf)
  }

  /// An assignment as Connect 4.3 writes it: version 2, no error, the leader, and these tasks.
  private static func worker(_ tasks: [(String, [Int32])]) -> TaskAbsence.Worker {
    TaskAbsence.Worker(
      group: "connect", host: "10.0.0.5",
      assignment: WorkerAssignment(WorkerAssignmentTests.bytes(tasks)))
  }

  @Test(arguments: [
    ("STOPPED", [], true), ("STOPPED", ["RUNNING"], false), ("RUNNING", ["RUNNING"], false),
    ("RUNNING", [], false), ("PAUSED", ["PAUSED"], false), ("FAILED", ["FAILED"], false),
  ])
  func `a connector that Connect has is proved by STOPPED and no task alone`(
    state: String, tasks: [String], isProved: Bool
  ) throws {
    let status = try Self.status(state, tasks: tasks)
    let absence = Self.absence(.connector(status), words: ["RUNNING"])
    #expect(absence.objections.isEmpty == isProved)
    #expect(absence.doubts.isEmpty)
    #expect(absence.hint.contains("a pause does not") == (state == "PAUSED"))
  }

  @Test func `Connect is believed that it has no such connector, unless a worker has a task of it`()
  {
    #expect(Self.absence(.noConnector, workers: [Self.worker([("other", [0])])]).objections == [])
    let elsewhere = Self.absence(.noConnector, workers: [Self.worker([("shop", [0, 1])])])
    #expect(
      elsewhere.objections
        == ["a worker lives in the group 'connect', at 10.0.0.5, with 2 tasks of 'shop'"])
    let unread = TaskAbsence.Worker(group: "g", host: "h", assignment: nil)
    #expect(Self.absence(.noConnector, workers: [unread]).objections.count == 1)
  }

  @Test func `without Connect every worker that lives is too many`() {
    let absence = Self.absence(.silent("x"), workers: [Self.worker([("other", [0])])])
    #expect(
      absence.objections == [
        "x; a worker lives in the group 'connect', at 10.0.0.5, with no task of 'shop' just now"
      ])
  }

  @Test(arguments: [
    ([], 0), (["UNASSIGNED", "FAILED", "DESTROYED", "STOPPED"], 0),
    (["UNASSIGNED", "RUNNING"], 1), (["PAUSED", "RESTARTING", "SOMETHING_NEW"], 3),
  ])
  func `a worker that left without a word is doubted`(words: [String], count: Int) {
    let absence = Self.absence(.silent("x"), words: words)
    #expect(absence.objections == [])
    #expect(absence.doubts.count == count)
    #expect(Self.absence(.noConnector, words: words).doubts.count == count)
  }

  @Test func `what Kafka hides from a user proves nothing`() {
    let hidden = Self.absence(.silent("x"), isToldOf: false)
    #expect(hidden.objections == [])
    #expect(hidden.doubts.first?.hasPrefix("no status topic tells of 'shop'") == true)
    #expect(hidden.hint.contains("--force status-topic"))
    #expect(Self.absence(.noConnector, isToldOf: false).doubts == [])
  }
}

@Suite struct WorkerAssignmentTests {
  static func bytes(_ tasks: [(String, [Int32])]) -> [UInt8] {
    func number(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    func text(_ text: String) -> [UInt8] { number(text.utf8.count, 2) + Array(text.utf8) }
    var bytes = number(2, 2) + number(0, 2) + text("leader-1") + text("http://w:8083/")
    bytes += number(42, 8) + number(tasks.count, 4)
    for (name, numbers) in tasks {
      bytes += text(name) + number(numbers.count, 4) + numbers.flatMap { number(Int($0), 4) }
    }
    return bytes + number(-1, 4) + number(0, 4)
  }

  @Test func `tasks are read, and -1 is the connector itself`() throws {
    let assignment = try #require(
      WorkerAssignment(Self.bytes([("shop", [-1]), ("shop", [0, 7]), ("å", [])])))
    #expect(assignment.tasks == ["shop": [0, 7], "å": []])
    #expect(WorkerAssignment([])?.tasks == [:])
  }

  @Test func `bytes that are cut anywhere, or say anything, never trap`() {
    let whole = Self.bytes([("shop", [-1, 0]), ("other", [3])])
    for end in 1..<(whole.count - 8) { #expect(WorkerAssignment(Array(whole[..<end])) == nil) }
    for index in whole.indices {
      for value in [0, 1, 0x7f, 0x80, 0xff] as [UInt8] {
        var bytes = whole
        bytes[index] = value
        _ = WorkerAssignment(bytes)
      }
    }
  }

  @Test(arguments: [
    ("3.5.2", true), ("3.6.0", false), ("2.8.1-cp1", true), ("4.3.0", false), ("7", false),
    ("unknown", false), ("3.10.0", false), ("7.5.1-ccs", true), ("7.6.0-ce", false),
  ])
  func `a Connect before 3.6 cannot write offsets`(version: String, isTooOld: Bool) {
    #expect((ConnectVersion(version)?.canAlterOffsets == false) == isTooOld)
  }
}
