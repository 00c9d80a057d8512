public import Debezium
public import JSON

/// Where each source partition of each connector stands, from whatever place that was read.
public struct OffsetState: Sendable {
  /// A connector's source partition.
  public struct Subject: Sendable, Hashable, Comparable {
    /// The connector; nil where the place did not tell, as Connect's answer about one connector.
    public var connector: String?
    /// The partition's compact JSON, its members in the order of their names.
    public var partition: String

    /// Whether `left` is listed before `right`.
    public static func < (left: Subject, right: Subject) -> Bool {
      (left.connector ?? "", left.partition) < (right.connector ?? "", right.partition)
    }
  }

  /// The offsets.
  public private(set) var offsets: [Subject: SourceOffset] = [:]

  /// The newest offset of each partition; a connector's own topic and the workers' may both have
  /// one.
  public init(_ records: [OffsetRecord]) {
    var newest: [Subject: OffsetRecord] = [:]
    for record in records where !record.isTombstone {
      guard let key = record.decodedKey, record.decodedValue != nil else { continue }
      let subject = Subject(connector: key.connector, partition: key.partition.partitionText)
      if let known = newest[subject]?.time, let time = record.time, known >= time { continue }
      newest[subject] = record
    }
    offsets = newest.compactMapValues(\.decodedValue)
  }

  /// Connect's answer to `GET /connectors/NAME/offsets`; nil when it is none.
  public init?(connectAnswer: JSONValue, connector: String?) {
    guard let elements = connectAnswer["offsets"]?.elements else { return nil }
    for element in elements {
      guard let partition = element["partition"], partition.members != nil,
        let offset = element["offset"]
      else { return nil }
      if offset.isNull { continue }
      guard let source = SourceOffset(offset) else { return nil }
      offsets[Subject(connector: connector, partition: partition.partitionText)] = source
    }
  }

  /// The offsets of one connector alone, and those of which no connector is told.
  public func of(_ connector: String) -> OffsetState {
    var copy = self
    copy.offsets = offsets.filter { $0.key.connector == nil || $0.key.connector == connector }
    return copy
  }

  /// The offsets of each connector alone, in one pass; without those of which no connector is told.
  public var byConnector: [String: OffsetState] {
    var parts: [String: OffsetState] = [:]
    for (subject, offset) in offsets {
      guard let connector = subject.connector else { continue }
      parts[connector, default: OffsetState([])].offsets[subject] = offset
    }
    return parts
  }

  /// The same offsets without their connectors; nil when two connectors then are one.
  func withoutConnectors() -> OffsetState? {
    var copy = self
    copy.offsets = [:]
    for (subject, offset) in offsets {
      let bare = Subject(connector: nil, partition: subject.partition)
      guard copy.offsets.updateValue(offset, forKey: bare) == nil else { return nil }
    }
    return copy
  }
}
