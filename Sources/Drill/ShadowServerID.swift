/// A `server.id` for a shadow on MySQL or MariaDB, which has to be nobody else's: a server throws out
/// the older of two readers with one id, and both then come again and again.
public enum ShadowServerID {
  /// Kept free beside each id: a connector of several tasks counts up from its own by
  /// `database.server.id.offset`, 10000 unless set.
  private static let distance: UInt32 = 10_000

  /// Where the ids of shadows lie, within the 32 bits that MySQL takes.
  private static let range: ClosedRange<UInt32> = 1_000_000_000...1_999_999_999

  /// An id that is neither in `taken` nor 10000 above one; the same for the same run as long as it is
  /// free.
  public static func free(for run: String, taken: Set<UInt32>) -> UInt32 {
    let blocked = taken.union(taken.map { $0 &+ distance })
    let count = range.upperBound - range.lowerBound + 1
    var candidate = run.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    candidate %= count
    while blocked.contains(range.lowerBound + candidate) { candidate = (candidate + 1) % count }
    return range.lowerBound + candidate
  }
}
