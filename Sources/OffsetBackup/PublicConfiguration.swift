internal import Debezium
public import JSON

/// A connector's configuration without its secrets.
///
/// Left out is what the plugin itself declares as a password, what a name says to be a secret, and
/// every value with a password in it. A value that is only a reference (`${file:...}`) stays.
public struct PublicConfiguration: Sendable, Hashable {
  /// The properties that may be shown, an object of texts in the order of their names.
  public let properties: JSONValue
  /// The names of those left out, in order.
  public let leftOut: [String]

  /// From a configuration as Connect gives it; `passwords` are the plugin's own password settings.
  public init(_ configuration: JSONValue, passwords: Set<String>) {
    var kept: [(String, JSONValue)] = []
    var leftOut: [String] = []
    for member in (configuration.members ?? []).sorted(by: { $0.name < $1.name }) {
      if Self.isSecret(member, passwords: passwords) {
        leftOut.append(member.name)
      } else {
        kept.append((member.name, member.value))
      }
    }
    properties = .object(kept)
    self.leftOut = leftOut
  }

  private static func isSecret(_ member: JSONValue.Member, passwords: Set<String>) -> Bool {
    // Connect gives texts; whatever else stands under a secret's name is not worth a guess.
    guard let text = member.value.stringValue else {
      return passwords.contains(member.name) || ConfigurationSecret.isSecret(name: member.name)
    }
    if ConfigurationSecret.isReference(text) { return false }
    return passwords.contains(member.name)
      || ConfigurationSecret.redacted(name: member.name, value: text) != text
      || ConfigurationSecret.isSecret(name: member.name)
  }
}
