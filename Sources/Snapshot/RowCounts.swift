/// Records of a change topic: reads of a snapshot, and streamed changes.
struct RowCounts: Sendable, Equatable {
  var reads: Int64 = 0
  var streamed: Int64 = 0

  static func += (left: inout Self, right: Self) {
    left.reads += right.reads
    left.streamed += right.streamed
  }

  static func -= (left: inout Self, right: Self) {
    left.reads -= right.reads
    left.streamed -= right.streamed
  }
}
