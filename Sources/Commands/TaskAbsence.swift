import KafkaConnect
import Runtime

/// Whether a task of a connector may live, by what Connect, the workers' groups and their status
/// topic tell.
///
/// A value without I/O. A task that lives would write over what is put into its offsets topic, and
/// nothing would say so (facts 9.7).
struct TaskAbsence {
  /// What Connect's REST interface said.
  enum Rest {
    /// Nobody named it, or nobody answered; why.
    case silent(String)
    /// It has the connector.
    case connector(ConnectorStatus)
    /// It answers, and has no such connector.
    case noConnector
  }

  /// A worker that takes part in a group of Connect's.
  struct Worker {
    var group: String
    var host: String
    /// What it was given to do; nil when that could not be read.
    var assignment: WorkerAssignment?
  }

  /// The newest word of a status topic about one task.
  struct TaskWord {
    var topic: String
    var task: String
    var state: ConnectorState
    var worker: String
  }

  /// The id under which a task's last word is overruled.
  static let statusCheck = "status-topic"

  let connector: String
  let rest: Rest
  /// The members of all groups of Connect's workers.
  let workers: [Worker]
  let words: [TaskWord]
  /// Whether a status topic tells of the connector at all, if only that it is STOPPED.
  let isToldOf: Bool

  /// Why a task may live; sentences without a full stop.
  var objections: [String] {
    switch rest {
    case .connector(let status): restObjections(status)
    case .noConnector: workerObjections { Self.mayHave(connector, $0) }
    case .silent(let reason): workerObjections { _ in true }.map { "\(reason); \($0)" }
    }
  }

  /// What else speaks for a life, and may be overruled with `--force status-topic`.
  var doubts: [String] {
    if case .connector = rest { return [] }
    guard objections.isEmpty else { return [] }
    if case .silent = rest, !isToldOf {
      // Groups and topics that a user may not see are left out of Kafka's answers without a word.
      return [
        "no status topic tells of '\(connector)': is this the Kafka cluster of its workers, and may"
          + " this user see their topics and groups?"
      ]
    }
    return words.filter(\.mayLive).map { word in
      "the last word of '\(word.topic)' on task \(word.task) is \(word.state), on the worker"
        + " \(word.worker), which has left its group without another"
    }
  }

  /// What shows that no task lives, when nothing is said against it.
  var proof: String {
    switch rest {
    case .connector(let status): "Connect says that it is \(status.state), without a task"
    case .noConnector: "Connect has no connector of that name, and no worker a task of it"
    case .silent(let reason):
      "\(reason); no worker group has a member"
        + (words.isEmpty
          ? ", and the status topic tells of no task"
          : ", and the status topic's last word is \(words.map(\.state.description).joined(separator: ", "))")
    }
  }

  /// What to do about the objections.
  var hint: String {
    if case .connector(let status) = rest {
      let stop = "'cdcwatch connector stop \(connector) --execute' ends its tasks"
      guard status.state == .paused else { return stop }
      return stop + "; a pause does not: a paused task keeps its own position, and goes on from it"
    }
    if objections.isEmpty {
      return "make sure that no worker's process is left, then: --force \(Self.statusCheck)"
    }
    if case .noConnector = rest {
      return "name the Connect cluster that has the connector with --connect, or stop its workers"
    }
    return
      "stop the connector over REST, naming it with --connect, or stop the workers; one that was"
      + " killed leaves its group after its session.timeout.ms (10 s)"
  }

  // MARK: Deciding

  private func restObjections(_ status: ConnectorStatus) -> [String] {
    guard !status.isStopped else { return [] }
    let tasks = status.tasks.map { "task \($0.id) \($0.state)" }.joined(separator: ", ")
    return [
      "Connect says that '\(connector)' is \(status.state)\(tasks.isEmpty ? "" : ", \(tasks)")"
    ]
  }

  private static func mayHave(_ connector: String, _ worker: Worker) -> Bool {
    guard let tasks = worker.assignment?.tasks else { return true }
    return tasks[connector] != nil
  }

  private func workerObjections(_ matters: (Worker) -> Bool) -> [String] {
    workers.filter(matters).map { worker in
      let tasks = worker.assignment.map { $0.tasks[connector]?.count ?? 0 }
      let what =
        switch tasks {
        case nil: "and what it does could not be read"
        case 0?: "with no task of '\(connector)' just now"
        case 1?: "with a task of '\(connector)'"
        case let count?: "with \(count) tasks of '\(connector)'"
        }
      return "a worker lives in the group '\(worker.group)', at \(worker.host), \(what)"
    }
  }
}

extension TaskAbsence.TaskWord {
  /// A worker that ends in order leaves UNASSIGNED behind; a task that failed has ended.
  fileprivate var mayLive: Bool {
    switch state {
    case .unassigned, .failed, .stopped, .destroyed: false
    case .running, .paused, .restarting, .unknown, .other: true
    }
  }
}
