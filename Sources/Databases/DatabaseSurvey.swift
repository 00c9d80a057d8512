public import Debezium
public import Runtime

/// What a database tells for the offsets of every connector that reads it, asked in two turns.
///
/// The first turn is what it still has, and comes before the offsets are read; the second is how far
/// it has got. Each is one connection with a few statements, however many connectors there are; only
/// an offset of MySQL without GTIDs takes a statement of its own.
public struct DatabaseSurvey: Sendable {
  /// A connector's part of the question.
  public struct Subject: Sendable {
    /// PostgreSQL: the slot's name.
    public var slot: String
    /// PostgreSQL: the publication's name; nil where the plugin needs none.
    public var publication: String?
    /// The offset; nil where there is none, or it is not read yet.
    public var offset: SourceOffset?

    /// A connector's part; see the properties.
    public init(slot: String, publication: String?, offset: SourceOffset?) {
      self.slot = slot
      self.publication = publication
      self.offset = offset
    }
  }

  private enum Server: Sendable {
    case postgresql(PostgreSQLSurvey)
    case binlog(BinlogState)
  }

  private let uri: DatabaseURI
  private let timeout: Duration
  private let server: Server

  /// The first turn; `timeout` bounds the connection and each answer.
  ///
  /// Changes nothing there. When `stop` is raised, this throws `stopped`.
  public init(
    asking uri: DatabaseURI, timeout: Duration, stop: StopFlag
  ) throws(DatabaseError) {
    self.uri = uri
    self.timeout = timeout
    switch uri.kind {
    case .postgresql:
      let questions = try PostgreSQLQuestions.open(uri, timeout: timeout, stop: stop)
      server = .postgresql(try questions.survey())
    case .mysql, .mariadb:
      let questions = try BinlogQuestions(uri, timeout: timeout, stop: stop)
      server = .binlog(try questions.retained())
    }
  }

  /// What the first turn told of a connector.
  public func state(of subject: Subject) -> DatabaseState {
    switch server {
    case .postgresql(let survey): .postgresql(survey.state(of: subject))
    case .binlog(let state): .binlog(state)
    }
  }

  /// The second turn: the states of connectors whose offsets were read since the first, in their
  /// order.
  public func states(
    of subjects: [Subject], stop: StopFlag
  ) throws(DatabaseError) -> [DatabaseState] {
    switch server {
    case .postgresql(var survey):
      let questions = try PostgreSQLQuestions.open(uri, timeout: timeout, stop: stop)
      try questions.goOn(&survey.server)
      return subjects.map { .postgresql(survey.state(of: $0)) }
    case .binlog(var state):
      let questions = try BinlogQuestions(uri, timeout: timeout, stop: stop)
      try questions.goOn(&state)
      return subjects.map { subject in
        var own = state
        own.beginsEvent = questions.begins(subject.offset, in: state)
        return .binlog(own)
      }
    }
  }
}
