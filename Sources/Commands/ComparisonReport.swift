import Debezium
import JSON
import OffsetBackup

/// How a comparison of offsets is told: the first's distance to the second.
struct ComparisonReport {
  let comparison: OffsetComparison

  init(_ comparison: OffsetComparison) { self.comparison = comparison }

  /// A line for each source partition.
  var lines: [String] {
    comparison.entries.map { entry in
      let connector = entry.subject.connector.map { "\($0) " } ?? ""
      return "\(connector)\(entry.subject.partition): \(Self.text(entry.change))"
    }
  }

  /// The JSON array of `offsets diff -o json`.
  var document: JSONValue {
    .array(
      comparison.entries.map { entry in
        .object(
          [
            ("connector", JSONValue(entry.subject.connector)),
            ("partition", (try? JSONValue.parse(entry.subject.partition)) ?? .null),
          ] + Self.members(entry.change))
      })
  }

  private static func text(_ change: OffsetComparison.Change) -> String {
    switch change {
    case .same: "the same"
    case .onlyInFirst: "only in the first"
    case .onlyInSecond: "only in the second"
    case .different(let distance, _, _, let members): text(distance, members)
    }
  }

  private static func text(_ distance: OffsetDistance, _ members: [String]) -> String {
    if distance.isFork {
      return "of different histories: \(grouped(distance.onlyInFirst)) transactions only in the"
        + " first, \(grouped(distance.onlyInSecond)) only in the second"
    }
    let counts = [distance.bytes, distance.transactions, distance.milliseconds].compactMap(\.self)
    let sign = counts.first { $0 != 0 } ?? 0
    var parts: [String] = []
    if let bytes = distance.bytes, bytes != 0 {
      parts.append("\(ByteText.text(bytes.magnitude)) of \(distance.log)")
    }
    if let time = distance.milliseconds, time != 0 {
      parts.append("about \(ByteText.span(time.magnitude))")
    }
    if let transactions = distance.transactions, transactions != 0 {
      let word = transactions.magnitude == 1 ? "transaction" : "transactions"
      parts.append("\(Figures.grouped(Int64(clamping: transactions.magnitude))) \(word)")
    }
    guard sign != 0 else {
      return "at the same place; these members differ: \(members.joined(separator: ", "))"
    }
    return "\(parts.joined(separator: ", ")) \(sign > 0 ? "behind" : "ahead")"
  }

  private static func grouped(_ count: UInt64?) -> String {
    Figures.grouped(Int64(clamping: count ?? 0))
  }

  private static func members(_ change: OffsetComparison.Change) -> [(String, JSONValue)] {
    let word: String
    var found: OffsetDistance?
    var first: SourceOffset?
    var second: SourceOffset?
    var names: [String] = []
    switch change {
    case .same: word = "same"
    case .onlyInFirst(let offset): (word, first) = ("only in first", offset)
    case .onlyInSecond(let offset): (word, second) = ("only in second", offset)
    case .different(let distance, let one, let other, let members):
      (word, found, first, second, names) = ("different", distance, one, other, members)
    }
    return [
      ("change", .string(word)),
      (
        "distance",
        found.map { distance in
          .object([
            ("bytes", distance.bytes.map { .integer($0) } ?? .null),
            (
              "seconds",
              distance.milliseconds.map { .number(Double($0) / 1000) } ?? .null
            ),
            ("transactions", distance.transactions.map { .integer($0) } ?? .null),
          ])
        } ?? .null
      ),
      ("members", .array(names.map(JSONValue.string))),
      ("first", first?.members ?? .null), ("second", second?.members ?? .null),
    ]
  }
}
