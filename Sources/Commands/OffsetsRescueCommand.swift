import CommandLine
import Debezium
import Kafka
import OffsetBackup
import Runtime

/// `cdcwatch offsets rescue`: what is known of a damaged offsets topic into the archive, at once.
///
/// Prints how to make the topic as Connect needs it, and restarts nothing.
struct OffsetsRescueCommand {
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let store = try ArchiveSettings(invocation: invocation, context: context).archive()
    let source = OffsetTopicSource(
      configuration: try KafkaSettings(invocation: invocation, context: context).configuration(),
      invocation: invocation, context: context)
    let gathering = RescueGathering(
      source: source, clusters: try ConnectSettings(invocation, context: context).clusters,
      invocation: invocation, context: context)
    var findings = try gathering.findings(store)
    // At once: whoever ends the wait has what is known by then.
    var new = try save(findings, source, into: store)
    if try gathering.waitForTasks(&findings) { new = try save(findings, source, into: store) }
    try addLastPositions(&findings, source)
    var report = RescueReport(findings: findings, broker: source.broker)
    report.place = new.map { store.place(of: $0.run) }
    report.contentHash = new?.backup.manifest.contentHash
    try report.print(invocation, context)
    return report.status.rawValue
  }

  /// Nil where nothing is known.
  private func save(
    _ findings: RescueFindings, _ source: OffsetTopicSource, into store: any BackupStore
  ) throws(CommandFailure) -> NewBackup? {
    guard !findings.offsets.entries.isEmpty else { return nil }
    var reader = try source.reader()
    let stop = context.stop
    do throws(BackupError) {
      let contents = try RescueCollection.contents(
        findings.offsets, of: findings.topics, in: findings.metadata, accounts: findings.accounts,
        backup: findings.earlier?.newest, takenAt: context.clock(), through: &reader
      ) { stop.isRaised }
      return try NewBackup.write(
        contents, into: store, toolVersion: VersionCommand.version,
        libraryVersion: Library.version)
    } catch {
      throw CommandFailure(error, stopStatus: context.stopStatus)
    }
  }

  /// Only for connectors of which nothing else is known.
  private func addLastPositions(
    _ findings: inout RescueFindings, _ source: OffsetTopicSource
  ) throws(CommandFailure) {
    let reading = LastPositionReading(
      configuration: source.configuration,
      timeout: invocation.duration(.timeout) ?? .seconds(10), stop: context.stop)
    for connector in findings.accounts.flatMap(\.connectors)
    where findings.missing.contains(connector.name)
      && [.mysql, .mariadb].contains(connector.configuration.engine)
    {
      findings.lastPositions[connector.name] = try withKafka { () throws(KafkaError) in
        try reading.furthest(of: connector.configuration, in: findings.metadata)
      }
    }
  }
}
