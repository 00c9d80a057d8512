import JSON
import Testing

/// Offsets documents as somebody might edit them by hand.
extension VerdictRun {
  /// A document with members of its offset set or, with nil, removed.
  func edited(_ document: String, _ changes: [String: JSONValue?]) throws -> String {
    var members = try offset(of: document).members ?? []
    members.removeAll { changes.keys.contains($0.name) }
    for (name, value) in changes {
      if let value { members.append(JSONValue.Member(name: name, value: value)) }
    }
    return try with(document, offset: .object(members))
  }

  /// A document whose offset has only these members.
  func only(_ names: [String], of document: String) throws -> String {
    let members = try offset(of: document).members ?? []
    return try with(document, offset: .object(members.filter { names.contains($0.name) }))
  }

  /// A document with another offset.
  func with(_ document: String, offset: JSONValue) throws -> String {
    let first = try #require(JSONValue.parse(document)["offsets"]?.elements?.first)
    let partition = try #require(first["partition"])
    let entry = JSONValue.object([
      JSONValue.Member(name: "partition", value: partition),
      JSONValue.Member(name: "offset", value: offset),
    ])
    return JSONValue.object([JSONValue.Member(name: "offsets", value: .array([entry]))]).text
  }

  func offset(of document: String) throws -> JSONValue {
    try #require(JSONValue.parse(document)["offsets"]?.elements?.first?["offset"])
  }

  func member(_ name: String, of document: String) throws -> JSONValue {
    try #require(try offset(of: document)[name])
  }

  /// A document whose three positions of PostgreSQL are one.
  func at(_ position: Int64, _ document: String) throws -> String {
    try edited(
      document,
      [
        "lsn": .integer(position), "lsn_proc": .integer(position), "lsn_commit": .integer(position),
      ])
  }

  // MARK: What is done to a connector

  /// Makes the connector anew under another name, STOPPED; its offsets do not go along.
  mutating func rename(_ settings: [String: String] = [:]) async throws {
    try await ledger.delete()
    ledger.renamed = "\(ledger.name)_renamed"
    try await ledger.makeStopped(settings)
  }

  /// Gives the stopped connector another `topic.prefix`.
  mutating func changePrefix(_ settings: [String: String] = [:]) async throws {
    ledger.prefix = "\(ledger.name)_new"
    try await ledger.change(settings.merging(["topic.prefix": "\(ledger.name)_new"]) { $1 })
  }

  /// The stopped connector's newest offsets, for the partition of the new prefix.
  func forNewPrefix() -> String {
    new.replacing(#""\#(ledger.name)""#, with: #""\#(ledger.name)_new""#)
  }
}
