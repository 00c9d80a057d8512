import HTTP
public import JSON

/// What changes connectors; each call returns when a worker has taken it, which is not when it has
/// been done.
///
/// A change goes out once. The next worker is asked only where one cannot have heard it; where one
/// may have, the error is no refusal (``ConnectError/isRefusal``), and the connector's state has to
/// be looked at before anybody asks again.
extension ConnectCluster {
  /// Ends a connector's tasks and keeps its configuration and offsets: `PUT .../stop`.
  ///
  /// Returns before the tasks are gone (`wait(for:of:within:stop:)`). Needs Connect 3.5.
  public mutating func stop(_ name: String) throws(ConnectError) {
    try change(.put, try path(name, "/stop"), connector: name)
  }

  /// Starts a connector that was stopped or paused: `PUT .../resume`.
  public mutating func resume(_ name: String) throws(ConnectError) {
    try change(.put, try path(name, "/resume"), connector: name)
  }

  /// Starts a connector and its tasks anew, those only that have failed if asked: `POST .../restart`.
  public mutating func restart(_ name: String, onlyFailed: Bool) throws(ConnectError) {
    try change(
      .post, try path(name, "/restart?includeTasks=true&onlyFailed=\(onlyFailed)"), connector: name)
  }

  /// Writes offsets of a stopped connector, whole partitions at a time: `PATCH .../offsets`.
  ///
  /// An offset of null removes the partition's. Connect checks neither partitions nor offsets (facts
  /// 15). Gives back its message. Needs Connect 3.6.
  @discardableResult
  public mutating func alterOffsets(
    _ name: String, _ offsets: [ConnectorOffset]
  ) throws(ConnectError) -> String? {
    let pairs = offsets.map {
      JSONValue.object([("partition", $0.partition), ("offset", $0.offset)])
    }
    return try change(
      .patch, try path(name, "/offsets"), .object([("offsets", .array(pairs))]), connector: name)
  }

  /// Removes every offset of a stopped connector: `DELETE .../offsets`; needs Connect 3.6.
  @discardableResult
  public mutating func resetOffsets(_ name: String) throws(ConnectError) -> String? {
    try change(.delete, try path(name, "/offsets"), connector: name)
  }

  /// Makes a connector that does not run yet: `POST /connectors` with `initial_state` STOPPED.
  ///
  /// Throws `server` with 409 when the name is taken. Needs Connect 3.7: an older one ignores the
  /// state and starts it.
  public mutating func createStopped(
    _ name: String, configuration: JSONValue
  ) throws(ConnectError) {
    let body = JSONValue.object([
      ("name", .string(name)), ("config", configuration), ("initial_state", .string("STOPPED")),
    ])
    try change(.post, "/connectors", body, connector: nil)
  }

  /// Gives a connector this configuration, and makes it when it is missing: `PUT .../config`.
  public mutating func configure(
    _ name: String, _ configuration: JSONValue
  ) throws(ConnectError) {
    try change(.put, try path(name, "/config"), configuration, connector: nil)
  }

  /// Removes a connector; its offsets stay: `DELETE /connectors/NAME`.
  public mutating func delete(_ name: String) throws(ConnectError) {
    try change(.delete, try path(name, ""), connector: name)
  }

  @discardableResult
  private mutating func change(
    _ method: Method, _ path: String, _ body: JSONValue? = nil, connector: String?
  ) throws(ConnectError) -> String? {
    let question = WorkerPool.Question(method: method, path: path, body: body)
    return try ask(question, connector: connector).json["message"]?.stringValue
  }
}

extension ConnectorStatus {
  /// Whether it is STOPPED and none of its tasks is left.
  public var isStopped: Bool { state == .stopped && tasks.isEmpty }
}
