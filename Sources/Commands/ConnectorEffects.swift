import Debezium
import Drill
import JSON
import KafkaConnect
import OffsetBackup
import Runtime

/// What `connector` steps do: Connect's REST interface.
struct ConnectorEffects {
  let stage: DrillStage
  let record: RunRecord
  let deadline: Deadline

  func perform(_ effect: Effect, _ deed: ConnectorDeed) throws(StepFailure) -> EffectResult {
    switch effect {
    case .stop: return try change(.stop)
    case .resume: return try change(.resume)
    case .restart: return try change(.restart(onlyFailed: false))
    case .forgetOffsets: return try forgetOffsets()
    case .delete: return try delete()
    case .create: return try create(deed)
    case .configure: return try configure(deed)
    default: return EffectResult()
    }
  }

  /// The same for those who speak of a command's failures.
  func performFailing(_ effect: Effect) throws(CommandFailure) -> EffectResult {
    do throws(StepFailure) {
      return try perform(effect, effect == .stop ? .stop : .resume)
    } catch {
      throw CommandFailure(error.reason, hint: error.hint, status: .unexpected)
    }
  }

  // MARK: States

  /// A change that is waited for; one of a connector that is gone already is no stop.
  func change(_ change: ConnectorChange) throws(StepFailure) -> EffectResult {
    var cluster = try stage.connect()
    let status = try stage.asked { () throws(ConnectError) in
      try cluster.make(change, of: stage.connector)
      return try cluster.wait(
        for: change, of: stage.connector, within: deadline.remaining, stop: stage.context.stop)
    }
    // A drill may resume what has to fail: what becomes of it, the next step looks at.
    let hasFailed = change != .stop && change.outcome(status) == .failed
    guard change.outcome(status) == .done || hasFailed else {
      throw StepFailure(
        .failed, "'\(stage.connector)' did not come to it: \(Self.words(status))",
        hint: "'cdcwatch connector status \(stage.connector)' shows its tasks")
    }
    return EffectResult(detail: Self.detail(status))
  }

  private func forgetOffsets() throws(StepFailure) -> EffectResult {
    var cluster = try stage.connect()
    do throws(ConnectError) {
      _ = try cluster.resetOffsets(stage.connector)
    } catch {
      // Deleted already: Connect forgot them before.
      guard case .notFound = error else {
        return try stage.asked { () throws(ConnectError) in throw error }
      }
    }
    return EffectResult()
  }

  private func delete() throws(StepFailure) -> EffectResult {
    var cluster = try stage.connect()
    do throws(ConnectError) {
      try cluster.delete(stage.connector)
    } catch {
      guard case .notFound = error else {
        return try stage.asked { () throws(ConnectError) in throw error }
      }
    }
    while try isThere(&cluster) {
      guard !deadline.hasPassed else {
        throw StepFailure(
          .failed, "Connect took the deletion of '\(stage.connector)', and still has it",
          hint: "does an operator make it again?")
      }
      if stage.context.stop.wait(until: deadline.clamped(to: .milliseconds(250))) != nil {
        throw .interrupted
      }
    }
    return EffectResult()
  }

  /// Whether Connect has the connector.
  func isThere(_ cluster: inout ConnectCluster) throws(StepFailure) -> Bool {
    do throws(ConnectError) {
      _ = try cluster.configuration(stage.connector)
      return true
    } catch {
      if case .notFound = error { return false }
      return try stage.asked { () throws(ConnectError) in throw error }
    }
  }

  // MARK: Configurations

  private func create(_ deed: ConnectorDeed) throws(StepFailure) -> EffectResult {
    guard case .create(let place, _, _) = deed else { return EffectResult() }
    let text = try stage.filled(place, record)
    let configuration = try DrillBackups(stage: stage).configuration(in: text)
    var cluster = try stage.connect()
    try stage.asked { () throws(ConnectError) in
      try cluster.createStopped(stage.connector, configuration: configuration)
    }
    // Another worker learns of it some moments later.
    while true {
      if let status = try? cluster.status(stage.connector), status.isStopped {
        return EffectResult(detail: Self.detail(status))
      }
      guard !deadline.hasPassed else {
        throw StepFailure(
          .failed, "'\(stage.connector)' was made and is not seen to be STOPPED",
          hint: "'cdcwatch connector status \(stage.connector)' shows what Connect says")
      }
      if stage.context.stop.wait(until: deadline.clamped(to: .milliseconds(250))) != nil {
        throw .interrupted
      }
    }
  }

  private func configure(_ deed: ConnectorDeed) throws(StepFailure) -> EffectResult {
    guard case .configure(let properties) = deed else { return EffectResult() }
    var cluster = try stage.connect()
    var members =
      try stage.asked { () throws(ConnectError) in try cluster.configuration(stage.connector) }
      .members ?? []
    for (key, value) in properties.sorted(by: { $0.key < $1.key }) {
      members.removeAll { $0.name == key }
      members.append(.init(name: key, value: .string(try stage.filled(value, record))))
    }
    try stage.asked { () throws(ConnectError) in
      try cluster.configure(stage.connector, .object(members))
    }
    let names = properties.keys.sorted().map(JSONValue.string)
    return EffectResult(detail: [.init(name: "set", value: .array(names))])
  }

  // MARK: Looking

  /// Whether an effect that was begun has come about.
  func standing(of effect: Effect) throws(StepFailure) -> Standing {
    var cluster = try stage.connect()
    switch effect {
    case .create: return try isThere(&cluster) ? .done(EffectResult()) : .notDone
    case .restart:
      return .cannotTell("Connect does not tell when a task of '\(stage.connector)' started")
    default: return .notDone
    }
  }

  // MARK: Words

  static func words(_ status: ConnectorStatus) -> String {
    let tasks = status.tasks.map(\.state.description).joined(separator: ", ")
    let failure = status.tasks.lazy.compactMap(\.failure).first.map { ": \($0)" } ?? ""
    return "it is \(status.state.description), its tasks are"
      + " \(tasks.isEmpty ? "gone" : tasks)\(failure)"
  }

  static func detail(_ status: ConnectorStatus) -> [JSONValue.Member] {
    [
      .init(name: "state", value: .string(status.state.description)),
      .init(
        name: "tasks", value: .array(status.tasks.map { .string($0.state.description) })),
    ]
  }
}
