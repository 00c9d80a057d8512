import CMallocProbe
import Kafka
import Testing

@Suite(.timeLimit(.minutes(1))) struct AllocationTests {
  @Test(.enabled(if: malloc_probe_is_active(), "a sanitizer has its own allocator"))
  func theProbeCountsAllocations() throws {
    let before = malloc_probe_thread_count()
    _ = try Configuration(bootstrapServers: "localhost:9092")
    #expect(malloc_probe_thread_count() > before)
  }

  @Test(.enabled(if: malloc_probe_is_active(), "a sanitizer has its own allocator"))
  func atMostTwoAllocationsForAThousandRecords() throws {
    let cluster = try EmbeddedCluster()
    try cluster.createTopic("t", partitions: 4)
    try cluster.fill("t", partitions: 4, count: 40_000)
    var consumer = try Consumer(cluster.configuration(), batchCapacity: 1000)
    try consumer.assign(topic: "t", from: .beginning)
    var seen = 0
    var bytes = 0
    var topics = 0
    func take(_ batch: borrowing RecordBatch) {
      seen += batch.count
      for index in batch.indices {
        let record = batch[index]
        bytes += record.value?.byteCount ?? 0
        topics += record.topic.index
      }
    }
    while seen < 1000 { take(consumer.poll(timeout: .seconds(5))) }
    // The rest has to be there before counting begins: what is counted is taking, not waiting.
    let fetched = ContinuousClock.now + .seconds(1)
    while .now < fetched { _ = try consumer.watermarks(topic: "t", partition: 0) }
    let start = seen
    let before = malloc_probe_thread_count()
    while seen < 40_000 { take(consumer.poll(timeout: .seconds(5))) }
    let allocations = malloc_probe_thread_count() - before
    let thousands = UInt64((seen - start) / 1000)
    #expect(thousands >= 30)
    #expect(allocations <= 2 * thousands, "\(allocations) for \(thousands) thousand records")
    #expect(bytes == 400_000)
  }
}
