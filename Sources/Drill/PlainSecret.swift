internal import Debezium

/// Whether a property holds a secret that can be read where the property can.
enum PlainSecret {
  /// False for a reference, and for a login line whose password is one
  /// (`... password="${file:/x:y}";`).
  static func isOne(_ name: String, _ value: String) -> Bool {
    guard ConfigurationSecret.redacted(name: name, value: value) != value else { return false }
    let text = value.lowercased()
    let passwords = text.ranges(of: "password=")
    guard !passwords.isEmpty else { return true }
    return !passwords.allSatisfy { range in
      let rest = text[range.upperBound...].drop { $0 == "\"" || $0 == "'" }
      return rest.hasPrefix("${")
    }
  }
}
