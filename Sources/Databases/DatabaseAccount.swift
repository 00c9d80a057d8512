public import Runtime

/// What a database tells of itself and of the user who asks.
public struct DatabaseAccount: Sendable, Hashable {
  /// Where it was found.
  public var address: DatabaseAddress
  /// Product and version, such as `PostgreSQL 15.8`.
  public var version: String
  /// The cluster's system identifier or the server's uuid; nil where there is none, or the user may
  /// not see it.
  public var identifier: String?
  /// Whether it is a standby or read-only, so that it writes no log of its own.
  public var isReadOnly: Bool
  /// As whom it was asked.
  public var user: String
  /// Whether the connection is encrypted.
  public var isEncrypted: Bool
  /// Whether the user may read the log and make slots; nil when the server does not tell.
  public var mayReplicate: Bool?
  /// Tables that are no system tables, as far as the user sees them.
  public var tables: Int
  /// How many of them the user may read.
  public var readableTables: Int

  /// Asks by statements that change nothing; no wait is longer than `timeout`.
  public init(_ uri: DatabaseURI, timeout: Duration, stop: StopFlag) throws(DatabaseError) {
    switch uri.kind {
    case .postgresql:
      self = try PostgreSQLQuestions.open(uri, timeout: timeout, stop: stop).account()
    case .mysql, .mariadb:
      self = try BinlogQuestions(uri, timeout: timeout, stop: stop).account()
    }
  }

  init(
    address: DatabaseAddress, version: String, identifier: String?, isReadOnly: Bool,
    user: String, isEncrypted: Bool, mayReplicate: Bool?, tables: Int, readableTables: Int
  ) {
    self.address = address
    self.version = version
    self.identifier = identifier
    self.isReadOnly = isReadOnly
    self.user = user
    self.isEncrypted = isEncrypted
    self.mayReplicate = mayReplicate
    self.tables = tables
    self.readableTables = readableTables
  }
}
