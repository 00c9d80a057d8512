internal import CRdkafka
internal import Runtime

/// Sole owner of a librdkafka instance, of its main queue and of the topic handles made from it.
///
/// Errors, statistics, logs and delivery reports wait in the main queue as events; whoever calls
/// `drain` gets them on its own thread. Nothing runs in a callback.
@safe struct Client: ~Copyable {
  let raw: OpaquePointer
  private let events: OpaquePointer
  private var topicHandles: [OpaquePointer] = unsafe []
  private var topicNumbers: [String: Int] = [:]
  private(set) var topicNames: [String] = []
  var context: ErrorContext
  /// Why there is no token for SASL OAUTHBEARER; nil when there is one, or none is needed.
  private(set) var tokenFailure: KafkaError?
  private let tokenSource: (@Sendable () throws(OAuthTokenFailure) -> OAuthToken)?
  /// Errors and statistics that nobody has taken yet.
  var inbox: [ConsumerEvent] = []
  var logs = LogBuffer()
  /// The clearest reason seen since a request last succeeded; librdkafka's blocking calls only say
  /// that they failed, the event beside them says why.
  var lastCause: KafkaError?
  /// The brokers of the last metadata, for naming the one that does not answer.
  private var brokers: [Int32: BrokerAddress] = [:]

  static let events: Int32 =
    RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG | RD_KAFKA_EVENT_STATS | RD_KAFKA_EVENT_DR

  init(
    _ type: rd_kafka_type_t, _ configuration: Configuration,
    defaults: KeyValuePairs<String, String>, forced: KeyValuePairs<String, String>,
    dropped: Set<String> = []
  ) throws(KafkaError) {
    let handle = ConfigurationHandle()
    // A broker that comes back is met within a second; librdkafka's own bound is ten. It must not be
    // below `reconnect.backoff.ms`.
    if configuration["reconnect.backoff.ms"] == nil {
      try handle.set("reconnect.backoff.max.ms", "1000")
    }
    for (name, value) in defaults { try handle.set(name, value) }
    for property in configuration.properties where !dropped.contains(property.name) {
      try handle.set(property.name, property.value)
    }
    for (name, value) in forced { try handle.set(name, value) }
    try handle.set("log.queue", "true")
    // Without a source of ours librdkafka's own ways to a token must not be taken from it.
    let tokens = configuration.tokenSource == nil ? 0 : RD_KAFKA_EVENT_OAUTHBEARER_TOKEN_REFRESH
    let created = unsafe try handle.makeClient(type, events: Self.events | tokens)
    unsafe raw = created
    context = configuration.errorContext
    tokenSource = configuration.tokenSource
    unsafe events = rd_kafka_queue_get_main(raw)
    // "Forward librdkafka logs (and debug) to the specified queue ... If the value is NULL the logs
    // are forwarded to the main queue." (rdkafka.h, rd_kafka_set_log_queue)
    unsafe rd_kafka_set_log_queue(raw, nil)
  }

  /// The next event, within the timeout; the caller destroys it.
  func nextEvent(within milliseconds: Int32) -> OpaquePointer? {
    unsafe rd_kafka_queue_poll(events, milliseconds)
  }

  /// Takes in what waits in the main queue; costs one lock when nothing does.
  mutating func drain() {
    // A flood of log lines must not keep the caller here for ever.
    for _ in 0..<10_000 {
      guard let event = unsafe nextEvent(within: 0) else { return }
      unsafe take(event)
      unsafe rd_kafka_event_destroy(event)
    }
  }

  /// Takes in one event that is not a delivery report.
  mutating func take(_ event: OpaquePointer) {
    switch unsafe rd_kafka_event_type(event) {
    case RD_KAFKA_EVENT_ERROR: unsafe takeError(event)
    case RD_KAFKA_EVENT_LOG: unsafe takeLog(event)
    case RD_KAFKA_EVENT_STATS:
      if let text = unsafe rd_kafka_event_stats(event) {
        unsafe enqueue(.statistics(String(cString: text)))
      }
    case RD_KAFKA_EVENT_OAUTHBEARER_TOKEN_REFRESH: refreshToken()
    default: break
    }
  }

  private mutating func refreshToken() {
    guard let tokenSource else { return }
    tokenFailure = nil
    var refusal: String?
    do throws(OAuthTokenFailure) {
      let token = try tokenSource()
      var code = RD_KAFKA_RESP_ERR_NO_ERROR
      let reason = unsafe ErrorText.collect { buffer, size in
        unsafe code = rd_kafka_oauthbearer_set_token(
          raw, token.text, token.expires.milliseconds, token.principal, nil, 0, buffer, size)
      }
      if code != RD_KAFKA_RESP_ERR_NO_ERROR { refusal = reason }
    } catch {
      refusal = error.reason
    }
    guard let refusal else { return }
    // librdkafka tells of it once, and asks for a token again after 10 s.
    _ = unsafe rd_kafka_oauthbearer_set_token_failure(raw, refusal)
    tokenFailure = context.judged(
      KafkaError(RD_KAFKA_RESP_ERR__AUTHENTICATION, "reach the cluster", reason: refusal))
  }

