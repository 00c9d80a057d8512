internal import CRdkafka

extension KafkaError {
  /// A response code: negative when it comes from librdkafka, positive when from a broker.
  public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number, as in `rdkafka.h`.
    public let rawValue: Int32

    /// The code with this number; unknown numbers are kept as they are.
    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    /// The name that Kafka documents, such as `_TRANSPORT` or `UNKNOWN_TOPIC_OR_PART`.
    public var description: String {
      unsafe String(cString: rd_kafka_err2name(rd_kafka_resp_err_t(rawValue)))
    }

    /// librdkafka's sentence for the code, such as `Local: Broker transport failure`.
    public var explanation: String {
      unsafe String(cString: rd_kafka_err2str(rd_kafka_resp_err_t(rawValue)))
    }

    init(_ code: rd_kafka_resp_err_t) {
      self.init(rawValue: code.rawValue)
    }

    /// `_TRANSPORT`: a connection to a broker broke or could not be made.
    public static let transport = Code(RD_KAFKA_RESP_ERR__TRANSPORT)
    /// `_ALL_BROKERS_DOWN`: no broker is connected.
    public static let allBrokersDown = Code(RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)
    /// `_RESOLVE`: a broker's host name has no address.
    public static let resolve = Code(RD_KAFKA_RESP_ERR__RESOLVE)
    /// `_TIMED_OUT`: nobody answered within the timeout.
    public static let timedOut = Code(RD_KAFKA_RESP_ERR__TIMED_OUT)
    /// `_AUTHENTICATION`: the broker refused the credentials.
    public static let authentication = Code(RD_KAFKA_RESP_ERR__AUTHENTICATION)
    /// `SASL_AUTHENTICATION_FAILED`: the broker refused the credentials.
    public static let saslAuthenticationFailed = Code(
      RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED)
    /// `_SSL`: TLS could not be set up or the handshake failed.
    public static let ssl = Code(RD_KAFKA_RESP_ERR__SSL)
    /// `_INVALID_ARG`: a property, a name or a number is not valid.
    public static let invalidArgument = Code(RD_KAFKA_RESP_ERR__INVALID_ARG)
    /// `_QUEUE_FULL`: the producer holds as many records as it may.
    public static let queueFull = Code(RD_KAFKA_RESP_ERR__QUEUE_FULL)
    /// `_PURGE_QUEUE`: the producer was closed before the record was sent.
    public static let purged = Code(RD_KAFKA_RESP_ERR__PURGE_QUEUE)
    /// `_MSG_TIMED_OUT`: a record was not delivered within `message.timeout.ms`.
    public static let messageTimedOut = Code(RD_KAFKA_RESP_ERR__MSG_TIMED_OUT)
    /// `_UNKNOWN_TOPIC`: the topic does not exist, as the metadata tells.
    public static let unknownTopic = Code(RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC)
    /// `_UNKNOWN_PARTITION`: the partition does not exist, as the metadata tells.
    public static let unknownPartition = Code(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION)
    /// `UNKNOWN_TOPIC_OR_PART`: the broker does not know the topic or partition.
    public static let unknownTopicOrPartition = Code(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
    /// `LEADER_NOT_AVAILABLE`: a partition has no leader just now.
    public static let leaderNotAvailable = Code(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE)
    /// `NOT_LEADER_FOR_PARTITION`: another broker leads the partition by now.
    public static let notLeader = Code(RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION)
    /// `TOPIC_AUTHORIZATION_FAILED`: the principal may not do this with the topic.
    public static let topicAuthorizationFailed = Code(
      RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED)
    /// `CLUSTER_AUTHORIZATION_FAILED`: the principal may not do this in the cluster.
    public static let clusterAuthorizationFailed = Code(
      RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED)
    /// `TOPIC_ALREADY_EXISTS`: a topic to be created is there already.
    public static let topicAlreadyExists = Code(RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
    /// `_AUTO_OFFSET_RESET`: the offset to read from no longer exists and may not be replaced.
    public static let autoOffsetReset = Code(RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET)
    /// `OFFSET_OUT_OF_RANGE`: the broker has no record at the offset.
    public static let offsetOutOfRange = Code(RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE)
  }
}
