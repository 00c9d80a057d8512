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

  /// Everything that a backup holds.
  func contents() throws(CommandFailure) -> BackupContents {
    let takenAt = context.clock()
    if invocation.text(.via) == "rest" { return try contentsByREST(takenAt) }
    let configuration = try KafkaSettings(invocation: invocation, context: context).configuration()
    let accounts = try accounts()
    let metadata = try metadata(configuration)
    let topics = try topics(configuration, metadata, accounts)
    let stop = context.stop
    return try withBackup { () throws(BackupError) in
      try OffsetCollection(configuration, timeout: timeout) { stop.isRaised }
        .contents(of: topics, in: metadata, accounts: accounts, takenAt: takenAt)
    }
  }

  private var timeout: Duration { invocation.duration(.timeout) ?? .seconds(10) }

  private func metadata(
    _ configuration: Configuration
  ) throws(CommandFailure) -> ClusterMetadata {
    let stop = context.stop
    var reader = try withKafka { () throws(KafkaError) in
      try OffsetTopicReader(configuration, timeout: timeout)
    }
    do throws(OffsetReadError) {
      return try reader.metadata { stop.isRaised }
    } catch {
      throw CommandFailure(error, stopStatus: context.stopStatus)
    }
  }

  private func topics(
    _ configuration: Configuration, _ metadata: ClusterMetadata, _ accounts: [ConnectAccount]
  ) throws(CommandFailure) -> [String] {
    var wishes = TopicFinder.Wishes()
    wishes.offsets = invocation.all(.offsetsTopic)
    let connectors = accounts.flatMap(\.connectors).map { connector in
      TopicFinder.KnownConnector(
        name: connector.name, prefix: connector.configuration.topicPrefix ?? connector.name,
        configuration: connector.configuration)
    }
    do throws(WatchError) {
      return try OffsetTopicSearch(wishes: wishes, connectors: connectors)
        .topics(in: metadata, configuration, timeout: timeout)
    } catch {
      throw CommandFailure(error, stopStatus: context.stopStatus)
    }
  }

  // MARK: Connect

  private func accounts() throws(CommandFailure) -> [ConnectAccount] {
    let settings = try ConnectSettings(invocation, context: context)
    return try withBackup { () throws(BackupError) in
      do throws(ConnectError) {
        var accounts: [ConnectAccount] = []
        for workers in settings.clusters {
          var cluster = try settings.cluster(workers, stop: context.stop)
          accounts.append(try ConnectAccount(&cluster))
        }
        return accounts
      } catch {
        throw BackupError.connect(error)
      }
    }
  }

  private func contentsByREST(_ takenAt: Timestamp) throws(CommandFailure) -> BackupContents {
    let settings = try ConnectSettings(invocation, context: context)
    guard let workers = settings.clusters.first, settings.clusters.count == 1 else {
      throw CommandFailure(
        "--via rest needs one Connect cluster", hint: "type --connect http://HOST:8083",
        status: .usage)
    }
    return try withBackup { () throws(BackupError) in
      var cluster: ConnectCluster
      do throws(ConnectError) {
        cluster = try settings.cluster(workers, stop: context.stop)
      } catch {
        throw .connect(error)
      }
      return try RestCollection.contents(of: &cluster, takenAt: takenAt)
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
