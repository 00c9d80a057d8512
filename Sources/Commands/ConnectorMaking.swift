import CommandLine
import Contexts
import JSON
import KafkaConnect
import OffsetBackup
import Runtime

/// A connector that is made, STOPPED, with the configuration that a backup has of it.
struct ConnectorMaking {
  let name: String
  /// The backup's place.
  let backup: String
  /// The names of the properties that came by `--secret`.
  let secrets: [String]
  /// What is another value than the backup's, by `--set-config`.
  let changed: ChangedProperties
  let place: ConnectSettings.Cluster
  /// With its secrets: never printed.
  private let configuration: JSONValue
  private let secretTexts: [String]

  /// Reads everything that is needed, and changes nothing.
  ///
  /// `saved` is the connector's name in the backup. Throws when a secret is missing (all that are,
  /// are named), when Connect is older than 3.7 or has the connector already.
  init(
    _ name: String, savedAs saved: String, in backup: SoundBackup, at backupPlace: String,
    invocation: Invocation, context: CommandContext
  ) throws(CommandFailure) {
    self.name = name
    self.backup = backupPlace
    let settings = try ConnectSettings(invocation, context: context)
    place = try Self.place(settings, for: name, context)
    let (properties, leftOut) = try Self.configuration(of: saved, in: backup, at: backupPlace)
    changed = try ChangedProperties(invocation, saved: properties, leftOut: leftOut)
    let stated = changed.names
    let given = try Self.secrets(leftOut.filter { !stated.contains($0) }, invocation, context)
    secrets = given.keys.sorted()
    secretTexts = given.values.sorted { $0.count > $1.count }
    var members = (properties.members ?? []).filter { $0.name != "name" }
    members.append(JSONValue.Member(name: "name", value: .string(name)))
    members += given.sorted { $0.key < $1.key }.map {
      JSONValue.Member(name: $0.key, value: .string($0.value))
    }
    configuration = .object(changed.applied(to: members))
  }

  /// The connector as it will be, without a task.
  func connector() throws(CommandFailure) -> PlacedConnector {
    let document = JSONValue.object([("info", .object([("config", configuration)]))])
    guard let info = ConnectorInfo(name: name, json: document) else {
      throw CommandFailure("the saved configuration is no object", status: .unexpected)
    }
    return PlacedConnector(info: info, place: place, isMade: false)
  }

  /// What is done, for the plan.
  var step: String {
    let with = secrets.isEmpty ? "" : " and \(secrets.joined(separator: ", "))"
    let but = changed.words.isEmpty ? "" : ", but for \(changed.words.joined(separator: "; "))"
    return "make the connector '\(name)', STOPPED, with the configuration of \(backup)\(with)\(but)"
  }

  /// Makes it; throws `refused` when Connect does not take it: then nothing was changed.
  func make(_ cluster: inout ConnectCluster) throws(CommandFailure) {
    do throws(ConnectError) {
      try cluster.createStopped(name, configuration: configuration)
    } catch {
      if case .server(_, 400..<500, _, let message) = error {
        throw CommandFailure(
          "Connect does not make '\(shown)': \(DisplayText.printable(scrubbed(message)))",
          hint: "nothing was changed; a property that has to be another: --set-config KEY=VALUE",
          status: .refused)
      }
      guard !error.isRefusal else { throw CommandFailure(error, stopStatus: nil) }
      try look(after: error, &cluster)
    }
  }

  /// An answer that got lost says nothing of what was done.
  private func look(
    after failure: ConnectError, _ cluster: inout ConnectCluster
  ) throws(CommandFailure) {
    do throws(ConnectError) {
      _ = try cluster.configuration(name)
    } catch {
      if case .notFound = error { throw CommandFailure(failure, stopStatus: nil) }
      throw CommandFailure(
        "whether '\(shown)' was made is not known: \(failure)",
        hint:
          "'cdcwatch connector status \(name)' tells; when it is there, the same command without"
          + " --create goes on", status: .halfway)
    }
  }

