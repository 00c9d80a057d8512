package import JSON

/// What a connector and its tasks do.
public struct ConnectorStatus: Sendable, Hashable {
  /// The connector's name.
  public let name: String
  /// Which way it carries records; nil when Connect does not say.
  public let type: ConnectorType?
  /// What the connector itself does: a failed task leaves it `running`.
  public let state: ConnectorState
  /// The worker that has it, as `host:port`; nil when Connect does not say.
  public let worker: String?
  /// The Java stack trace of what ended it; nil when nothing did.
  public let trace: String?
  /// The tasks by number; empty while it is stopped or has just been made.
  public let tasks: [TaskStatus]

  /// Whether the connector or one of its tasks has failed.
  public var hasFailed: Bool { state == .failed || tasks.contains { $0.state == .failed } }

  /// A connector that exists, but of which the workers have no status yet.
  package init(unknown name: String) {
    self.name = name
    type = nil
    state = .unknown
    worker = nil
    trace = nil
    tasks = []
  }

  /// From the object that `GET /connectors/NAME/status` answers; nil when it is none.
  package init?(json: JSONValue) {
    guard let name = json["name"]?.stringValue, let connector = json["connector"],
      let state = connector["state"]?.stringValue, let elements = json["tasks"]?.elements
    else { return nil }
    let tasks = elements.compactMap(TaskStatus.init(json:))
    guard tasks.count == elements.count else { return nil }
    self.name = name
    type = json["type"]?.stringValue.map { ConnectorType($0) }
    self.state = ConnectorState(state)
    worker = connector["worker_id"]?.stringValue
    trace = connector["trace"]?.stringValue
    self.tasks = tasks.sorted { $0.id < $1.id }
  }
}
