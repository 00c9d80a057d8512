public import Debezium
public import Runtime

/// What a database is asked about a connector's offset.
public struct DatabaseQuestion: Sendable {
  /// The database.
  public var uri: DatabaseURI
  /// PostgreSQL: the slot's name.
  public var slot: String
  /// PostgreSQL: the publication's name; nil where the plugin needs none.
  public var publication: String?
  /// PostgreSQL: the name of a copy of the slot that was kept with a backup; nil for none.
  public var pinned: String?
  /// The longest wait for a connection and for each answer.
  public var timeout: Duration

  /// A question; see the properties.
  public init(uri: DatabaseURI, slot: String, publication: String?, timeout: Duration) {
    self.uri = uri
    self.slot = slot
    self.publication = publication
    self.timeout = timeout
  }

  /// Asks, by statements that change nothing.
  ///
  /// `between` is called once, after what the server still has was read and before how far it has
  /// got; it reads the connector's offset, so that nothing seems to be missing that is not. When
  /// `stop` is raised, this throws `stopped`.
  public func ask(
    stop: StopFlag, between: () -> SourceOffset?
  ) throws(DatabaseError) -> DatabaseState {
    switch uri.kind {
    case .postgresql:
      let questions = try PostgreSQLQuestions.open(uri, timeout: timeout, stop: stop)
      return .postgresql(
        try questions.state(slot: slot, pinned: pinned, publication: publication) {
          _ = between()
        })
    case .mysql, .mariadb:
      let questions = try BinlogQuestions(uri, timeout: timeout, stop: stop)
      return .binlog(try questions.state(between: between))
    }
  }
}
