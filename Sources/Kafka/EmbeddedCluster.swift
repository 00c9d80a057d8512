internal import CRdkafka

/// A Kafka cluster inside this process: librdkafka's mock, on ports of the loopback interface.
///
/// It speaks enough of the protocol for producing, reading, metadata and watermarks, keeps at most
/// 5 MB or 100,000 records a partition, and is gone with this value. It knows no `CreateTopics`
/// request and no offsets by time. Its own log is dropped.
@safe public struct EmbeddedCluster: ~Copyable {
  private let host: OpaquePointer
  private let cluster: OpaquePointer

  /// A request of Kafka's protocol, by its API key.
  public struct Request: Sendable, Hashable {
    /// The API key, as Kafka's protocol guide numbers it.
    public var key: Int16

    /// The request with this API key.
    public init(key: Int16) { self.key = key }

    /// Produce.
    public static let produce = Request(key: 0)
    /// Fetch.
    public static let fetch = Request(key: 1)
    /// ListOffsets, which watermarks come from.
    public static let listOffsets = Request(key: 2)
    /// Metadata.
    public static let metadata = Request(key: 3)
    /// ApiVersions, the first request on a connection.
    public static let apiVersions = Request(key: 18)
  }

  /// Starts a cluster of so many brokers (1 to 100), numbered from 1.
  public init(brokers: Int = 1) throws(KafkaError) {
    let configuration = ConfigurationHandle()
    // The host is a client with no server of its own to find, and would say so on stderr.
    try configuration.set("log_level", "0")
    let host = unsafe try configuration.makeClient(RD_KAFKA_PRODUCER, events: 0)
    guard let cluster = unsafe rd_kafka_mock_cluster_new(host, Int32(min(max(1, brokers), 100)))
    else {
      unsafe rd_kafka_destroy(host)
      throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, "start an embedded cluster")
    }
    unsafe self.host = host
    unsafe self.cluster = cluster
  }

  /// The brokers' addresses, as `bootstrap.servers` takes them.
  public var bootstrapServers: String {
    unsafe String(cString: rd_kafka_mock_cluster_bootstraps(cluster))
  }

  /// A configuration that connects to this cluster.
  public func configuration() throws(KafkaError) -> Configuration {
    try Configuration(bootstrapServers: bootstrapServers)
  }

  /// Makes a topic; throws when there is one of the name, or no partition is asked for.
  public func createTopic(_ name: String, partitions: Int = 1) throws(KafkaError) {
    let operation = "create the topic"
    try TopicName.check(name, operation)
    guard (1...10_000).contains(partitions) else {
      throw KafkaError.invalid(operation, "a topic has 1 to 10,000 partitions here")
        .about(topic: name)
    }
    let code = unsafe rd_kafka_mock_topic_create(cluster, name, Int32(partitions), 1)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      throw KafkaError(code, operation).about(topic: name)
    }
  }

  /// Cuts all connections to a broker and refuses new ones; nil means all brokers.
  public func setDown(broker: Int32? = nil) {
    unsafe rd_kafka_mock_broker_set_down(cluster, max(-1, broker ?? -1))
  }

  /// Lets a broker accept connections again; nil means all brokers.
  public func setUp(broker: Int32? = nil) {
    unsafe rd_kafka_mock_broker_set_up(cluster, max(-1, broker ?? -1))
  }

  /// Makes a broker answer this much later; nil means all brokers.
  public func setDelay(_ delay: Duration, broker: Int32? = nil) {
    unsafe rd_kafka_mock_broker_set_rtt(cluster, max(-1, broker ?? -1), delay.cMilliseconds)
  }

  /// Makes another broker the partition's leader; nil leaves it without one.
  public func setLeader(of topic: String, partition: Int32, broker: Int32?) throws(KafkaError) {
    try TopicName.check(topic, "set the leader")
    let code = unsafe rd_kafka_mock_partition_set_leader(
      cluster, topic, partition, max(-1, broker ?? -1))
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      throw KafkaError(code, "set the leader").about(topic: topic, partition: partition)
    }
  }

  /// Makes the next requests of a kind fail, one with each code in turn; `.transport` cuts the
  /// connection instead of answering.
  public func fail(_ request: Request, with codes: [KafkaError.Code]) {
    let errors = codes.map { rd_kafka_resp_err_t($0.rawValue) }
    unsafe rd_kafka_mock_push_request_errors_array(cluster, request.key, errors.count, errors)
  }

  /// Makes metadata answer this code for a topic; nil ends it.
  public func setError(of topic: String, to code: KafkaError.Code?) throws(KafkaError) {
    try TopicName.check(topic, "set the topic's error")
    unsafe rd_kafka_mock_topic_set_error(
      cluster, topic, rd_kafka_resp_err_t(code?.rawValue ?? 0))
  }

  deinit {
    unsafe rd_kafka_mock_cluster_destroy(cluster)
    unsafe rd_kafka_destroy(host)
  }
}
