public import Runtime

/// Everything that a proof is made of: what was written, what was acknowledged, what arrived.
///
/// The ledger has to be read after the last arrival, else a change may seem to be in the topic alone.
public struct SentinelHistory: Sendable, Hashable {
  /// The ledger as the database has it at the end.
  public var ledger: [SentinelLedgerRow]
  /// What the writer tried.
  public var log: SentinelLog
  /// The run's records of the topic, those of a partition in their order.
  public var arrivals: [SentinelArrival]
  /// What of the topic could not be read.
  public var gaps: [TopicGap]
  /// The first number that counts, when it is known from before; nil for that of the first arrival.
  public var start: Int?
  /// The number of the last sentinel, behind which nothing was written; nil for none.
  public var fence: Int?
  /// The steps that are marked, as they were done.
  public var marks: [MarkedStep]
  /// What is known of the step that the proof has to continue from; nil for nothing.
  public var continuation: Continuation?
  /// When the step began since which every row that lies still has to be read; nil for not begun.
  public var readSince: Timestamp?

  /// A step that is marked.
  public struct MarkedStep: Sendable, Hashable {
    /// Its mark.
    public var mark: StepMark
    /// Its name.
    public var step: String
    /// When it began.
    public var start: Timestamp
    /// When it was done; nil while it is not.
    public var done: Timestamp?

    /// A step; see the properties.
    public init(mark: StepMark, step: String, start: Timestamp, done: Timestamp?) {
      self.mark = mark
      self.step = step
      self.start = start
      self.done = done
    }
  }

  /// What is known of a step that wrote an offset.
  public struct Continuation: Sendable, Hashable {
    /// Whether the offset was read back as it was written, before the connector was resumed.
    public var wasReadBack: Bool
    /// Whether the first new offset goes on from it; nil when none has come.
    public var goesOn: Bool?
    /// The next offset of each partition of the sentinels' topic before the connector was resumed.
    public var ends: [Int32: Int64]

    /// What is known; see the properties.
    public init(wasReadBack: Bool, goesOn: Bool?, ends: [Int32: Int64]) {
      self.wasReadBack = wasReadBack
      self.goesOn = goesOn
      self.ends = ends
    }
  }

  /// A history; see the properties.
  public init(
    ledger: [SentinelLedgerRow], log: SentinelLog, arrivals: [SentinelArrival],
    gaps: [TopicGap] = [], start: Int? = nil, fence: Int?, marks: [MarkedStep] = [],
    continuation: Continuation? = nil
  ) {
    self.ledger = ledger
    self.log = log
    self.arrivals = arrivals
    self.gaps = gaps
    self.start = start
    self.fence = fence
    self.marks = marks
    self.continuation = continuation
  }

  /// The first number that counts: that of the first event that arrived.
  ///
  /// 1 where nothing arrived, or where something before that event is gone from its partition.
  public var countingStart: Int {
    if let start { return start }
    let first = arrivals.lazy.compactMap { arrival -> (SentinelArrival, Int)? in
      switch arrival.operation {
      case .event(.insert), .event(.update), .untold: arrival.number.map { (arrival, $0) }
      case .event(.delete), .read, .tombstone: nil
      }
    }.first
    guard let (arrival, number) = first else { return 1 }
    let isBehindGap = gaps.contains { gap in
      gap.partition != arrival.partition || gap.from <= arrival.offset
    }
    return isBehindGap ? 1 : number
  }
}
