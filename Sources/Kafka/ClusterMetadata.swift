internal import CRdkafka

/// What a broker tells about its cluster.
public struct ClusterMetadata: Sendable, Hashable {
  /// The cluster's id; nil when the broker did not tell.
  public var clusterID: String?
  /// The controller's broker number; nil when the broker did not tell.
  public var controller: Int32?
  /// The brokers, with the listeners they advertise.
  public var brokers: [Broker]
  /// The topics, by name.
  public var topics: [TopicMetadata]
}

/// A broker and where it says it listens.
public struct Broker: Sendable, Hashable {
  /// Its number in the cluster.
  public var id: Int32
  /// The host of its advertised listener.
  public var host: String
  /// The port of its advertised listener, as the broker told it.
  public var port: Int32

  /// The advertised listener; nil when the broker told something that is no port.
  public var address: BrokerAddress? {
    UInt16(exactly: port).map { BrokerAddress(host: host, port: $0) }
  }
}

/// A topic and its partitions.
public struct TopicMetadata: Sendable, Hashable {
  /// The topic's name.
  public var name: String
  /// Its partitions, by number; empty when `error` says why.
  public var partitions: [PartitionMetadata]
  /// What the broker said instead: unknown topic, not allowed; nil when all is well.
  public var error: KafkaError?
}

/// A partition and who holds it.
public struct PartitionMetadata: Sendable, Hashable {
  /// The partition's number.
  public var id: Int32
  /// The broker that leads it; nil when it has no leader just now.
  public var leader: Int32?
  /// The brokers that hold a copy.
  public var replicas: [Int32]
  /// The brokers whose copy is up to date.
  public var inSync: [Int32]
  /// What the broker said about it; nil when all is well.
  public var error: KafkaError?
}

extension ClusterMetadata {
  /// Copies the C structure, whose counts come from the network.
  init(_ raw: UnsafePointer<rd_kafka_metadata>) {
    let metadata = unsafe raw.pointee
    brokers = unsafe UnsafeBufferPointer(
      start: metadata.brokers, count: max(0, Int(metadata.broker_cnt))
    ).map { broker in
      unsafe Broker(
        id: broker.id, host: broker.host.map { unsafe String(cString: $0) } ?? "",
        port: broker.port)
    }.sorted { $0.id < $1.id }
    topics = unsafe UnsafeBufferPointer(
      start: metadata.topics, count: max(0, Int(metadata.topic_cnt))
    ).map { unsafe TopicMetadata($0) }.sorted { $0.name < $1.name }
  }
}

extension TopicMetadata {
  init(_ raw: rd_kafka_metadata_topic) {
    let name = unsafe raw.topic.map { unsafe String(cString: $0) } ?? ""
    self.name = name
    error =
      unsafe raw.err == RD_KAFKA_RESP_ERR_NO_ERROR
      ? nil : unsafe KafkaError(raw.err, "read metadata").about(topic: name)
    partitions = unsafe UnsafeBufferPointer(
      start: raw.partitions, count: max(0, Int(raw.partition_cnt))
    ).map { unsafe PartitionMetadata($0, of: name) }.sorted { $0.id < $1.id }
  }
}

extension PartitionMetadata {
  init(_ raw: rd_kafka_metadata_partition, of topic: String) {
    id = unsafe raw.id
    leader = unsafe raw.leader < 0 ? nil : raw.leader
    replicas = unsafe Array(
      UnsafeBufferPointer(start: raw.replicas, count: max(0, Int(raw.replica_cnt))))
    inSync = unsafe Array(UnsafeBufferPointer(start: raw.isrs, count: max(0, Int(raw.isr_cnt))))
    error =
      unsafe raw.err == RD_KAFKA_RESP_ERR_NO_ERROR
      ? nil : unsafe KafkaError(raw.err, "read metadata").about(topic: topic, partition: raw.id)
  }
}
