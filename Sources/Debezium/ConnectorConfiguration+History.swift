extension ConnectorConfiguration {
  /// Whether the connector keeps a history of its tables' definitions, without which it does not
  /// start again.
  public var hasSchemaHistory: Bool {
    switch engine {
    case .mysql, .mariadb, .sqlServer, .mysqlOrMariaDB: true
    case .postgresql, .mongodb, .unknown: schemaHistoryTopic != nil
    }
  }

  /// Whether that history is kept in a topic (`schema.history.internal`), as it is unless somebody
  /// chose another place.
  public var keepsHistoryInKafka: Bool {
    hasSchemaHistory && schemaHistoryTopic != nil
      && self["schema.history.internal"]?.hasSuffix("KafkaSchemaHistory") != false
  }

  /// The topic of that history; nil when none is named, as where it is kept in another place.
  public var schemaHistoryTopic: String? {
    self["schema.history.internal.kafka.topic"] ?? self["database.history.kafka.topic"]
  }
}
