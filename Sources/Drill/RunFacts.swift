internal import JSON
internal import Runtime

/// What is told of a run as a whole, for the heads of its reports.
enum RunFacts {
  struct Row {
    let name: String
    let value: String
  }

  static func rows(of report: RunReport) -> [Row] {
    var rows = [
      Row(name: "run", value: report.run),
      Row(name: "connector", value: report.opened("connector")),
      Row(name: "subject", value: report.opened("subject")),
    ]
    // The opening's other members: identities and versions.
    let told: Set = ["drill", "connector", "subject", "steps", "run"]
    for member in report.opening.members ?? [] where !told.contains(member.name) {
      rows.append(
        Row(
          name: member.name.replacing("_", with: " "),
          value: member.value.isNull ? "none" : member.value.stringValue ?? member.value.text))
    }
    rows += [
      Row(name: "began", value: report.started?.description ?? "not known"),
      Row(name: "ended", value: report.ended?.description ?? "not ended"),
    ]
    if report.resumptions > 0 {
      rows.append(Row(name: "taken up again", value: "\(report.resumptions) times"))
    }
    rows.append(Row(name: "folder", value: report.folder))
    rows.append(Row(name: "journal's last hash", value: report.lastHash))
    return rows.filter { !$0.value.isEmpty }
  }
}

/// What the proof found, a row a figure.
enum ProofRows {
  static func rows(of proof: JSONValue) -> [RunFacts.Row] {
    var rows: [RunFacts.Row] = []
    if let word = proof["proof"]?.stringValue { rows.append(.init(name: "proof", value: word)) }
    if let why = proof["why"]?.stringValue { rows.append(.init(name: "why", value: why)) }
    for member in proof["sentinels"]?.members ?? [] {
      rows.append(
        .init(
          name: member.name.replacing("_", with: " "),
          value: member.value.isNull ? "not checked" : member.value.text))
    }
    for outage in proof["outages"]?.elements ?? [] {
      let time = outage["rto_seconds"].flatMap { $0.isNull ? nil : $0 }
      rows.append(
        .init(
          name: "recovery time after '\(outage["step"]?.stringValue ?? "")'",
          value: time.map { "\($0.text) s" } ?? "not measured"))
    }
    if let rpo = proof["rpo"], !rpo.isNull {
      let span = rpo["seconds"].flatMap { $0.isNull ? nil : ", written over \($0.text) s" } ?? ""
      rows.append(
        .init(
          name: "recovery point", value: "\(rpo["changes"]?.text ?? "0") changes lost\(span)"))
    }
    for lost in proof["lost"]?.elements ?? [] {
      rows.append(.init(name: "lost", value: lost.stringValue ?? lost.text))
    }
    return rows
  }
}
