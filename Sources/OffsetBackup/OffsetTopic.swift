/// What an offsets topic held, read to the ends that its partitions had when reading began.
public struct OffsetTopic: Sendable, Hashable {
  /// How far one partition was read.
  public struct Partition: Sendable, Hashable {
    /// Its number.
    public var number: Int32
    /// The offset of its oldest record when reading began.
    public var beginning: Int64
    /// The offset that its next record would have got when reading began.
    public var end: Int64
    /// Every committed record below this offset was read; `end` in whatever a reader gives back.
    public var readTo: Int64

    /// A partition; see the properties.
    public init(number: Int32, beginning: Int64, end: Int64, readTo: Int64) {
      self.number = number
      self.beginning = beginning
      self.end = end
      self.readTo = readTo
    }
  }

  /// The topic's name.
  public var name: String
  /// Its partitions, by number.
  public var partitions: [Partition]
  /// The newest record of each key in each partition, tombstones too, by partition and then by
  /// the bytes of the key.
  public var latest: [OffsetRecord]
  /// Every record, by partition and offset; empty unless it was asked for.
  public var history: [OffsetRecord]

  /// A topic; see the properties.
  public init(
    name: String, partitions: [Partition], latest: [OffsetRecord], history: [OffsetRecord] = []
  ) {
    self.name = name
    self.partitions = partitions
    self.latest = latest
    self.history = history
  }

  /// The newest records that are no tombstones.
  public var live: [OffsetRecord] { latest.filter { !$0.isTombstone } }
}
