internal import JSON
internal import Runtime

// The lines of the journal.
extension DrillRunner {
  mutating func write(
    _ event: JournalLine.Event, step: String? = nil, effect: String? = nil,
    detail: [JSONValue.Member] = []
  ) throws(Halt) {
    let bytes: [UInt8]
    var longer = journal
    do throws(JournalError) {
      bytes = try longer.append(event, step: step, effect: effect, detail: detail, at: world.now)
    } catch {
      throw .journal("\(error)")
    }
    do throws(RuntimeError) {
      try store.append(bytes)
    } catch {
      throw .journal("\(error)")
    }
    journal = longer
    guard let line = journal.lines.last else { return }
    record.take(line)
    onLine?(line)
  }

  static func detail(of result: EffectResult) -> [JSONValue.Member] {
    var detail = result.detail
    if !result.outputs.isEmpty {
      let outputs = result.outputs.sorted { $0.key < $1.key }
        .map { JSONValue.Member(name: $0.key, value: .string($0.value)) }
      detail.append(.init(name: "outputs", value: .object(outputs)))
    }
    if let proof = result.proof {
      detail.append(.init(name: "proof", value: .string(proof.rawValue)))
    }
    if !result.findings.isEmpty { detail.append(findings(result.findings)) }
    return detail
  }

  static func findings(_ texts: [String]) -> JSONValue.Member {
    .init(name: "findings", value: .array(texts.map(JSONValue.string)))
  }
}
