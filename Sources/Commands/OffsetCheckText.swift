import Checks
import JSON
import Runtime

/// What `offsets check` prints.
struct OffsetCheckText {
  let connector: String
  let judgement: OffsetJudgement

  // MARK: For people

  /// The verdict, why, how much, what was looked at, and what to type.
  var table: String {
    var text = "\(DisplayText.printable(connector)): \(judgement.verdict.rawValue)\n"
    text += "\(DisplayText.printable(judgement.reason))\n"
    if let distance { text += "\(distance)\n" }
    var table = TextTable([("CHECK", .left), ("RESULT", .left), ("DETAIL", .left)])
    for check in judgement.checks {
      table.add([check.id, check.result.rawValue, DisplayText.printable(check.detail)])
    }
    text += "\n" + table.text
    if let next = judgement.next { text += "\nnext: \(DisplayText.printable(next))\n" }
    return text
  }

  private var distance: String? {
    var parts: [String] = []
    if let bytes = judgement.distance.bytes {
      parts.append("\(Figures.grouped(bytes)) bytes \(meaning)")
    }
    if let count = judgement.distance.transactions {
      let unit = count == 1 ? "transaction" : "transactions"
      parts.append("\(Figures.grouped(Int64(clamping: count))) \(unit) \(meaning)")
    }
    if let seconds = judgement.distance.seconds {
      parts.append("last event \(Figures.span(.seconds(seconds))) ago")
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// What the bytes and transactions of the distance are.
  private var meaning: String {
    switch judgement.verdict {
    case .resume: "still to read"
    case .replay: "again"
    case .willSkip: "missing"
    case .willRefuse, .willResnapshot: "out of reach"
    case .unknown: "apart"
    }
  }

  // MARK: JSON

  /// The same as one object.
  var object: JSONValue {
    .object([
      JSONValue.Member(name: "schema_version", value: .integer(1)),
      JSONValue.Member(name: "connector", value: .string(connector)),
      JSONValue.Member(name: "verdict", value: .string(judgement.verdict.rawValue)),
      JSONValue.Member(name: "reason", value: .string(judgement.reason)),
      JSONValue.Member(name: "distance", value: distanceObject),
      JSONValue.Member(name: "checks", value: .array(judgement.checks.map(Self.object))),
      JSONValue.Member(name: "next", value: judgement.next.map(JSONValue.string) ?? .null),
    ])
  }

  private var distanceObject: JSONValue {
    let distance = judgement.distance
    return .object([
      JSONValue.Member(name: "bytes", value: distance.bytes.map(JSONValue.integer) ?? .null),
      JSONValue.Member(
        name: "transactions",
        value: distance.transactions.map { .integer(Int64(clamping: $0)) } ?? .null),
      JSONValue.Member(
        name: "seconds",
        value: distance.seconds.map { .number(Figures.threeDecimals($0)) } ?? .null),
    ])
  }

  private static func object(_ check: OffsetCheck) -> JSONValue {
    .object([
      JSONValue.Member(name: "id", value: .string(check.id)),
      JSONValue.Member(name: "result", value: .string(check.result.rawValue)),
      JSONValue.Member(name: "detail", value: .string(check.detail)),
    ])
  }
}
