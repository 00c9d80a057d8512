public import Runtime

/// The SHA-256 of a state: of all live records' partitions, keys and values.
///
/// Each topic that has live records is hashed for itself: record by record, by partition and then
/// by the bytes of the key, as the partition (4 bytes), the key and the value, each behind its
/// length (8 bytes, all ones for none), big-endian. The hash of the topics' hashes in order is the
/// result. Names, positions, times and tombstones have no part in it.
public enum ContentHash {
  /// The hash of those records that are no tombstones, in hexadecimal.
  public static func text(of records: [OffsetRecord]) throws(RuntimeError) -> String {
    var topics: [[UInt8]] = []
    let byTopic = Dictionary(grouping: records.filter { !$0.isTombstone }, by: \.topic)
    for records in byTopic.values { topics.append(try hash(of: records)) }
    topics.sort { $0.lexicographicallyPrecedes($1) }
    var hash = SHA256()
    for topic in topics { hash.update(topic) }
    return SHA256.text(try hash.finish())
  }

  private static func hash(of records: [OffsetRecord]) throws(RuntimeError) -> [UInt8] {
    var hash = SHA256()
    for record in records.sorted(by: OffsetRecord.isBefore) {
      hash.update(bytes(UInt64(UInt32(bitPattern: record.partition)), count: 4))
      for part in [record.key, record.value] {
        hash.update(bytes(part.map { UInt64($0.count) } ?? .max, count: 8))
        hash.update(part ?? [])
      }
    }
    return try hash.finish()
  }

  private static func bytes(_ number: UInt64, count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> UInt64($0 * 8)) }
  }
}

extension OffsetRecord {
  /// The order of a backup: by topic, partition and the bytes of the key, those without one first.
  static func isBefore(_ left: OffsetRecord, _ right: OffsetRecord) -> Bool {
    if left.topic != right.topic { return left.topic < right.topic }
    if left.partition != right.partition { return left.partition < right.partition }
    guard let leftKey = left.key else { return right.key != nil }
    guard let rightKey = right.key else { return false }
    return leftKey.lexicographicallyPrecedes(rightKey)
  }
}
