import JSON

extension ConnectCluster {
  /// The topics that Connect has seen a connector's tasks use since it was made, by name:
  /// `GET /connectors/NAME/topics`.
  ///
  /// Empty before the first record. Throws `notFound` when there is no such connector, and `server`
  /// with 403 where the worker keeps no account of topics (`topic.tracking.enable=false`).
  public mutating func topics(of name: String) throws(ConnectError) -> [String] {
    let (json, url) = try ask(WorkerPool.Question(path: path(name, "/topics")), connector: name)
    // `{"NAME": {"topics": ["a", "b"]}}`; a connector without one is missing in some versions.
    guard let members = json.members else {
      throw .notConnect(url, reason: "its JSON is another than Connect's")
    }
    let listed = members.first { $0.name == name }?.value["topics"]?.elements ?? []
    return listed.compactMap(\.stringValue).sorted()
  }
}
