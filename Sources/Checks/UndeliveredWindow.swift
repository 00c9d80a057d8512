public import Debezium
public import Runtime

/// A stretch of PostgreSQL's log that a connector will not deliver, because its slot begins behind it.
public struct UndeliveredWindow: Sendable, Hashable {
  /// Up to where the connector had delivered; nil when nothing tells.
  public var start: LSN?
  /// Where the slot begins.
  public var end: LSN
  /// The database's time of the last event that was delivered; nil when nothing tells.
  public var since: Timestamp?
  /// The database's time now.
  public var until: Timestamp
  /// The transaction of the last event that was delivered; nil when nothing tells.
  public var transaction: Int64?
  /// Whether that transaction was delivered to its end.
  public var isTransactionWhole: Bool
  /// Whether the slot is made with the change.
  ///
  /// One that is there may have been the connector's all the time; then it has acknowledged what lies
  /// between, and the topics have lost the offsets that would show it.
  public var isOfNewSlot: Bool

  /// A window; see the properties.
  public init(
    start: LSN?, end: LSN, since: Timestamp?, until: Timestamp, transaction: Int64? = nil,
    isTransactionWhole: Bool = false, isOfNewSlot: Bool = true
  ) {
    self.start = start
    self.end = end
    self.since = since
    self.until = until
    self.transaction = transaction
    self.isTransactionWhole = isTransactionWhole
    self.isOfNewSlot = isOfNewSlot
  }

  /// The bytes of log between; nil without a start.
  ///
  /// Most of them may be of other tables.
  public var bytes: Int64? { start.map { $0.distance(to: end) } }

  /// What is missing, in one sentence without a full stop.
  public var words: String {
    guard let start, let bytes else {
      return "what was written before \(end) (\(until)) is not delivered, as far as it was not"
        + " before; nothing tells how far that is"
    }
    let begin = since.map { "\(start) (\($0))" } ?? "\(start)"
    let verb =
      isOfNewSlot
      ? "is not delivered"
      : "is not delivered unless the slot has been the connector's all the time"
    return "what was written between \(begin) and \(end) (\(until)) \(verb): at most \(bytes)"
      + " bytes of log"
  }
}
