internal import CRdkafka

/// Sole owner of an `rd_kafka_conf_t` until `rd_kafka_new` takes it.
@safe struct ConfigurationHandle: ~Copyable {
  private let raw: OpaquePointer

  init() {
    unsafe raw = rd_kafka_conf_new()
  }

  /// Sets one property; the errors are those of `Configuration.set`.
  borrowing func set(_ name: String, _ value: String) throws(KafkaError) {
    let operation = "set property '\(name)'"
    // C would read the text only as far as its NUL and take the rest for nothing.
    guard !name.utf8.contains(0), !value.utf8.contains(0) else {
      throw .invalid("set a property", "a name or value holds a NUL byte")
    }
    var result = RD_KAFKA_CONF_OK
    let text = unsafe ErrorText.collect { buffer, size in
      unsafe result = rd_kafka_conf_set(raw, name, value, buffer, size)
    }
    guard result != RD_KAFKA_CONF_OK else { return }
    var reason = text.isEmpty ? "not accepted" : text
    if Secret.isSecret(name), !value.isEmpty {
      reason = reason.replacing(value, with: "[redacted]")
    }
    var hint: String?
    if result == RD_KAFKA_CONF_UNKNOWN {
      hint = PropertyNames.nearest(to: name).map { "did you mean '\($0)'?" }
    }
    throw .invalid(operation, reason, hint: hint)
  }

  /// All properties with their values, those of topics included, by name.
  borrowing func dump() -> [Configuration.Property] {
    var found: [String: String] = [:]
    // "The dump must be freed with rd_kafka_conf_dump_free()." (rdkafka.h, rd_kafka_conf_dump)
    var count = 0
    if let entries = unsafe rd_kafka_conf_dump(raw, &count) {
      unsafe Self.read(entries, count, into: &found)
      unsafe rd_kafka_conf_dump_free(entries, count)
    }
    // A fallthrough property makes a default topic configuration, which the client's owns; before
    // that there is none and the library's defaults stand.
    let own = unsafe rd_kafka_conf_get_default_topic_conf(raw)
    let spare = unsafe own == nil ? rd_kafka_topic_conf_new() : nil
    if let entries = unsafe rd_kafka_topic_conf_dump(own ?? spare, &count) {
      unsafe Self.read(entries, count, into: &found)
      unsafe rd_kafka_conf_dump_free(entries, count)
    }
    if let spare = unsafe spare { unsafe rd_kafka_topic_conf_destroy(spare) }
    return found.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) }
  }

  private static func read(
    _ entries: UnsafeMutablePointer<UnsafePointer<CChar>?>, _ count: Int,
    into found: inout [String: String]
  ) {
    for index in stride(from: 0, to: count - 1, by: 2) {
      guard let name = unsafe entries[index], let value = unsafe entries[index + 1] else {
        continue
      }
      unsafe found[String(cString: name)] = String(cString: value)
    }
  }

  /// Makes a client that keeps its logs in a queue and its errors and reports as events.
  consuming func makeClient(_ type: rd_kafka_type_t, events: Int32) throws(KafkaError)
    -> OpaquePointer
  {
    // "The default is to print to stderr ... Or pass func as NULL to disable logging."
    // (rdkafka.h, rd_kafka_conf_set_log_cb) It counts for what is logged before the queue is there.
    unsafe rd_kafka_conf_set_log_cb(raw, nil)
    unsafe rd_kafka_conf_set_events(raw, events)
    var created: OpaquePointer?
    let text = unsafe ErrorText.collect { buffer, size in
      unsafe created = rd_kafka_new(type, raw, buffer, size)
    }
    guard let created = unsafe created else {
      _ = consume self
      throw .invalid("make a Kafka client", text)
    }
    // "The conf object is freed by this function on success and must not be used or destroyed by
    // the application subsequently." (rdkafka.h, rd_kafka_new) So on failure it is still ours.
    discard self
    return unsafe created
  }

  deinit { unsafe rd_kafka_conf_destroy(raw) }
}
