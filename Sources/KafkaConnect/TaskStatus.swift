package import JSON

/// What one task of a connector does.
public struct TaskStatus: Sendable, Hashable {
  /// The task's number, from 0.
  public let id: Int
  /// What it does.
  public let state: ConnectorState
  /// The worker that has it, as `host:port`; nil when Connect does not say.
  public let worker: String?
  /// The Java stack trace of what ended it, word for word; nil when nothing did.
  public let trace: String?

  /// The first line of the trace and the first line of its last cause: what a person reads first;
  /// nil without a trace.
  public var failure: String? { trace.flatMap(TraceSummary.init)?.text }

  package init?(json: JSONValue) {
    guard let id = json["id"]?.integerValue.flatMap({ Int(exactly: $0) }), id >= 0,
      let state = json["state"]?.stringValue
    else { return nil }
    self.id = id
    self.state = ConnectorState(state)
    worker = json["worker_id"]?.stringValue
    trace = json["trace"]?.stringValue
  }
}
