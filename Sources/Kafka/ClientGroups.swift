internal import CRdkafka

extension Client {
  /// All groups with their members, asked of every broker; throws unless every broker answered.
  mutating func groups(timeout: Duration) throws(KafkaError) -> [ConsumerGroup] {
    let operation = "list the groups"
    // A refusal of the credentials is seen by metadata; this call would only time out.
    _ = try metadata(.knownTopics, timeout: timeout)
    var list: UnsafePointer<rd_kafka_group_list>?
    // "RD_KAFKA_RESP_ERR__PARTIAL if not all brokers responded in time but at least one group is
    // returned" (rdkafka.h, rd_kafka_list_groups): the missing one may be the one that matters.
    let code = unsafe rd_kafka_list_groups(raw, nil, &list, max(1, timeout.cMilliseconds))
    guard let list = unsafe list else { throw failure(code, operation) }
    // "Use rd_kafka_group_list_destroy() to release list memory." (rdkafka.h)
    defer { unsafe rd_kafka_group_list_destroy(list) }
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw failure(code, operation) }
    let groups = unsafe UnsafeBufferPointer(
      start: list.pointee.groups, count: max(0, Int(list.pointee.group_cnt)))
    for index in groups.indices {
      let code = unsafe groups[index].err
      guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw failure(code, operation) }
    }
    return unsafe groups.map { unsafe ConsumerGroup($0) }.sorted { $0.name < $1.name }
  }
}
