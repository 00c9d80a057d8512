/// The shell lines that run a statement of a drill with the database's own client.
struct ManualStatement {
  /// The database's address without user and password; nil when nobody named one.
  let address: String?
  /// The statement; what stands behind U+0001 is the name of a shell variable.
  let statement: String
  /// The shell variable that keeps what it gives; nil for none.
  let result: String?

  var lines: [String] {
    // In a here-document the shell reads these three.
    let escaped = statement.map { character in
      "\\`$".contains(character) ? "\\\(character)" : String(character)
    }.joined().replacing("\u{1}", with: "$")
    let body = [escaped + ";", "SQL"]
    guard let result else { return ["\(client) <<SQL"] + body }
    return ["\(result)=$(\(client) <<SQL"] + body + [")"]
  }

  /// psql takes an address as it is; mysql and mariadb take its parts.
  private var client: String {
    guard let address, let scheme = address.firstRange(of: "://") else {
      return "psql -At \"$CDCWATCH_DB\""
    }
    let name = address[..<scheme.lowerBound]
    guard name != "postgresql" else { return "psql -At \(StepText.quoted(address))" }
    let parts = address[scheme.upperBound...].split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let server = parts[0].split(separator: ":", maxSplits: 1)
    var words = ["\(name)", "-N", "-B"]
    if let host = server.first { words += ["-h", StepText.quoted(String(host))] }
    if server.count > 1 { words += ["-P", StepText.quoted(String(server[1]))] }
    if parts.count > 1, !parts[1].isEmpty { words.append(StepText.quoted(String(parts[1]))) }
    return words.joined(separator: " ")
  }
}
