/// How much lies between an offset and the position that decides about it.
///
/// For RESUME it is what is still to be read, for REPLAY what comes again, for WILL_SKIP what is
/// missing, for WILL_REFUSE how much of the log before the oldest that is left.
public struct VerdictDistance: Sendable, Hashable {
  /// Bytes of the log; nil where they are not known.
  public var bytes: Int64?
  /// Transactions; nil where they are not known.
  public var transactions: UInt64?
  /// Seconds between the offset's last event and now, by the database's clock; nil as above.
  public var seconds: Double?

  /// A distance; nil for what is not known.
  public init(bytes: Int64? = nil, transactions: UInt64? = nil, seconds: Double? = nil) {
    self.bytes = bytes
    self.transactions = transactions
    self.seconds = seconds
  }
}
