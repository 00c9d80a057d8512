internal import CRdkafka

/// librdkafka's own properties, in order; each is checked when it is set.
///
/// The names and values are librdkafka's (`bootstrap.servers`, `security.protocol`, ...). A value
/// set twice counts as set last. Secrets never show in `description` or `dump()`.
public struct Configuration: Sendable, CustomStringConvertible {
  /// A property as it was set.
  public struct Property: Sendable, Hashable {
    /// librdkafka's name of it.
    public var name: String
    /// Its value as text, secret or not.
    public var value: String
  }

  /// What was set, in the order of first setting, with the secrets.
  public private(set) var properties: [Property] = []

  /// What gives a token for SASL OAUTHBEARER when one is needed; nil where librdkafka's own ways
  /// (`sasl.oauthbearer.method`) count.
  ///
  /// It is called on the thread that uses the client, which waits for it: at the beginning, and
  /// again when four fifths of a token's time have passed.
  public var tokenSource: (@Sendable () throws(OAuthTokenFailure) -> OAuthToken)?

  /// A configuration with librdkafka's defaults.
  public init() {}

  /// A configuration that connects to these brokers, `host:port` separated by commas.
  public init(bootstrapServers: String) throws(KafkaError) {
    try set("bootstrap.servers", bootstrapServers)
  }

  /// Reads `key=value` lines, as in kcat's and Java's properties files.
  ///
  /// Empty lines and lines that start with `#` or `!` are skipped; spaces around names and values
  /// are not part of them; a leading `topic.` is dropped as kcat drops it. Throws the first line
  /// that is no property, with its number.
  public init(propertiesText: String) throws(KafkaError) {
    try merge(propertiesText: propertiesText)
  }

  /// The value that was set, or nil when the default counts.
  public subscript(name: String) -> String? {
    properties.first { $0.name == name }?.value
  }

  /// Sets a property; throws librdkafka's own reason when it does not take the value, and the
  /// nearest known name when it does not know the property.
  public mutating func set(_ name: String, _ value: String) throws(KafkaError) {
    let scratch = ConfigurationHandle()
    try scratch.set(name, value)
    if let index = properties.firstIndex(where: { $0.name == name }) {
      properties[index].value = value
    } else {
      properties.append(Property(name: name, value: value))
    }
  }

  /// Sets what the text of a properties file says over what is set; see `init(propertiesText:)`.
  public mutating func merge(propertiesText: String) throws(KafkaError) {
    var number = 0
    for line in propertiesText.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    {
      number += 1
      let text = line.trimmed
      if text.isEmpty || text.hasPrefix("#") || text.hasPrefix("!") { continue }
      do throws(KafkaError) {
        try merge(line: text)
      } catch {
        var error = error
        error.operation += " in line \(number)"
        throw error
      }
    }
  }

  private mutating func merge(line: Substring) throws(KafkaError) {
    guard let equals = line.firstIndex(of: "=") else {
      throw .invalid("set a property", "there is no '=' in the line")
    }
    var name = line[..<equals].trimmed
    if name.hasPrefix("topic."), !PropertyNames.all.contains(String(name)) {
      name = name.dropFirst("topic.".count)
    }
    try set(String(name), String(line[line.index(after: equals)...].trimmed))
  }

  /// Whether a property holds a secret, so that its value must not be shown.
  public static func isSecret(_ name: String) -> Bool { Secret.isSecret(name) }

  /// Every property that has a value, set or by default, with secrets redacted; by name.
  public func dump() -> [Property] {
    let handle = ConfigurationHandle()
    for property in properties { try? handle.set(property.name, property.value) }
    return handle.dump().map { property in
      Property(name: property.name, value: Secret.redacted(property.value, of: property.name))
    }
  }

  /// What was set, one `name=value` a line, secrets redacted.
  public var description: String {
    properties.map { "\($0.name)=\(Secret.redacted($0.value, of: $0.name))" }
      .joined(separator: "\n")
  }

  /// The brokers to ask first; empty when none are set or none can be read.
  var bootstrap: [BrokerAddress] {
    let text = self["bootstrap.servers"] ?? self["metadata.broker.list"] ?? ""
    return text.split(separator: ",").compactMap { BrokerAddress(String($0.trimmed)) }
  }

  /// What makes this client's errors clearer.
  var errorContext: ErrorContext {
    let mechanism = self["sasl.mechanisms"] ?? self["sasl.mechanism"] ?? ""
    return ErrorContext(
      bootstrap: bootstrap, usesSCRAM: mechanism.uppercased().hasPrefix("SCRAM"),
      usesTokenSource: tokenSource != nil)
  }
}

extension StringProtocol {
  /// The text without the white space around it.
  fileprivate var trimmed: SubSequence {
    guard let start = firstIndex(where: { !$0.isWhitespace }),
      let end = lastIndex(where: { !$0.isWhitespace })
    else { return self[endIndex...] }
    return self[start...end]
  }
}
