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
    case .different(let distance, let first, let second, let members):
      text(distance, first, second, members)
    }
  }

  private static func text(
    _ distance: OffsetDistance, _ first: SourceOffset, _ second: SourceOffset,
    _ members: [String]
  ) -> String {
    if let one = first.gtids, let other = second.gtids, !one.contains(other),
      !other.contains(one), distance.transactions == nil
    {
      return "of different histories: the first alone has"
        + " \(count(one.subtracting(other))), the second alone \(count(other.subtracting(one)))"
    }
    var parts: [String] = []
    if let bytes = distance.bytes, bytes != 0 {
      let log = first.restartLSN == nil ? "binary log" : "WAL"
      parts.append("\(ByteText.text(bytes.magnitude)) of \(log)")
    }
    if let seconds = distance.seconds, seconds != 0 {
      parts.append("about \(ByteText.span(seconds.magnitude))")
    }
    if let transactions = distance.transactions, transactions != 0 {
      parts.append(count(transactions.magnitude))
    }
    let numbers = [
      distance.bytes.map(Double.init), distance.transactions.map(Double.init), distance.seconds,
    ]
    guard let sign = numbers.compactMap(\.self).first(where: { $0 != 0 }) else {
      return "at the same place; these members differ: \(members.joined(separator: ", "))"
    }
    return "\(parts.joined(separator: ", ")) \(sign > 0 ? "behind" : "ahead")"
  }

  private static func count(_ set: GTIDSet) -> String { count(set.transactionCount) }

  private static func count(_ number: UInt64) -> String {
    "\(Figures.grouped(Int64(clamping: number))) transaction\(number == 1 ? "" : "s")"
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
        found.map(OffsetDocument.distance) ?? .null
      ),
      ("members", .array(names.map(JSONValue.string))),
      ("first", first?.members ?? .null), ("second", second?.members ?? .null),
    ]
  }
}
