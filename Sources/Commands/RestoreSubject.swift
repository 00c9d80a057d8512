import CommandLine
import Debezium
import KafkaConnect
import OffsetBackup
import Runtime

/// Whose offsets a restore takes from a backup, and who gets them.
struct RestoreSubject {
  /// The connector's name in the backup.
  let saved: String
  /// The connector that gets them.
  private(set) var connector: PlacedConnector
  /// How it is made first; nil for one that is there.
  let making: ConnectorMaking?
  /// Why the connector of the saved name stands in the way; nil when it does not.
  let rival: String?

  /// The connector's name in Connect.
  var name: String { connector.info.name }

  /// From `-c`, `--as`, `--create`, `--secret` and `--set-config`; changes nothing.
  init(
    _ backup: SoundBackup, at place: String, invocation: Invocation, context: CommandContext
  ) throws(CommandFailure) {
    guard let saved = invocation.text(.connector) else {
      throw CommandFailure(
        "no connector was named", hint: "type -c NAME; 'cdcwatch connector list' shows the names",
        status: .usage)
    }
    self.saved = saved
    let name = invocation.text(.newName) ?? saved
    let all = try PlacedConnector.all(ConnectSettings(invocation, context: context), context)
    if invocation.isSet(.create) {
      let making = try ConnectorMaking(
        name, savedAs: saved, in: backup, at: place, invocation: invocation, context: context)
      self.making = making
      connector = try making.connector()
    } else {
      if let flag = [Flag.secret, .setConfig].first(where: invocation.isSet) {
        throw CommandFailure(
          "--\(flag.name) is for a connector that is made",
          hint: "type --create too, or leave it out",
          status: .usage)
      }
      making = nil
      connector = try PlacedConnector.named(name, among: all)
    }
    rival = name == saved ? nil : Self.rival(saved, of: connector, among: all)
  }

  /// The same for the moment when the connector is there and has no task.
  func afterTheStop(
    _ backup: SoundBackup, at place: String, invocation: Invocation, context: CommandContext
  ) throws(CommandFailure) -> RestoreSubject {
    guard making != nil else {
      return try RestoreSubject(backup, at: place, invocation: invocation, context: context)
    }
    var copy = self
    copy.connector.isMade = true
    return copy
  }

  /// What to type where the connector of the saved name stands in the way.
  static func rivalHint(_ saved: String) -> String {
    "'cdcwatch connector stop \(saved) --execute'; if it has to be: --force former-connector"
  }

  /// Two connectors of one prefix write the same topics, and read the same slot.
  private static func rival(
    _ saved: String, of connector: PlacedConnector, among all: [PlacedConnector]
  ) -> String? {
    let prefix = ConnectorConfiguration(connector.info.configuration)?.topicPrefix
    let former = all.first { other in
      other.info.name == saved && !other.info.status.isStopped
        && ConnectorConfiguration(other.info.configuration)?.topicPrefix == prefix
    }
    guard let former else { return nil }
    return "'\(saved)' is \(former.info.status.state.description) with the same topic.prefix: both"
      + " would write the same topics; stop it first"
  }
}
