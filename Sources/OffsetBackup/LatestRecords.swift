/// The newest record of each key in each partition of one topic.
struct LatestRecords: Sendable {
  private struct Place: Hashable {
    var partition: Int32
    var key: [UInt8]?
  }

  private var records: [Place: OffsetRecord] = [:]

  /// Takes the next record of its partition.
  mutating func take(_ record: OffsetRecord) {
    records[Place(partition: record.partition, key: record.key)] = record
  }

  /// The records by partition and then by the bytes of the key, those without one first: the same
  /// state always gives the same order.
  var sorted: [OffsetRecord] {
    records.values.sorted(by: OffsetRecord.isBefore)
  }
}
