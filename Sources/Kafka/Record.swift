internal import CRdkafka
public import Runtime

/// One record, borrowed from librdkafka's memory for as long as its batch lives: nothing is copied.
@safe public struct Record: ~Escapable {
  /// What a record's timestamp tells.
  public enum TimestampType: Sendable, Hashable {
    /// There is no timestamp.
    case none
    /// The producer set it when it made the record.
    case created
    /// The broker set it when it appended the record.
    case logAppended
  }

  private let message: UnsafeMutablePointer<rd_kafka_message_t>

  @_lifetime(borrow owner)
  init(_ message: UnsafeMutablePointer<rd_kafka_message_t>, owner: borrowing RecordBatch) {
    unsafe self.message = message
  }

  /// The topic, as a number that `Consumer.name(of:)` turns into its name.
  public var topic: TopicID { unsafe TopicID(message.pointee.rkt) }

  /// The topic's name; allocates, so not for every record.
  public var topicName: String {
    unsafe message.pointee.rkt.map { unsafe String(cString: rd_kafka_topic_name($0)) } ?? ""
  }

  /// The partition.
  public var partition: Int32 { unsafe message.pointee.partition }

  /// The offset in the partition.
  public var offset: Int64 { unsafe message.pointee.offset }

  /// When the record was made or appended, or nil when it carries no time.
  public var timestamp: Timestamp? {
    // "message timestamp, or -1 if not available" (rdkafka.h, rd_kafka_message_timestamp)
    let milliseconds = unsafe rd_kafka_message_timestamp(message, nil)
    return milliseconds == -1 ? nil : Timestamp(milliseconds: milliseconds)
  }

  /// What the timestamp tells.
  public var timestampType: TimestampType {
    var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
    _ = unsafe rd_kafka_message_timestamp(message, &type)
    switch type {
    case RD_KAFKA_TIMESTAMP_CREATE_TIME: return .created
    case RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME: return .logAppended
    default: return .none
    }
  }

  /// The value's bytes, or nil for a tombstone; an empty value is no tombstone.
  public var value: RawSpan? {
    @_lifetime(copy self) get {
      guard let start = unsafe message.pointee.payload else { return nil }
      return unsafe _overrideLifetime(
        RawSpan(_unsafeStart: UnsafeRawPointer(start), byteCount: message.pointee.len),
        copying: self)
    }
  }

  /// The key's bytes, or nil when the record has none; an empty key is a key.
  public var key: RawSpan? {
    @_lifetime(copy self) get {
      guard let start = unsafe message.pointee.key else { return nil }
      return unsafe _overrideLifetime(
        RawSpan(_unsafeStart: UnsafeRawPointer(start), byteCount: message.pointee.key_len),
        copying: self)
    }
  }

  /// The headers, in the record's order; empty when there are none.
  ///
  /// The first look makes librdkafka parse them, which allocates; records whose headers nobody looks
  /// at cost nothing. Throws when their bytes are no headers.
  public var headers: Headers {
    @_lifetime(copy self) get throws(KafkaError) {
      var list: OpaquePointer?
      let code = unsafe rd_kafka_message_headers(message, &list)
      // "RD_KAFKA_RESP_ERR__NOENT if the message has no headers, or another error code if the
      // headers could not be parsed." (rdkafka.h, rd_kafka_message_headers)
      guard code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR__NOENT else {
        throw KafkaError(code, "read headers").about(topic: topicName, partition: partition)
      }
      let found = unsafe code == RD_KAFKA_RESP_ERR_NO_ERROR ? list : nil
      return unsafe _overrideLifetime(Headers(found), copying: self)
    }
  }

  /// The last header of this name, or nil when there is none; a header's own value may be nil too.
  ///
  /// Costs what `headers` costs, and throws what it throws.
  @_lifetime(copy self)
  public func header(named name: String) throws(KafkaError) -> Header? {
    let headers = try headers
    guard let index = headers.lastIndex(named: name) else { return nil }
    let header = headers[index]
    return unsafe _overrideLifetime(header, copying: self)
  }

  /// A copy that may leave the batch, the thread and the consumer; allocates for each part.
  public func detached() -> OwnedRecord {
    OwnedRecord(
      topic: topicName, partition: partition, offset: offset, timestamp: timestamp,
      timestampType: timestampType, key: [UInt8](copying: key),
      value: [UInt8](copying: value), headers: (try? headers)?.detached())
  }
}

extension TopicID {
  /// The number that rides on the topic's handle.
  init(_ handle: OpaquePointer?) {
    // "Get the rkt_opaque pointer that was set in the topic configuration with
    // rd_kafka_topic_conf_set_opaque()." (rdkafka.h, rd_kafka_topic_opaque)
    let opaque = unsafe handle.flatMap { unsafe rd_kafka_topic_opaque($0) }
    index = Int(bitPattern: opaque) - 1
  }
}

extension [UInt8] {
  /// The bytes, or nil for none.
  init?(copying bytes: RawSpan?) {
    guard let bytes else { return nil }
    self = unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
  }
}
