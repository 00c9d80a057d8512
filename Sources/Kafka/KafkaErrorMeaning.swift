internal import CRdkafka

// What a code means to a person: the one table from librdkafka's codes to kinds and hints.
extension KafkaError.Code {
  var kind: KafkaError.Kind {
    switch self {
    case .authentication, .saslAuthenticationFailed, .ssl,
      Self(RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM),
      Self(RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE):
      .authentication
    case .topicAuthorizationFailed, .clusterAuthorizationFailed,
      Self(RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED),
      Self(RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED):
      .authorization
    case .transport, .allBrokersDown, .resolve, .timedOut, .messageTimedOut, .leaderNotAvailable,
      Self(RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE), Self(RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT),
      Self(RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE), Self(RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION):
      .unreachable
    case .unknownTopic, .unknownPartition, .unknownTopicOrPartition,
      Self(RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION):
      .unknownTopic
    default: .other
    }
  }

  var isTransient: Bool {
    switch self {
    case .transport, .allBrokersDown, .resolve, .timedOut, .queueFull, .leaderNotAvailable,
      .notLeader, .messageTimedOut, Self(RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE),
      Self(RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT), Self(RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE),
      Self(RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION), Self(RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS),
      Self(RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND),
      Self(RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE), Self(RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR),
      Self(RD_KAFKA_RESP_ERR_NOT_CONTROLLER):
      true
    default: false
    }
  }

  var hint: String? {
    switch self {
    case .transport, .allBrokersDown:
      "is the broker running, and is its host and port right and reachable from here?"
    case .timedOut, .messageTimedOut:
      "nobody answered in time: is the broker reachable from here, and is security.protocol right?"
    case .resolve: "the broker's host name has no address here: check the name and the DNS"
    case .authentication, .saslAuthenticationFailed:
      "check sasl.mechanism, sasl.username and sasl.password"
    case Self(RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM):
      "the broker does not offer this sasl.mechanism"
    case .ssl: "check ssl.ca.location, the broker's certificate and security.protocol"
    case .unknownTopic, .unknownTopicOrPartition: "check the topic's name; nothing was created"
    case .unknownPartition: "the topic has fewer partitions"
    case .topicAuthorizationFailed: "the principal needs READ and DESCRIBE on the topic"
    case .clusterAuthorizationFailed: "the principal may not do this in the cluster"
    case .queueFull: "the producer's queue is full: flush, or raise queue.buffering.max.messages"
    case .leaderNotAvailable: "the partition has no leader: is its broker down?"
    case .autoOffsetReset, .offsetOutOfRange:
      "the offset has been deleted by retention, or the topic was made anew"
    default: nil
    }
  }
}
