internal import JSON
public import Runtime

/// The opening or closing of one chunk's window, as a row of the signal table tells it.
public struct SnapshotWindow: Sendable, Hashable {
  /// The chunk's uuid, the same in its opening and its closing.
  public let chunk: String
  /// When the window was opened; nil when not told.
  public let opened: Timestamp?
  /// When the window was closed; nil in an opening and when not told.
  public let closed: Timestamp?
  /// The id of the signal that asked for the snapshot; nil before Debezium 3.7.
  public let correlationID: String?
  /// The table that was being read at the opening; nil before Debezium 3.7.
  ///
  /// The first chunk of every later table is read in the window of the table before it and names
  /// that one.
  public let dataCollection: String?

  /// Reads a window's row: its id (`uuid-open`, `uuid-close`) and its data, null for none.
  init(id: String, data: JSONValue) {
    let suffix = ["-open", "-close"].first { id.hasSuffix($0) } ?? ""
    chunk = String(id.dropLast(suffix.count))
    opened = Self.time(data["openWindowTimestamp"])
    closed = Self.time(data["closeWindowTimestamp"])
    correlationID = data["correlationId"]?.stringValue
    dataCollection = data["dataCollectionId"]?.stringValue
  }

  private static func time(_ value: JSONValue?) -> Timestamp? {
    value?.stringValue.flatMap { JavaTimestamp(parsing: $0)?.milliseconds }
      .map(Timestamp.init(milliseconds:))
  }
}
