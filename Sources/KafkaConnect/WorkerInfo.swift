package import JSON

/// What a worker says about itself.
public struct WorkerInfo: Sendable, Hashable {
  /// Connect's version, such as `4.3.0`.
  public let version: String
  /// The commit it was built from; nil when it does not say.
  public let commit: String?
  /// The id of the Kafka cluster that it keeps its topics in; nil before Connect 1.0.
  public let clusterID: String?

  /// From the object that `GET /` answers; nil when it is none.
  package init?(json: JSONValue) {
    // Many services tell a version at their root; Connect's has a commit or a cluster beside it.
    guard let version = json["version"]?.stringValue else { return nil }
    commit = json["commit"]?.stringValue
    clusterID = json["kafka_cluster_id"]?.stringValue
    guard commit != nil || clusterID != nil else { return nil }
    self.version = version
  }
}