  /// Connect's words without a secret, which a plugin may quote.
  private func scrubbed(_ message: String) -> String {
    secretTexts.reduce(message) { $0.replacing($1, with: "********") }
  }

  private var shown: String { DisplayText.printable(name) }

  // MARK: Reading

  private static func place(
    _ settings: ConnectSettings, for name: String, _ context: CommandContext
  ) throws(CommandFailure) -> ConnectSettings.Cluster {
    guard let place = settings.clusters.first else { throw CommandFailure.noConnectCluster }
    guard settings.clusters.count == 1 else {
      throw CommandFailure(
        "--create needs one Connect cluster", hint: "type --connect http://HOST:8083",
        status: .usage)
    }
    let (names, version) = try context.withConnect { () throws(ConnectError) in
      var cluster = try place.client(stop: context.stop)
      return (try cluster.connectors().map(\.name), try cluster.info().version)
    }
    guard !names.contains(name) else {
      throw CommandFailure(
        "Connect has a connector '\(DisplayText.printable(name))' already",
        hint: "leave --create out: its offset can be changed as it is", status: .usage)
    }
    guard ConnectVersion(version).map(\.hasInitialState) == true else {
      throw CommandFailure(
        "Connect \(DisplayText.printable(version)) makes no connector STOPPED (3.7 brought that): it"
          + " would start before it has its offset",
        hint: "make it by hand, stop it at once, then leave --create out", status: .refused)
    }
    return place
  }

  private static func configuration(
    of saved: String, in backup: SoundBackup, at place: String
  ) throws(CommandFailure) -> (properties: JSONValue, leftOut: [String]) {
    let name = DisplayText.printable(saved)
    guard let connector = backup.manifest.connectors.first(where: { $0.name == saved }) else {
      let known = backup.manifest.connectors.map(\.name).joined(separator: ", ")
      throw CommandFailure(
        "\(place) knows no connector '\(name)'",
        hint: known.isEmpty ? "it knows none" : "it knows \(DisplayText.printable(known))",
        status: .usage)
    }
    switch connector.configuration {
    case .saved(let properties, let leftOut): return (properties, leftOut)
    case .notSaved(let reason):
      throw CommandFailure(
        "\(place) has no configuration of '\(name)': \(DisplayText.printable(reason))",
        hint: "take a backup made with --connect, or make the connector by hand, STOPPED",
        status: .usage)
    }
  }

  /// The secrets by property; throws unless there is one for each that was left out.
  private static func secrets(
    _ leftOut: [String], _ invocation: Invocation, _ context: CommandContext
  ) throws(CommandFailure) -> [String: String] {
    let reader = SecretReader(
      context: context, timeout: .seconds(10), isQuiet: invocation.isSet(.quiet))
    var secrets: [String: String] = [:]
    for pair in invocation.pairs(.secret) {
      let key = DisplayText.printable(pair.key)
      guard leftOut.contains(pair.key) else {
        throw CommandFailure(
          "--secret: '\(key)' was not left out of the backup",
          hint: leftOut.isEmpty
            ? "nothing was"
            : "left out were \(DisplayText.printable(leftOut.joined(separator: ", ")))",
          status: .usage)
      }
      guard pair.value.hasPrefix("@"), pair.value.count > 1 else {
        throw CommandFailure(
          "--secret: the value of '\(key)' is no file",
          hint: "put it into a file that nobody else may read, and type --secret \(key)=@FILE",
          status: .usage)
      }
      secrets[pair.key] = try reader.text(
        .file(String(pair.value.dropFirst())), of: "--secret \(key)")
    }
    let missing = leftOut.filter { secrets[$0] == nil }.map { DisplayText.printable($0) }
    guard missing.isEmpty else {
      throw CommandFailure(
        "the backup has no secrets, and these are missing: \(missing.joined(separator: ", "))",
        hint: "type " + missing.map { "--secret \($0)=@FILE" }.joined(separator: " "),
        status: .usage)
    }
    return secrets
  }
}
