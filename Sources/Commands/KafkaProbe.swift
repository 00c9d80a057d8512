import Kafka
import Runtime

/// Asks a Kafka cluster who it is, and tries what this program would do there: list and read.
struct KafkaProbe {
  /// Topics that are looked into; more would take long, and tell little more.
  private static let sample = 50

  let configuration: Configuration
  let timeout: Duration
  let stop: StopFlag

  /// The finding, and the cluster's id where it told one.
  func finding() -> (finding: EndpointFinding, cluster: String?) {
    var finding = EndpointFinding("kafka", address: address)
    finding.user = user
    var cluster: String?
    do throws(KafkaError) {
      var admin = try Admin(configuration)
      let metadata = try admin.metadata(timeout: timeout)
      cluster = metadata.clusterID
      let count = metadata.brokers.count
      finding.identity =
        "cluster \(metadata.clusterID ?? "without an id"), \(count) broker\(count == 1 ? "" : "s")"
      let topics = metadata.topics.filter { $0.error == nil && !$0.partitions.isEmpty }
      finding.may = ["list \(topics.count) topics"]
      if topics.isEmpty {
        finding.fail(
          "no topic is shown to this user",
          hint: "reading needs Describe and Read on the topics", status: .warning)
      } else {
        try read(topics, &finding)
      }
    } catch {
      finding.fail(error.description, hint: error.hint, status: ExitStatus(error.kind))
    }
    return (finding, cluster)
  }

  private var address: String {
    configuration["bootstrap.servers"] ?? configuration["metadata.broker.list"] ?? ""
  }

  /// Brokers do not tell a client its principal; this is what it logs in with.
  private var user: String {
    let protocolName = configuration["security.protocol"]?.lowercased() ?? "plaintext"
    let isEncrypted = protocolName.hasSuffix("ssl")
    if protocolName.hasPrefix("sasl") {
      let mechanism =
        configuration["sasl.mechanisms"] ?? configuration["sasl.mechanism"] ?? "GSSAPI"
      let name = configuration["sasl.username"].map { "'\($0)' by \(mechanism)" } ?? mechanism
      return name + (isEncrypted ? " over TLS" : " without TLS")
    }
    guard isEncrypted else { return "nobody, without TLS" }
    return configuration["ssl.certificate.location"].map { "certificate \($0)" }
      ?? configuration["ssl.keystore.location"].map { "keystore \($0)" } ?? "nobody, over TLS"
  }

  // MARK: Reading

  private func read(
    _ topics: [TopicMetadata], _ finding: inout EndpointFinding
  ) throws(KafkaError) {
    let chosen = Self.chosen(topics)
    var consumer = try Consumer(configuration)
    try consumer.assign(
      chosen.compactMap { topic in
        topic.partitions.first.map { Assignment(topic: topic.name, partition: $0.id, from: .end) }
      },
      timeout: timeout)
    var waiting = Set(chosen.map(\.name))
    var refused: [String: KafkaError] = [:]
    let deadline = Deadline(after: timeout)
    while !waiting.isEmpty, !deadline.hasPassed, !stop.isRaised {
      let events = consumer.poll(timeout: deadline.clamped(to: .milliseconds(200)).remaining).events
      for event in events {
        switch event {
        case .endOfPartition(let topic, _, _):
          if let name = consumer.name(of: topic) { waiting.remove(name) }
        case .error(let error):
          guard let topic = error.topic, error.kind == .authorization else { continue }
          refused[topic] = error
          waiting.remove(topic)
        default: continue
        }
      }
    }
    tell(chosen.count, waiting: waiting, refused: refused, &finding)
  }

  /// Debezium's own topics first, and never more than the sample.
  private static func chosen(_ topics: [TopicMetadata]) -> [TopicMetadata] {
    let readable = topics.filter { !$0.name.hasPrefix("__") }
    let isOwn = { (topic: TopicMetadata) in
      ["offset", "notif", "signal"].contains { topic.name.contains($0) }
    }
    let ordered = readable.filter(isOwn) + readable.filter { !isOwn($0) }
    return Array((ordered.isEmpty ? topics : ordered).prefix(sample))
  }

  private func tell(
    _ count: Int, waiting: Set<String>, refused: [String: KafkaError],
    _ finding: inout EndpointFinding
  ) {
    finding.may.append("read \(count - waiting.count - refused.count) of \(count) looked into")
    if let first = refused.min(by: { $0.key < $1.key }) {
      let names = refused.keys.sorted().prefix(10).joined(separator: ", ")
      finding.fail(
        "this user may not read \(names)", hint: first.value.hint, status: .denied)
    } else if !waiting.isEmpty {
      let names = waiting.sorted().prefix(10).joined(separator: ", ")
      finding.fail(
        "nothing was heard in time of \(names)", hint: "is a partition without its leader?",
        status: .unreachable)
    }
  }
}
