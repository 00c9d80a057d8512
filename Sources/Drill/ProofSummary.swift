internal import JSON

/// The proofs of a run as one: each is about what came since the one before it.
enum ProofSummary {
  /// What the journal has of the proofs, put together: counts, outages and losses of all, everything
  /// else as the last one has it; null when none was taken.
  static func document(of lines: [JournalLine]) -> JSONValue {
    var order: [String] = []
    var proofs: [String: JSONValue] = [:]
    for line in lines where line.effect == Effect.prove.name && line.event == .done {
      guard let step = line.step else { continue }
      order.removeAll { $0 == step }
      order.append(step)
      proofs[step] = .object(line.detail)
    }
    let taken = order.compactMap { proofs[$0] }
    guard taken.count > 1, case .object(let members)? = taken.last else {
      return taken.last ?? .null
    }
    return .object(
      members.map { JSONValue.Member(name: $0.name, value: whole($0, of: taken)) })
  }

  private static func whole(_ member: JSONValue.Member, of proofs: [JSONValue]) -> JSONValue {
    let all = proofs.compactMap { $0[member.name] }
    switch member.name {
    case "sentinels":
      return .object(
        (member.value.members ?? []).map { count in
          JSONValue.Member(name: count.name, value: sum(all.compactMap { $0[count.name] }))
        })
    case "outages", "lost": return .array(all.flatMap { $0.elements ?? [] })
    case "rpo":
      let longest = all.compactMap { $0["seconds"] }.filter { !$0.isNull }
        .max { (Double($0.text) ?? 0) < (Double($1.text) ?? 0) }
      return .object([
        .init(name: "changes", value: sum(all.compactMap { $0["changes"] })),
        .init(name: "seconds", value: longest ?? .null),
      ])
    default: return member.value
    }
  }

  private static func sum(_ counts: [JSONValue]) -> JSONValue {
    .integer(
      counts.compactMap(\.integerValue).reduce(0) { sum, count in
        let (next, overflow) = sum.addingReportingOverflow(count)
        return overflow ? .max : next
      })
  }
}
