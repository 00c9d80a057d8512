public import JSON

/// Where a connector's source stands in one of its partitions.
public struct ConnectorOffset: Sendable, Hashable {
  /// The source partition, such as `{"server":"shop"}`.
  public let partition: JSONValue
  /// The source offset, such as `{"lsn":22463000,"txId":738}`; null when it was reset.
  public let offset: JSONValue

  /// An offset, or null, for a partition.
  public init(partition: JSONValue, offset: JSONValue) {
    self.partition = partition
    self.offset = offset
  }

  /// All pairs of the object that `GET /connectors/NAME/offsets` answers; nil when it is none.
  package static func all(json: JSONValue) -> [ConnectorOffset]? {
    guard let elements = json["offsets"]?.elements else { return nil }
    let all = elements.compactMap { element -> ConnectorOffset? in
      guard let partition = element["partition"], let offset = element["offset"] else { return nil }
      return ConnectorOffset(partition: partition, offset: offset)
    }
    return all.count == elements.count ? all : nil
  }
}
