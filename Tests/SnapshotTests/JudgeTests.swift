import Debezium
import Snapshot
import Testing

private let asksForT1 = #"{"data-collections":["public.t1"],"type":"incremental"}"#

@Suite struct UnansweredSignalTests {
  @Test(
    arguments: [
      (.table, 0, .requested), (.table, 30, .requested), (.table, 31, .unanswered),
      (.kafka, 31, .requested), (.kafka, 60, .requested), (.kafka, 61, .unanswered),
    ] as [(SignalEntry.Channel, Int, SnapshotState)])
  func `a signal is REQUESTED until its answer is overdue`(
    channel: SignalEntry.Channel, seconds: Int, state: SnapshotState
  ) throws {
    var facts = Facts()
    try facts.signal(asksForT1, channel: channel)
    let reading = facts.reading(after: .seconds(seconds))
    #expect(reading.state == state)
    #expect(reading.id == "adhoc-1")
    #expect(reading.kind == .incremental)
    #expect(reading.reads == nil)
    #expect(reading.sources == .signals)
  }

  @Test func `the words of both states`() throws {
    var facts = Facts()
    try facts.signal(asksForT1)
    #expect(facts.reading(after: .seconds(3)).cause == "signal 'adhoc-1' has no answer yet")
    #expect(facts.reading(after: .seconds(3)).next == nil)
    let late = facts.reading(after: .seconds(45))
    #expect(late.cause == "signal 'adhoc-1' was captured 45 s ago and nothing answered it")
    #expect(late.next == "cdcwatch connector status shop-connector")
  }

  @Test(
    arguments: [
      (.seconds(5), nil, .seconds(30)), (.seconds(10), nil, .seconds(40)),
      (.seconds(60), nil, .seconds(240)), (.seconds(60), .seconds(7), .seconds(7)),
      (.seconds(5), .seconds(100), .seconds(100)),
    ] as [(Duration, Duration?, Duration)])
  func `patience is four poll intervals and at least 30 s, unless it is set`(
    interval: Duration, own: Duration?, patience: Duration
  ) throws {
    var facts = Facts {
      $0.signalPollInterval = interval
      $0.unansweredAfter = own
    }
    try facts.signal(asksForT1)
    #expect(facts.reading(after: patience).state == .requested)
    #expect(facts.reading(after: patience + .milliseconds(1)).state == .unanswered)
  }

  @Test func `a failed task is why a signal has no answer`() throws {
    var facts = Facts()
    try facts.signal(asksForT1)
    facts.tracker.status(
      ConnectorTaskState(state: .failed, reason: "org.postgresql.util.PSQLException: gone"))
    let reading = facts.reading(after: .seconds(1))
    #expect(reading.state == .failed)
    #expect(reading.cause == "org.postgresql.util.PSQLException: gone")
    #expect(reading.next == "cdcwatch connector status shop-connector")
  }

  @Test func `a signal for another table, or of no use, asks for nothing here`() throws {
    var facts = Facts()
    try facts.signal(#"{"data-collections":["public.t2"],"type":"incremental"}"#)
    #expect(facts.reading(after: .seconds(100)).state == .unknown)
    try facts.signal(#"{"data-collections":["public.t1"],"type":"bogus"}"#, id: "bad")
    let reading = facts.reading(after: .seconds(100))
    #expect(reading.state == .unknown)
    #expect(reading.warnings.count == 1)
    #expect(reading.warnings.first?.hasPrefix("signal 'bad' (execute-snapshot) cannot") == true)
  }

  @Test func `a blocking request says so`() throws {
    var facts = Facts()
    try facts.signal(#"{"data-collections":["public.t1"],"type":"BLOCKING"}"#)
    #expect(facts.reading(after: .seconds(1)).kind == .blocking)
  }

  @Test func `rows answer a signal`() throws {
    var facts = Facts()
    try facts.signal(asksForT1)
    facts.read(.incremental, after: .seconds(6))
    let reading = facts.reading(after: .seconds(7))
    #expect(reading.state == .running)
    #expect(reading.id == "adhoc-1")
  }
}

@Suite struct FailedTaskTests {
  @Test func `a task that failed while rows were read is FAILED with its reason`() {
    var facts = Facts()
    facts.read(.incremental, after: .seconds(1))
    facts.tracker.status(ConnectorTaskState(state: .failed, reason: "boom"))
    let reading = facts.reading(after: .seconds(2))
    #expect(reading.state == .failed)
    #expect(reading.cause == "boom")
    #expect(reading.next == "cdcwatch connector status shop-connector")
  }

  @Test func `a task that runs again, or of which nothing is known, is not FAILED`() {
    var facts = Facts()
    facts.read(.incremental, after: .seconds(1))
    facts.tracker.status(ConnectorTaskState(state: .failed))
    #expect(facts.reading(after: .seconds(2)).cause == "the connector's task has failed")
    facts.tracker.status(ConnectorTaskState(state: .running))
    #expect(facts.reading(after: .seconds(2)).state == .running)
    facts.tracker.status(nil)
    #expect(facts.reading(after: .seconds(2)).state == .running)
  }
}

/// Offsets in the form of Debezium 2.5, made by hand after the version map of its documentation;
/// none of them was recorded.
@Suite struct OldOffsetTests {
  private static let underWay = #"{"last_snapshot_record":false,"lsn":100,"snapshot":true}"#
  private static let streaming = #"{"lsn":200,"lsn_proc":200,"lsn_commit":190,"ts_usec":1}"#

  @Test func `an initial snapshot without snapshot_completed is under way until it is gone`() throws
  {
    var facts = Facts()
    facts.read(.first, after: .seconds(1))
    try facts.offset(Self.underWay, after: .seconds(2))
    facts.read(.true, after: .seconds(3), fingerprint: 2)
    let during = facts.reading(after: .seconds(4))
    #expect(during.kind == .initial)
    #expect(during.state == .running)
    #expect(during.sources.contains(.offsets))
    try facts.offset(Self.streaming, after: .seconds(10))
    #expect(facts.reading(after: .seconds(11)).state == .completed)
  }

  @Test func `offsets that only stream tell of no snapshot`() throws {
    var facts = Facts()
    try facts.offset(Self.streaming, after: .seconds(1))
    let reading = facts.reading(after: .seconds(2))
    #expect(reading.kind == .none)
    #expect(reading.state == .none)
  }
}
