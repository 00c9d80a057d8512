import Debezium
import Drill
import JSON
import KafkaConnect
import Runtime

/// A shadow's connector over Connect's REST interface.
struct ShadowRest {
  let shadow: ShadowConnector
  let place: ShadowPlace

  private var name: String { shadow.names.connector }

  // MARK: Looking

  func isThere() throws(CommandFailure) -> Bool {
    try place.withConnect { (cluster) throws(ConnectError) in
      try Self.configuration(name, &cluster) != nil
    }
  }

  /// Whether it is there with the shadow's configuration; throws when its name is taken by another.
  func isMade() throws(CommandFailure) -> Bool {
    let found = try place.withConnect { (cluster) throws(ConnectError) in
      try Self.configuration(name, &cluster)
    }
    guard let found else { return false }
    let wanted = ConnectorConfiguration(shadow.configuration)
    guard ConnectorConfiguration(found) == wanted else {
      throw CommandFailure(
        "there is a connector '\(name)' with another configuration",
        hint: "'cdcwatch connector list' shows it; a new run has a new name", status: .refused)
    }
    return true
  }

  func isRunning() throws(CommandFailure) -> Bool {
    try place.withConnect { (cluster) throws(ConnectError) in
      try cluster.statusIfThere(name).map { ConnectorChange.resume.outcome($0) == .done } ?? false
    }
  }

  func isStoppedOrGone() throws(CommandFailure) -> Bool {
    try place.withConnect { (cluster) throws(ConnectError) in
      try cluster.statusIfThere(name)?.isStopped ?? true
    }
  }

  /// Whether Connect knows no offset of it; false where it would have to be made again to be asked.
  func hasNoOffset(evenWhenGone: Bool) throws(CommandFailure) -> Bool {
    try place.withConnect { (cluster) throws(ConnectError) in
      do throws(ConnectError) {
        return try cluster.offsets(name).allSatisfy { $0.offset.isNull }
      } catch {
        guard case .notFound = error else { throw error }
        return !evenWhenGone
      }
    }
  }

  private static func configuration(
    _ name: String, _ cluster: inout ConnectCluster
  ) throws(ConnectError) -> JSONValue? {
    do throws(ConnectError) {
      return try cluster.configuration(name)
    } catch {
      guard case .notFound = error else { throw error }
      return nil
    }
  }

  // MARK: Making

  /// Makes it, STOPPED, and waits until a worker says so.
  func make() throws(CommandFailure) {
    let refusal = try place.withConnect { (cluster) throws(ConnectError) -> ConnectError? in
      do throws(ConnectError) {
        try cluster.createStopped(name, configuration: shadow.configuration)
        return nil
      } catch {
        return error
      }
    }
    // An answer that got lost says nothing of what was done.
    if let refusal, try !isMade() { throw failure(refusal) }
    let stopped: Bool? = try place.poll(within: ShadowPlace.patience) {
      () throws(CommandFailure) in
      try place.withConnect { (cluster) throws(ConnectError) in
        try cluster.statusIfThere(name)?.isStopped == true ? true : nil
      }
    }
    guard stopped != nil else { throw halfway("it is made and not seen to be STOPPED") }
  }

  /// Starts it; throws its task's failure, in the words of the trace's first lines.
  func start() throws(CommandFailure) {
    let status = try place.withConnect { (cluster) throws(ConnectError) in
      let change: ConnectorChange =
        try cluster.status(name).hasFailed ? .restart(onlyFailed: true) : .resume
      try cluster.make(change, of: name)
      return try cluster.wait(
        for: change, of: name, within: ShadowPlace.patience, stop: place.stop)
    }
    switch ConnectorChange.resume.outcome(status) {
    case .done: return
    case .failed:
      let reason = status.tasks.lazy.compactMap(\.failure).first ?? "the connector has FAILED"
      throw halfway("it does not start: \(scrubbed(reason))")
    case .pending:
      throw halfway("it is not RUNNING within \(Figures.span(ShadowPlace.patience))")
    }
  }

  private func failure(_ error: ConnectError) -> CommandFailure {
    guard case .server(_, 400..<500, _, let message) = error else {
      return CommandFailure(error, stopStatus: place.stop.reason?.exitStatus)
    }
    return CommandFailure(
      "Connect does not make '\(name)': \(scrubbed(message))",
      hint: "what it names is of the live connector's configuration, or of the workers",
      status: .refused)
  }

