internal import CRdkafka

/// Records fetched by one poll; gives their memory back to librdkafka when it goes out of scope.
///
/// It borrows the consumer: polling again while it lives, keeping it and sending it to another
/// thread do not compile.
@safe public struct RecordBatch: ~Copyable, ~Escapable {
  private let messages: UnsafeMutableBufferPointer<UnsafeMutablePointer<rd_kafka_message_t>?>
  private let names: [String]

  /// What the poll brought that is no record: ends of partitions, errors, statistics.
  public let events: [ConsumerEvent]

  @_lifetime(immortal)
  init(
    _ messages: UnsafeMutableBufferPointer<UnsafeMutablePointer<rd_kafka_message_t>?>,
    _ events: [ConsumerEvent], _ names: [String]
  ) {
    unsafe self.messages = messages
    self.events = events
    self.names = names
  }

  /// How many records there are; 0 after a timeout or when there are events only.
  public var count: Int { unsafe messages.count }

  /// Whether there are neither records nor events.
  public var isEmpty: Bool { count == 0 && events.isEmpty }

  /// The numbers of the records, for a loop that cannot go wrong.
  public var indices: Range<Int> { 0..<count }

  /// The record with this number, in the order of each partition; as with an array, a number that is
  /// not in `indices` stops the program.
  public subscript(index: Int) -> Record {
    @_lifetime(borrow self) get {
      guard indices.contains(index), let message = unsafe messages[index] else {
        preconditionFailure("record \(index) of a batch of \(count)")
      }
      return unsafe Record(message, owner: self)
    }
  }

  /// The topic's name; nil for a number that this consumer has not given out.
  public func name(of topic: TopicID) -> String? {
    names.indices.contains(topic.index) ? names[topic.index] : nil
  }

  deinit {
    for index in indices { unsafe rd_kafka_message_destroy(messages[index]) }
  }
}
