import CommandLine
import Databases
import Debezium
import Drill
import JSON
import Kafka
import KafkaConnect
import Runtime

/// What the steps of a run act on.
struct DrillStage {
  /// The command line, for the commands that steps stand for: its `-c` is the subject's name, its
  /// `--db` the sentinels' database.
  let invocation: Invocation
  var context: CommandContext
  let folder: RunFolder
  let subject: DrillSubject
  /// The live connector, as it was when the runner began.
  let live: PlacedConnector
  /// The connector that the steps are about: the shadow's name, or the live one's.
  let connector: String
  let engine: Engine
  /// The database in which the sentinels are written.
  let database: DatabaseURI
  /// The database that the input `replica` names, which some rules are about; nil for none.
  let replica: DatabaseURI?
  /// The databases that `sql` steps name.
  let databases: [String: DatabaseURI]
  let tables: SentinelTables
  /// What a shadow has in its database; nil on a live subject.
  let shadowTables: ShadowTables?
  /// Nil on a live subject.
  let shadow: ShadowConnector?
  /// The topic in which sentinels arrive, and how they look there.
  let topic: String
  let form: SentinelForm
  let targets: RecoveryTargets
  let interval: Duration
  let steps: [DrillStep]
  let kafka: Configuration
  /// The values of `inputs.*`, `run.*` and the like.
  let values: [String: String]

  /// The secrets that came by `--secret`, by property.
  let secrets: [String: String]

  /// The subject's configuration; nil when it is none of Debezium's.
  var configuration: ConnectorConfiguration? {
    ConnectorConfiguration(shadow?.configuration ?? live.info.configuration)
  }

  /// The value of a property that backups leave out.
  ///
  /// A shadow's is in its configuration, which was built from the live connector's.
  func secret(_ key: String) -> String? {
    secrets[key] ?? shadow?.configuration[key]?.stringValue
  }

  /// The bound of one connection.
  var timeout: Duration { invocation.duration(.timeout) ?? .seconds(10) }

  /// A text with its variables filled in; what no step has given yet is an error.
  func filled(_ text: DrillText, _ record: RunRecord) throws(StepFailure) -> String {
    for name in text.variables where value(of: name, record) == nil {
      throw StepFailure(
        .failed, "'${\(name)}' has no value", hint: "was the step that gives it left out?")
    }
    return text.filled { value(of: $0, record) }
  }

  private func value(of name: String, _ record: RunRecord) -> String? {
    values[name] ?? record.outputs[name]
  }

  /// A client of the Connect cluster that has the connector.
  func connect() throws(StepFailure) -> ConnectCluster {
    do throws(ConnectError) {
      return try live.place.client(stop: context.stop)
    } catch {
      throw StepFailure(CommandFailure(error, stopStatus: nil))
    }
  }

  /// Asks Connect something, its failure as a step's.
  func asked<Value>(_ ask: () throws(ConnectError) -> Value) throws(StepFailure) -> Value {
    do throws(ConnectError) {
      return try ask()
    } catch .stopped {
      throw StepFailure.interrupted
    } catch {
      var failure = StepFailure(CommandFailure(error, stopStatus: nil))
      failure.isUnanswered = !error.isRefusal
      throw failure
    }
  }
}

extension StepFailure {
  /// The run was asked to stop.
  static let interrupted = StepFailure(.interrupted, "asked to stop", hint: "")

  /// What a command would have said.
  init(_ failure: CommandFailure, interrupted: Bool = false) {
    let kind: StepFailure.Kind =
      switch ExitStatus(rawValue: failure.status) {
      case .refused: .safety
      case .critical, .warning: .check
      default: .failed
      }
    self.init(interrupted ? .interrupted : kind, failure.message, hint: failure.hint ?? "")
    isUnanswered = ExitStatus(rawValue: failure.status) == .unreachable
  }
}

extension DrillStage {
  /// Ends what a world has at work in the background.
  func end(_ world: RealDrillWorld) { world.activity.end() }
}