  private mutating func takeError(_ event: OpaquePointer) {
    let text = unsafe rd_kafka_event_error_string(event).map { unsafe String(cString: $0) }
    var error = unsafe KafkaError(
      rd_kafka_event_error(event), "reach the cluster", reason: text)
    error.isFatal = unsafe rd_kafka_event_error_is_fatal(event) != 0
    error = context.judged(error)
    if error.clarity >= lastCause?.clarity ?? 0 { lastCause = error }
    enqueue(.error(error))
  }

  private mutating func takeLog(_ event: OpaquePointer) {
    var facility: UnsafePointer<CChar>?
    var text: UnsafePointer<CChar>?
    var level: Int32 = 0
    guard unsafe rd_kafka_event_log(event, &facility, &text, &level) == 0 else { return }
    unsafe logs.append(
      LogLine(
        level: Int(level), facility: facility.map { unsafe String(cString: $0) } ?? "",
        text: text.map { unsafe String(cString: $0) } ?? ""))
  }

  /// Hands over the errors and statistics that have come in.
  mutating func takeInbox() -> [ConsumerEvent] {
    guard !inbox.isEmpty else { return [] }
    defer { inbox = [] }
    return inbox
  }

  private mutating func enqueue(_ event: ConsumerEvent) {
    // Somebody who asks for metadata only never takes events: keep the newest.
    if inbox.count >= 1000 { inbox.removeFirst(500) }
    inbox.append(event)
  }

  /// The handle of a topic, made on first use.
  mutating func topic(_ name: String, _ operation: String) throws(KafkaError) -> (
    id: TopicID, handle: OpaquePointer
  ) {
    if let number = topicNumbers[name] {
      return unsafe (TopicID(index: number), topicHandles[number])
    }
    try TopicName.check(name, operation)
    let number = unsafe topicHandles.count
    // "The conf object is freed by this function and must not be used or destroyed by the
    // application subsequently." (rdkafka.h, rd_kafka_topic_new)
    let conf = unsafe rd_kafka_default_topic_conf_dup(raw)
    // The number rides on the handle, so that a record's topic is found without a table.
    unsafe rd_kafka_topic_conf_set_opaque(conf, UnsafeMutableRawPointer(bitPattern: number + 1))
    guard let handle = unsafe rd_kafka_topic_new(raw, name, conf) else {
      throw KafkaError(rd_kafka_last_error(), operation).about(topic: name)
    }
    unsafe topicHandles.append(handle)
    topicNames.append(name)
    topicNumbers[name] = number
    return unsafe (TopicID(index: number), handle)
  }

  /// The handle of a topic that was met before.
  func handle(of topic: TopicID) -> OpaquePointer { unsafe topicHandles[topic.index] }

  mutating func learn(_ found: [Broker]) {
    for broker in found { brokers[broker.id] = broker.address }
  }

  /// The error of a call that failed, with the clearest reason there is for it.
  mutating func failure(
    _ code: rd_kafka_resp_err_t, _ operation: String, topic: String? = nil,
    partition: Int32? = nil, leaders: Set<Int32> = []
  ) -> KafkaError {
    drain()
    var error = KafkaError(code, operation)
    error.topic = topic
    error.partition = partition
    guard error.kind == .unreachable else { return error }
    if let cause = lastCause {
      error.reason = cause.reason
      error.code = cause.code
      error.kind = cause.kind
      error.hint = cause.hint
      error.unreachableListener = cause.unreachableListener
    } else if leaders.count == 1, let leader = leaders.first, let address = brokers[leader] {
      error = context.misadvertised(error, by: NamedBroker(address: address, id: leader))
    }
    return error
  }

  deinit {
    // "Use rd_kafka_queue_destroy() to loose the reference." (rdkafka.h, rd_kafka_queue_get_main)
    unsafe rd_kafka_queue_destroy(events)
    // "Applications must eventually call rd_kafka_topic_destroy() for each succesfull call to
    // rd_kafka_topic_new() to clear up resources." (rdkafka.h, rd_kafka_topic_new)
    for index in topicNames.indices { unsafe rd_kafka_topic_destroy(topicHandles[index]) }
    // "Don't call consumer_close() to leave group and commit final offsets." (rdkafka.h,
    // RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE) A plain destroy may wait for session.timeout.ms.
    unsafe rd_kafka_destroy_flags(raw, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
  }
}

extension KafkaError {
  /// How much an event explains: the higher wins as the reason of a failed call.
  fileprivate var clarity: Int {
    if kind == .authentication { return 5 }
    return switch code {
    case .allBrokersDown: 1
    case .transport, .timedOut: unreachableListener == nil ? 2 : 4
    case .resolve: 3
    default: 3
    }
  }
}
