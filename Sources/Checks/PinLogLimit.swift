internal import Databases

/// How much of a server's log a copy of a slot may hold back.
public enum PinLogLimit: Sendable, Hashable {
  /// So many bytes, as somebody said.
  case bytes(Int64)
  /// What nobody said: ``usualBytes``, or what the server itself allows where that is less.
  case usual
  /// As much as there is.
  case none

  /// 10 GiB: copies that are forgotten fill no disk of a server that is worth a backup.
  public static let usualBytes: Int64 = 10 << 30

  /// The bytes, and where they come from; nil where there is no limit.
  func bytes(in inventory: SlotInventory) -> (count: Int64, origin: String)? {
    switch self {
    case .bytes(let count): (count, "--wal-limit")
    case .none: nil
    case .usual:
      if let kept = inventory.keptLog, kept < Self.usualBytes {
        (kept, "the server's max_slot_wal_keep_size")
      } else {
        (Self.usualBytes, "the 10GiB that count without --wal-limit")
      }
    }
  }

  /// Why a slot that holds back so many bytes is too much, as the end of a sentence; nil when it is
  /// not.
  func objection(to bytes: Int64, in inventory: SlotInventory) -> String? {
    guard let limit = self.bytes(in: inventory), bytes > limit.count else { return nil }
    return "holds back \(bytes) bytes of the log, more than \(limit.origin)"
  }
}
