internal import CRdkafka

/// Sole owner of an `rd_kafka_headers_t` until a message takes it.
@safe final class HeaderList {
  /// The list; nil when there are no headers, or when a message has taken them.
  private(set) var list: OpaquePointer?

  init(_ headers: [OwnedRecord.Header], topic: String) throws(KafkaError) {
    guard !headers.isEmpty else { return }
    unsafe list = rd_kafka_headers_new(headers.count)
    for header in headers {
      guard !header.name.utf8.contains(0) else {
        throw KafkaError.invalid("send a record", "a header's name holds a NUL byte")
          .about(topic: topic)
      }
      add(header)
    }
  }

  private func add(_ header: OwnedRecord.Header) {
    // "empty value with size = 0 and any non-NULL pointer" and "null value with size = 0 and a NULL
    // pointer" (rdkafka.h, Message headers)
    guard let value = header.value else {
      _ = unsafe rd_kafka_header_add(list, header.name, -1, nil, 0)
      return
    }
    unsafe value.withUnsafeBytes { bytes in
      _ = unsafe rd_kafka_header_add(
        list, header.name, -1, bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1), bytes.count)
    }
  }

  /// Forgets the list: a message has taken it.
  func given() {
    // "The message object will assume ownership of the headers (unless producev() fails)."
    // (rdkafka.h, RD_KAFKA_V_HEADERS)
    unsafe list = nil
  }

  deinit {
    if let list = unsafe list { unsafe rd_kafka_headers_destroy(list) }
  }
}