  /// Connect's words without a secret, which a plugin may quote.
  private func scrubbed(_ message: String) -> String {
    let secrets = Set(shadow.plainSecrets)
    let texts = shadow.properties.filter { secrets.contains($0.name) && !$0.value.isEmpty }
    let clean = texts.map(\.value).sorted { $0.count > $1.count }
      .reduce(message) { $0.replacing($1, with: "********") }
    return DisplayText.printable(clean)
  }

  // MARK: Its topics

  /// How long the first record is waited for: heartbeats come once a second.
  private static let firstRecord = Duration.seconds(15)

  /// Looks at the topics that it has written into, and stops it at once when one is not its own.
  func proveTopics() throws(CommandFailure) -> String {
    var seen: [String]? = []
    _ = try place.poll(within: Self.firstRecord) { () throws(CommandFailure) -> Bool? in
      seen = try topics()
      return seen == [] ? nil : true
    }
    guard let seen else {
      return "not checked: the workers keep no account of topics (topic.tracking.enable=false)"
    }
    let strange = shadow.strangeTopics(among: seen)
    guard strange.isEmpty else {
      try stop()
      throw CommandFailure(
        "'\(name)' has written into"
          + " \(DisplayText.printable(strange.joined(separator: ", "))), and was stopped",
        hint: "'cdcwatch drill abort' removes it; those topics are not its own",
        status: .halfway)
    }
    return seen.isEmpty
      ? "it has written nothing yet" : "it writes only into \(seen.joined(separator: ", "))"
  }

  /// The topics that Connect has seen it use; nil where it keeps no account of them.
  func topics() throws(CommandFailure) -> [String]? {
    try place.withConnect { (cluster) throws(ConnectError) in
      do throws(ConnectError) {
        return try cluster.topics(of: name)
      } catch {
        guard case .unauthorized(_, 403, let message) = error, message.contains("racking") else {
          throw error
        }
        return nil
      }
    }
  }

  // MARK: Removing

  /// Stops it, and waits until no task is left; one that is gone is stopped.
  func stop() throws(CommandFailure) {
    let status: ConnectorStatus? = try place.withConnect { (cluster) throws(ConnectError) in
      do throws(ConnectError) {
        try cluster.stop(name)
        return try cluster.wait(
          for: .stop, of: name, within: ShadowPlace.patience, stop: place.stop)
      } catch {
        guard case .notFound = error else { throw error }
        return nil
      }
    }
    guard status?.isStopped ?? true else {
      throw halfway("its tasks do not end within \(Figures.span(ShadowPlace.patience))")
    }
  }

  /// Has Connect forget its offsets; one that is gone is made again for that, STOPPED.
  func forgetOffsets() throws(CommandFailure) {
    if try !isThere() { try make() }
    try place.withConnect { (cluster) throws(ConnectError) in
      let deadline = Deadline(after: ShadowPlace.patience)
      while true {
        do throws(ConnectError) {
          _ = try cluster.resetOffsets(name)
          return
        } catch {
          // A worker may learn a moment later than another that no task is left.
          guard case .server(_, 400, _, _) = error, !deadline.hasPassed,
            place.stop.wait(until: deadline.clamped(to: .milliseconds(250))) == nil
          else { throw error }
        }
      }
    }
  }

  /// Deletes it, and waits until Connect says that there is none.
  func delete() throws(CommandFailure) {
    try place.withConnect { (cluster) throws(ConnectError) in
      do throws(ConnectError) {
        try cluster.delete(name)
      } catch {
        guard case .notFound = error else { throw error }
      }
    }
    let gone: Bool? = try place.poll(within: ShadowPlace.patience) { () throws(CommandFailure) in
      try isThere() ? nil : true
    }
    guard gone != nil else { throw halfway("it was deleted and is still there") }
  }

  private func halfway(_ reason: String) -> CommandFailure {
    CommandFailure(
      "'\(name)': \(reason)",
      hint: "'cdcwatch connector status \(name)' shows it; 'cdcwatch drill abort' removes it",
      status: .halfway)
  }
}
