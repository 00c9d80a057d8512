public import JSON

/// What a manifest tells of one connector.
public struct SavedConnector: Sendable, Hashable {
  /// What is known of its configuration.
  public enum Configuration: Sendable, Hashable {
    /// The properties without the secrets, an object of texts, and the names of those left out.
    case saved(JSONValue, leftOut: [String])
    /// It is not there, and why.
    case notSaved(String)
  }

  /// The topic with the history of its tables.
  public struct History: Sendable, Hashable {
    /// The topic's name.
    public var topic: String
    /// The file in the backup.
    public var file: String
    /// How many records it has.
    public var records: Int
  }

  /// Its name in Connect.
  public var name: String
  /// A decoded offset for each of its partitions, objects; for people, the truth is in the records.
  public var offsets: [JSONValue]
  /// Its configuration.
  public var configuration: Configuration
  /// Its state in Connect's word; nil when nobody was asked.
  public var state: String?
  /// The states of its tasks.
  public var tasks: [String]
  /// The version of the Connect worker; nil when nobody was asked.
  public var connectVersion: String?
  /// The version of its plugin; nil when nobody told.
  public var pluginVersion: String?
  /// Its schema history; nil when it has none, or none was saved.
  public var history: History?
}
