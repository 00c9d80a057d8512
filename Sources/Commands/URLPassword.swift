/// Passwords that stand in addresses, as in `https://user:password@host`.
enum URLPassword {
  /// The passwords in a text of addresses, which commas may separate; empty when there is none.
  ///
  /// A password that was not percent-encoded may hold `/`, `@` or a comma, so each address' part up
  /// to its last `@` counts. libpq also takes one as a parameter, `?password=`.
  static func all(in text: String) -> [String] {
    var passwords: [String] = []
    var rest = text[...]
    while let scheme = rest.firstRange(of: "://") {
      let end =
        rest[scheme.upperBound...].firstRange(of: "://")?.lowerBound ?? rest.endIndex
      let address = rest[scheme.upperBound..<end]
      if let at = address.lastIndex(of: "@"), let colon = address[..<at].firstIndex(of: ":") {
        let password = address[address.index(after: colon)..<at]
        if !password.isEmpty { passwords.append(String(password)) }
      }
      if let mark = address.firstRange(of: "password=") {
        let value = address[mark.upperBound...].prefix { $0 != "&" && $0 != "#" }
        if !value.isEmpty { passwords.append(String(value)) }
      }
      rest = rest[end...]
    }
    return passwords
  }
}
