import CommandLine
import Debezium
import JSON
import OffsetBackup
import Runtime

/// Properties of a saved configuration that get another value when its connector is made, by
/// `--set-config`.
struct ChangedProperties {
  /// One of them.
  struct Property {
    var name: String
    var value: String
    /// What the backup has; nil for one that it does not have, or left out.
    var saved: String?
  }

  let properties: [Property]

  /// Throws for a value that is a secret, and for what `--as` and `--secret` are for.
  ///
  /// `leftOut` are the secrets that the backup does not have.
  init(_ invocation: Invocation, saved: JSONValue, leftOut: [String]) throws(CommandFailure) {
    var properties: [Property] = []
    for pair in invocation.pairs(.setConfig) {
      let key = DisplayText.printable(pair.key)
      guard pair.key != "name" else {
        throw CommandFailure(
          "--set-config: the connector's name is no property of its own",
          hint: "type --as NEWNAME", status: .usage)
      }
      guard !properties.contains(where: { $0.name == pair.key }) else {
        throw CommandFailure(
          "--set-config: '\(key)' is there twice", hint: "leave one out", status: .usage)
      }
      let isReference = ConfigurationSecret.isReference(pair.value)
      let isSecret =
        leftOut.contains(pair.key)
        || ConfigurationSecret.redacted(name: pair.key, value: pair.value) != pair.value
      guard isReference || !isSecret else {
        throw CommandFailure(
          "--set-config: the value of '\(key)' is a secret, and would be seen in the plan",
          hint: leftOut.contains(pair.key)
            ? "type --secret \(key)=@FILE, or a reference such as ${file:...}"
            : "type a reference such as ${file:...}", status: .usage)
      }
      properties.append(
        Property(name: pair.key, value: pair.value, saved: saved[pair.key]?.stringValue))
    }
    self.properties = properties
  }

  /// The names of all of them.
  var names: Set<String> { Set(properties.map(\.name)) }

  /// The configuration with the new values.
  func applied(to members: [JSONValue.Member]) -> [JSONValue.Member] {
    members.filter { !names.contains($0.name) }
      + properties.map { JSONValue.Member(name: $0.name, value: .string($0.value)) }
  }

  /// For the plan: `KEY=VALUE, which was 'OLD'`.
  var words: [String] {
    properties.map { property in
      let was = property.saved.map { ", which was '\($0)'" } ?? ""
      return "\(property.name)=\(property.value)\(property.saved == property.value ? "" : was)"
    }
  }
}
