internal import CRdkafka

/// What librdkafka, a broker or this wrapper refused to do: what, to what, why and what next.
public struct KafkaError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What a caller can do about it; a command maps it to its exit status.
  public enum Kind: Sendable, Hashable {
    /// The broker, or TLS, did not accept who we say we are.
    case authentication
    /// The broker knows us and does not allow it.
    case authorization
    /// No broker answered in time, or a connection could not be made.
    case unreachable
    /// The topic or the partition does not exist.
    case unknownTopic
    /// A property, a name or a number that the caller gave is not valid.
    case configuration
    /// Anything else.
    case other
  }

  /// What was tried, as a verb phrase that follows "cannot", such as `read metadata`.
  public var operation: String
  /// The topic it was about; nil when it was about the whole cluster.
  public var topic: String?
  /// The partition it was about; nil when it was about a whole topic or the cluster.
  public var partition: Int32?
  /// Why, in the words of librdkafka or the broker.
  public var reason: String
  /// librdkafka's response code.
  public var code: Code
  /// What to do next; nil when nothing better than the reason is known.
  public var hint: String?
  /// Whether the client that raised it can no longer be used.
  public var isFatal = false
  /// What a caller can do about it.
  public var kind: Kind
  /// The broker that the cluster's metadata names and that cannot be reached although the bootstrap
  /// broker answered; nil for every other failure.
  public var unreachableListener: BrokerAddress?

  /// Whether the same call may succeed later with nothing changed here.
  public var isRetriable: Bool { !isFatal && code.isTransient }

  /// An error of the caller's own making or of another layer, in this module's form.
  public init(
    operation: String, reason: String, code: Code, kind: Kind? = nil, topic: String? = nil,
    partition: Int32? = nil, hint: String? = nil
  ) {
    self.operation = operation
    self.topic = topic
    self.partition = partition
    self.reason = reason
    self.code = code
    self.kind = kind ?? code.kind
    self.hint = hint ?? code.hint
  }

  /// `cannot read watermarks of topic 'orders' partition 3: Broker transport failure (_TRANSPORT)`.
  public var description: String {
    var text = "cannot \(operation)"
    if let topic {
      text += operation.hasSuffix("topic") ? " '\(topic)'" : " of topic '\(topic)'"
      if let partition { text += " partition \(partition)" }
    }
    return text + ": \(reason) (\(code))"
  }

  init(_ code: rd_kafka_resp_err_t, _ operation: String, reason: String? = nil) {
    let code = Code(rawValue: code.rawValue)
    self.init(operation: operation, reason: reason ?? code.explanation, code: code)
  }

  func about(topic: String, partition: Int32? = nil) -> KafkaError {
    var copy = self
    copy.topic = topic
    copy.partition = partition
    return copy
  }

  static func invalid(_ operation: String, _ reason: String, hint: String? = nil) -> KafkaError {
    KafkaError(
      operation: operation, reason: reason, code: .invalidArgument, kind: .configuration,
      hint: hint)
  }
}
