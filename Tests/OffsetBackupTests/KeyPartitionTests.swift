import OffsetBackup
import Testing

@Suite struct KeyPartitionTests {
  /// The first two are Java's own answers (facts 9.5).
  @Test(arguments: [
    (#"["inventory-connector",{"server":"dbserver1"}]"#, 25, 11),
    (#"["pg",{"server":"inventory"}]"#, 25, 19), (#"["pg",{"server":"inventory"}]"#, 1, 0),
    (#"["m",{"server":"m"}]"#, 25, 2), ("", 0, 0),
  ])
  func `a key's partition is Java's`(key: String, partitions: Int, partition: Int32) {
    #expect(KeyPartition.of(Array(key.utf8), partitions: partitions) == partition)
  }
}
