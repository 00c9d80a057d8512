import CommandLine
import JSON
import Kafka
import KafkaConnect
import OffsetBackup
import Runtime

/// Asks Connect, Kafka's groups and the workers' status topics whether a task of a connector lives.
struct TaskAbsenceGathering {
  let connector: String
  let source: OffsetTopicSource
  let clusters: [ConnectSettings.Cluster]
  let context: CommandContext
  let timeout: Duration

  /// A status topic has a record for each connector and task; what holds more is none.
  private static let longestStatusTopic: Int64 = 1_000_000

  /// What was found, and the connector as Connect told of it; nil when it did not.
  func ask() throws(CommandFailure) -> (absence: TaskAbsence, found: PlacedConnector?) {
    let (rest, found) = try askConnect()
    let records = try statusRecords(rest)
    let absence = TaskAbsence(
      connector: connector, rest: rest, workers: try workers(), words: records.compactMap(word),
      isToldOf: records.contains { record in
        record.key.map { String(decoding: $0, as: UTF8.self) } == "status-connector-\(connector)"
          || word(record) != nil
      })
    return (absence, found)
  }

  /// Somebody who does not answer, or answers something else, is silent: Kafka has to tell then.
  private func askConnect() throws(CommandFailure) -> (TaskAbsence.Rest, PlacedConnector?) {
    guard !clusters.isEmpty else { return (.silent("Connect was not asked"), nil) }
    var silence: String?
    for place in clusters {
      do throws(ConnectError) {
        var cluster = try place.client(stop: context.stop)
        guard let info = try cluster.connectors().first(where: { $0.name == connector }) else {
          continue
        }
        return (.connector(info.status), PlacedConnector(info: info, place: place))
      } catch {
        switch error {
        case .stopped, .badURL: throw CommandFailure(error, stopStatus: context.stopStatus)
        default: silence = "\(error)"
        }
      }
    }
    return (silence.map { .silent($0) } ?? .noConnector, nil)
  }

  // MARK: Kafka

  private func workers() throws(CommandFailure) -> [TaskAbsence.Worker] {
    let groups = try withKafka { () throws(KafkaError) in
      var admin = try Admin(source.configuration)
      return try admin.groups(timeout: timeout)
    }
    return groups.filter { $0.protocolType == "connect" }.flatMap { group in
      group.members.map { member in
        TaskAbsence.Worker(
          group: group.name,
          host: member.host.hasPrefix("/") ? String(member.host.dropFirst()) : member.host,
          assignment: WorkerAssignment(member.assignment))
      }
    }
  }

  /// The status topics' newest records; they count where Connect itself tells nothing.
  private func statusRecords(
    _ rest: TaskAbsence.Rest
  ) throws(CommandFailure) -> [OffsetRecord] {
    if case .connector = rest { return [] }
    var reader = try source.reader()
    let names = try statusTopics(try source.metadata(&reader))
    return try source.read(names).flatMap(\.live)
  }

  private func statusTopics(_ metadata: ClusterMetadata) throws(CommandFailure) -> [String] {
    try withKafka { () throws(KafkaError) in
      var consumer = try Consumer(source.configuration)
      var names: [String] = []
      for topic in metadata.topics where topic.name.lowercased().contains("status") {
        let marks = try consumer.watermarks(topic: topic.name, timeout: timeout)
        let count = marks.reduce(0 as Int64) { $0 &+ ($1.end &- $1.beginning) }
        if count <= Self.longestStatusTopic { names.append(topic.name) }
      }
      return names
    }
  }

  /// `status-task-NAME-N`: `{"state":"RUNNING","trace":null,"worker_id":"...","generation":3}` (facts 10).
  private func word(_ record: OffsetRecord) -> TaskAbsence.TaskWord? {
    let prefix = "status-task-\(connector)-"
    guard let key = record.key.map({ String(decoding: $0, as: UTF8.self) }), key.hasPrefix(prefix),
      let task = Int32(key.dropFirst(prefix.count)),
      let value = record.value.flatMap({ try? JSONValue.parse($0) }),
      let state = value["state"]?.stringValue
    else { return nil }
    return TaskAbsence.TaskWord(
      topic: record.topic, task: String(task), state: ConnectorState(state),
      worker: value["worker_id"]?.stringValue ?? "not told")
  }
}
