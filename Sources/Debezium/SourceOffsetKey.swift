public import JSON

/// The key of a record in Connect's offsets topic: `["connector",{partition}]`.
///
/// Connect finds an offset by these bytes alone, so a key is compared and put back as the record's
/// own bytes, never as this value written again.
public struct SourceOffsetKey: Sendable, Hashable {
  /// The connector's name in Connect, which need not be its `topic.prefix`.
  public let connector: String
  /// The source partition, an object.
  public let partition: JSONValue

  /// The key of `connector`'s `partition`.
  public init(connector: String, partition: JSONValue) {
    self.connector = connector
    self.partition = partition
  }

  /// Reads a key; nil when it is not an array of a string and an object, as Connect would ignore it.
  public init?(_ key: JSONValue) {
    guard let elements = key.elements, elements.count == 2,
      let connector = elements[0].stringValue, elements[1].members != nil
    else { return nil }
    self.init(connector: connector, partition: elements[1])
  }

  /// Reads a record's key; nil when it is no JSON or no such key.
  public init?(parsing text: String) {
    guard let value = JSONValue(parsing: text) else { return nil }
    self.init(value)
  }

  /// The partition's `topic.prefix` (`server`, MongoDB's `server_id`); nil when it names none.
  public var prefix: String? {
    partition["server"]?.stringValue ?? partition["server_id"]?.stringValue
  }

  /// The partition's database, which SQL Server connectors tell; nil elsewhere.
  public var database: String? { partition["database"]?.stringValue }
}
