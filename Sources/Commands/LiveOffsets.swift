import CommandLine
import Debezium
import Kafka
import KafkaConnect
import OffsetBackup
import Runtime
import Watch

/// The offsets as they are now, read from where the command line says.
struct LiveOffsets {
  let invocation: Invocation
  let context: CommandContext

  /// What is done with what one Connect cluster tells, before any offset is read.
  typealias Look = (ConnectAccount, ConnectSettings.Cluster) throws(CommandFailure) -> Void

  /// Everything that a backup holds, which is told to begin at `takenAt`, else now.
  func contents(
    takenAt moment: Timestamp? = nil, look: Look = { _, _ in }
  ) throws(CommandFailure) -> BackupContents {
    let takenAt = moment ?? context.clock()
    if invocation.text(.via) == "rest" { return try contentsByREST(takenAt, look) }
    let source = OffsetTopicSource(
      configuration: try KafkaSettings(invocation: invocation, context: context).configuration(),
      invocation: invocation, context: context)
    let accounts = try accounts(look)
    var reader = try source.reader()
    let metadata = try source.metadata(&reader)
    let topics = try source.names(in: metadata, Self.known(accounts))
    let stop = context.stop
    return try withBackup { () throws(BackupError) in
      try OffsetCollection.contents(
        of: topics, in: metadata, accounts: accounts, takenAt: takenAt, through: &reader
      ) { stop.isRaised }
    }
  }

  private static func known(_ accounts: [ConnectAccount]) -> [TopicFinder.KnownConnector] {
    accounts.flatMap(\.connectors).map { connector in
      TopicFinder.KnownConnector(
        name: connector.name, prefix: connector.configuration.topicPrefix ?? connector.name,
        configuration: connector.configuration)
    }
  }

  // MARK: Connect

  private func accounts(_ look: Look) throws(CommandFailure) -> [ConnectAccount] {
    let settings = try ConnectSettings(invocation, context: context)
    var accounts: [ConnectAccount] = []
    for place in settings.clusters {
      let account = try account(of: place)
      try look(account, place)
      accounts.append(account)
    }
    return accounts
  }

  private func account(of place: ConnectSettings.Cluster) throws(CommandFailure) -> ConnectAccount {
    try withBackup { () throws(BackupError) in
      do throws(ConnectError) {
        var cluster = try place.client(stop: context.stop)
        return try ConnectAccount(&cluster)
      } catch {
        throw BackupError.connect(error)
      }
    }
  }

  private func contentsByREST(
    _ takenAt: Timestamp, _ look: Look
  ) throws(CommandFailure) -> BackupContents {
    let settings = try ConnectSettings(invocation, context: context)
    guard let place = settings.clusters.first, settings.clusters.count == 1 else {
      throw CommandFailure(
        "--via rest needs one Connect cluster", hint: "type --connect http://HOST:8083",
        status: .usage)
    }
    let account = try account(of: place)
    try look(account, place)
    return try withBackup { () throws(BackupError) in
      var cluster: ConnectCluster
      do throws(ConnectError) {
        cluster = try place.client(stop: context.stop)
      } catch {
        throw .connect(error)
      }
      return try RestCollection.contents(of: &cluster, account: account, takenAt: takenAt)
    }
  }

  private func withBackup<Value>(
    _ body: () throws(BackupError) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(BackupError) {
      return try body()
    } catch {
      throw CommandFailure(error, stopStatus: context.stopStatus)
    }
  }
}
