import Kafka
import Watch

/// Why a command could not do what it was asked to: the message, what to type next, and the exit
/// status.
struct CommandFailure: Error {
  var message: String
  var hint: String?
  var status: Int32

  init(_ message: String, hint: String? = nil, status: ExitStatus) {
    self.message = message
    self.hint = hint
    self.status = status.rawValue
  }

  init(_ error: KafkaError) {
    self.init(error.description, hint: error.hint, status: ExitStatus(error.kind))
  }

  init(_ error: WatchError, stopStatus: Int32?) {
    switch error {
    case .kafka(let error): self.init(error)
    case .topics(let failure): self.init(failure)
    case .interrupted:
      self.init("interrupted", status: .unexpected)
      status = stopStatus ?? 130
    }
  }

  /// What goes to standard error.
  var text: String {
    hint.map { "cdcwatch: \(message)\nhint: \($0)" } ?? "cdcwatch: \(message)"
  }

  private init(_ failure: TopicFinder.Failure) {
    switch failure {
    case .noTopic(let name, let similar):
      self.init(
        "no topic is '\(name)' or ends in '.\(name)'", hint: Self.similar(similar), status: .usage)
    case .ambiguous(let name, let topics):
      self.init(
        "'\(name)' is the last part of several topics: \(topics.joined(separator: ", "))",
        hint: "type the whole name of the topic, such as \(topics.first ?? name)", status: .usage)
    case .noNamedTopic(let flag, let topic, let similar):
      self.init(
        "\(flag): the cluster has no topic '\(topic)'", hint: Self.similar(similar),
        status: .usage)
    case .noConnector(let name, let known):
      self.init(
        "no source knows a connector '\(name)'",
        hint: known.isEmpty
          ? "none is known at all" : "known are \(known.joined(separator: ", "))",
        status: .usage)
    case .severalConnectors(let names):
      self.init(
        "the tables belong to several connectors: \(names.joined(separator: ", "))",
        hint: "name one with -c", status: .usage)
    }
  }

  private static func similar(_ names: [String]) -> String {
    names.isEmpty
      ? "'kcat -L -b BROKERS' lists the cluster's topics"
      : "did you mean \(names.map { "'\($0)'" }.joined(separator: " or "))?"
  }
}
