import Drill
import JSON
import Runtime

/// How many sentinels had arrived by when, in few numbers: for a report's picture.
struct ArrivalCurve {
  /// The most moments that are kept.
  private static let bound = 200

  /// Moments at equal distances of arrivals.
  private let moments: [Timestamp]
  private let count: Int

  /// The curve of these arrivals.
  init(_ arrivals: [SentinelArrival]) {
    let times = arrivals.filter { $0.operation != .tombstone }.compactMap {
      $0.seen?.wall ?? $0.time
    }.sorted()
    count = times.count
    let step = max(1, times.count / Self.bound)
    moments = stride(from: 0, to: times.count, by: step).map { times[$0] }
  }

  /// The curve that a journal has kept; none arrived where it has kept none.
  init(_ proof: JSONValue) {
    let kept = proof["arrival_curve"]
    count = kept?["count"]?.integerValue.flatMap { Int(exactly: $0) } ?? 0
    moments = (kept?["at_ms"]?.elements ?? []).compactMap(\.integerValue)
      .map { Timestamp(milliseconds: $0) }.sorted()
  }

  /// What a journal keeps.
  var member: JSONValue.Member {
    .init(
      name: "arrival_curve",
      value: .object([
        .init(name: "count", value: .integer(Int64(count))),
        .init(
          name: "at_ms", value: .array(moments.map { .integer($0.milliseconds) })),
      ]))
  }

  /// The last moment; nil when nothing arrived.
  var end: Timestamp? { moments.last }

  /// About how many had arrived by a moment.
  func arrived(by moment: Timestamp) -> Int {
    guard !moments.isEmpty, count >= 0, count < 1 << 40 else { return 0 }
    return count * moments.count { $0 <= moment } / moments.count
  }
}
