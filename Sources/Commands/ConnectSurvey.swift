import CommandLine
import Debezium
import KafkaConnect
import Runtime
import Snapshot
import Watch

/// What Connect's REST interface told when the command began.
struct ConnectSurvey {
  /// The Debezium connectors, with their prefixes and configurations.
  let connectors: [TopicFinder.KnownConnector]
  /// The names of all connectors, also of those that are not Debezium's.
  var names: [String] { Array(states.keys) }
  private let states: [String: ConnectorTaskState]
  private let settings: ConnectSettings

  /// Asks each cluster; nil when none is named.
  init?(invocation: Invocation, context: CommandContext) throws(CommandFailure) {
    settings = try ConnectSettings(invocation, context: context)
    guard !settings.clusters.isEmpty else { return nil }
    let found: [ConnectorInfo]
    do throws(ConnectError) {
      found = try settings.connectors(stop: context.stop)
    } catch {
      var failure = CommandFailure(error, stopStatus: context.stopStatus)
      let way = "without --connect, Kafka's topics alone tell of snapshots"
      failure.hint = failure.hint.map { "\($0); \(way)" } ?? way
      throw failure
    }
    connectors = found.compactMap { info in
      guard let configuration = ConnectorConfiguration(info.configuration),
        let prefix = configuration.topicPrefix
      else { return nil }
      return TopicFinder.KnownConnector(
        name: info.name, prefix: prefix, configuration: configuration)
    }
    states = Self.states(of: found)
  }

  /// The connectors' states, kept up to date while a watch goes on.
  func board(isFollowed: Bool) -> ConnectorStatusBoard {
    ConnectorStatusBoard(states: states, following: isFollowed ? settings : nil)
  }

  static func states(of found: [ConnectorInfo]) -> [String: ConnectorTaskState] {
    Dictionary(
      found.map { ($0.name, ConnectorTaskState($0.status)) },
      uniquingKeysWith: { first, _ in first }
    )
  }
}

extension ConnectorTaskState {
  /// The state that matters to a snapshot: a failed task outweighs the connector's own state.
  init(_ status: ConnectorStatus) {
    let failed = status.tasks.first { $0.state == .failed }
    if status.hasFailed {
      let reason =
        failed?.failure ?? status.trace.map { $0.prefix { !$0.isNewline } }.map(String.init)
      self.init(state: .failed, reason: reason)
      return
    }
    switch status.state {
    case .paused: self.init(state: .paused)
    case .stopped: self.init(state: .stopped)
    case .running:
      let task = status.tasks.first { $0.state != .running }
      self.init(state: task.map { .other($0.state.description) } ?? .running)
    default: self.init(state: .other(status.state.description))
    }
  }
}
