/// Which properties of a configuration are secrets, and what is printed of them.
public enum ConfigurationSecret {
  private static let marks = [
    "password", "secret", "jaas", "token", "user.info", "credential", "private.key", "passphrase",
    "access.key", "api.key", "connection.string",
  ].map { Array($0.utf8) }
  private static let passwordSetting = Array("password=".utf8)

  /// Whether the property's name says that its value is a secret.
  public static func isSecret(name: String) -> Bool {
    let lower = name.lowercased()
    let bytes = Array(lower.utf8)
    return marks.contains { bytes.contains(ascii: $0) } || lower.hasSuffix("keystore.key")
  }

  /// What may be printed of a property: `********` for a secret and for a value with a `password=` of
  /// its own, else the value without a URL's password (`mongodb://user:********@host`).
  ///
  /// A value that is only a reference (`${file:...}`) is no secret and stays.
  public static func redacted(name: String, value: String) -> String {
    if isReference(value) { return value }
    if isSecret(name: name) || Array(value.lowercased().utf8).contains(ascii: passwordSetting) {
      return "********"
    }
    return withoutURLPassword(value)
  }

  /// Whether a value is only a reference, such as `${file:/etc/secrets:password}`.
  public static func isReference(_ value: String) -> Bool {
    let bare = value.trimmed
    return bare.hasPrefix("${") && bare.hasSuffix("}") && bare.filter { $0 == "}" }.count == 1
  }

  private static func withoutURLPassword(_ value: String) -> String {
    let bytes = Array(value.utf8)
    let scheme = Array("://".utf8)
    guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: scheme) }) else {
      return value
    }
    let afterScheme = start + scheme.count
    let end = bytes[afterScheme...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex
    // A password may hold an `@`; a host may not.
    guard let at = bytes[afterScheme..<end].lastIndex(of: UInt8(ascii: "@")),
      let colon = bytes[afterScheme..<at].firstIndex(of: UInt8(ascii: ":"))
    else { return value }
    let head = String(decoding: bytes[...colon], as: UTF8.self)
    return head + "********" + String(decoding: bytes[at...], as: UTF8.self)
  }
}
