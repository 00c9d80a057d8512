/// Where a database was found: what the client library connected to.
public struct DatabaseAddress: Sendable, Hashable, CustomStringConvertible {
  /// The host as it was given, or the folder of a Unix socket.
  public var host: String
  /// The port.
  public var port: Int
  /// The database that was opened; nil when none was named, which MySQL allows.
  public var database: String?

  /// An address; see the properties.
  public init(host: String, port: Int, database: String?) {
    self.host = host
    self.port = port
    self.database = database
  }

  /// `host:port/database`.
  public var description: String {
    let place = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    return database.map { "\(place)/\($0)" } ?? place
  }
}
