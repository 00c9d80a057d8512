/// Where a broker listens.
public struct BrokerAddress: Sendable, Hashable, CustomStringConvertible {
  /// The host's name or address, in lower case, without brackets.
  public var host: String
  /// The TCP port.
  public var port: UInt16

  /// A host and a port.
  public init(host: String, port: UInt16) {
    self.host = host.lowercased()
    self.port = port
  }

  /// Reads an address as `bootstrap.servers` has them.
  ///
  /// That is `host:port`, `[::1]:port` or `protocol://host:port`; without a port it is Kafka's 9092.
  /// Nil when there is no host or the port is no port.
  public init?(_ text: String) {
    var rest = text[...]
    if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
    var port: UInt16 = 9092
    if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
      guard let number = UInt16(rest[rest.index(after: colon)...]) else { return nil }
      port = number
      rest = rest[..<colon]
    }
    if rest.hasPrefix("["), rest.hasSuffix("]") { rest = rest.dropFirst().dropLast() }
    guard !rest.isEmpty else { return nil }
    self.init(host: String(rest), port: port)
  }

  /// `host:port`, with brackets around an IPv6 address.
  public var description: String {
    host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}
