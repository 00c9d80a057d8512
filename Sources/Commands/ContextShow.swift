import CommandLine
import Contexts
import HTTP
import JSON
import Runtime

/// `cdcwatch context show`: every value that counts, and where it was written.
struct ContextShow {
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) {
    let rows = rows()
    let text = CommonOptions(invocation, context: context).format.text(
      of: document(rows), table: Self.table(rows))
    try printing { () throws(RuntimeError) in
      if let name = context.active.name, !invocation.isSet(.quiet) {
        try context.errors.writeLine(
          DisplayText.printable(
            "cdcwatch: context '\(name)', by \(context.active.chosenBy ?? "")"))
      }
      try context.output.write(text)
    }
  }

  /// A value by the key that it has in a file.
  struct Row {
    var key: String
    var value: String
    var origin: String
  }

  private func rows() -> [Row] {
    kafkaRows + connectRows + serviceRows + restRows
  }

  private var settings: SettingsBlock { context.active.settings }

  // MARK: Kafka

  private var kafkaRows: [Row] {
    var rows: [String: Row] = [:]
    for property in settings.properties {
      rows[PropertyAlias.canonical(property.name)] = Row(
        key: key(of: property.name), value: ShownSecret.text(property.value, of: property.name),
        origin: property.place.description)
    }
    // The same order as `KafkaSettings`, whose values would have to be fetched.
    for pair in invocation.pairs(.property) {
      rows[PropertyAlias.canonical(pair.key)] = Row(
        key: key(of: pair.key), value: ShownSecret.text(.text(pair.value), of: pair.key),
        origin: "-X")
    }
    if let brokers = invocation.text(.brokers) {
      rows["bootstrap.servers"] = Row(
        key: "kafka.brokers", value: brokers, origin: invocation.originText(of: .brokers))
    }
    var sorted = rows.values.sorted { $0.key < $1.key }
    if let command = settings.tokenCommand {
      sorted.append(
        Row(
          key: "kafka.token_command", value: SecretReference.line(command.value),
          origin: command.place.description))
    }
    if let file = invocation.text(.propertiesFile) {
      sorted.append(
        Row(
          key: "properties-file", value: file,
          origin: invocation.originText(of: .propertiesFile)))
    }
    return sorted
  }

  private func key(of property: String) -> String {
    PropertyAlias.canonical(property) == "bootstrap.servers"
      ? "kafka.brokers" : "kafka.properties.\(property)"
  }

  // MARK: Services

  private var connectRows: [Row] {
    guard !invocation.isSet(.connect) else {
      return invocation.all(.connect).map { workers in
        let shown = ServiceEndpoint(addresses: workers.split(separator: ",").map(String.init))
        return Row(
          key: "connect", value: ShownSecret.addresses(shown),
          origin: invocation.originText(of: .connect))
      }
    }
    guard let connect = settings.connect else { return [] }
    let isOne = connect.value.count == 1
    return connect.value.enumerated().flatMap { index, endpoint in
      rows(of: endpoint, key: isOne ? "connect" : "connect[\(index)]", place: connect.place)
    }
  }

  private var serviceRows: [Row] {
    settings.registry.map { rows(of: $0.value, key: "registry", place: $0.place) } ?? []
  }

  private func rows(of endpoint: ServiceEndpoint, key: String, place: Place) -> [Row] {
    let fields: [(String, String?)] = [
      ("url", ShownSecret.addresses(endpoint)), ("ca", endpoint.authority),
      ("cert", endpoint.certificate), ("key", endpoint.key), ("user", endpoint.user),
      ("password", ShownSecret.password(endpoint.password)),
    ]
    return fields.compactMap { field, value in
      value.map { Row(key: "\(key).\(field)", value: $0, origin: place.description) }
    }
  }

  // MARK: The rest

  private var restRows: [Row] {
    var rows: [Row] = []
    if let databases = settings.databases {
      for database in databases.value { rows += self.rows(of: database, databases.place) }
    }
    if let archive = settings.archive {
      let fields: [(String, String?)] = [
        ("", RedactedURL(archive.value.place).description),
        (".endpoint", archive.value.endpoint.map { RedactedURL($0).description }),
        (".region", archive.value.region), (".ca", archive.value.authority),
      ]
      rows += fields.compactMap { field, value in
        value.map {
          Row(key: "archive\(field)", value: $0, origin: archive.place.description)
        }
      }
    }
    if let isProtected = settings.isProtected {
      rows.append(
        Row(
          key: "protected", value: "\(isProtected.value)", origin: isProtected.place.description))
    }
    if let drills = settings.allowsDrills {
      rows.append(
        Row(
          key: "drill", value: drills.value ? "allowed" : "forbidden",
          origin: drills.place.description))
    }
    if let table = settings.sentinelTable {
      rows.append(
        Row(key: "sentinel-table", value: table.value, origin: table.place.description))
    }
    if let tables = settings.tables {
      rows.append(
        Row(
          key: "tables", value: tables.value.joined(separator: ", "),
          origin: tables.place.description))
    }
    rows += settings.flags.sorted { $0.key < $1.key }.map { name, setting in
      let isToggle = setting.value.allSatisfy(\.isEmpty)
      return Row(
        key: name,
        value: isToggle ? "\(!setting.value.isEmpty)" : setting.value.joined(separator: ", "),
        origin: setting.place.description)
    }
    return rows
  }

  private func rows(of database: DatabaseEndpoint, _ place: Place) -> [Row] {
    var uri = ShownSecret.text(database.uri, of: "uri")
    if case .text(let text) = database.uri { uri = RedactedURL(text).description }
    let fields: [(String, String?)] = [
      ("uri", uri), ("password", ShownSecret.password(database.password)),
      ("writer-of", database.writerOf),
    ]
    return fields.compactMap { field, value in
      value.map {
        Row(key: "databases.\(database.name).\(field)", value: $0, origin: place.description)
      }
    }
  }

  // MARK: Forms

  private static func table(_ rows: [Row]) -> String {
    guard !rows.isEmpty else { return "" }
    var table = TextTable([("KEY", .left), ("VALUE", .left), ("FROM", .left)])
    for row in rows {
      table.add([row.key, row.value, row.origin].map { DisplayText.printable($0) })
    }
    return table.text
  }

  private func document(_ rows: [Row]) -> JSONValue {
    .object([
      ("schema_version", .integer(1)), ("context", JSONValue(context.active.name)),
      ("chosen_by", JSONValue(context.active.chosenBy)),
      (
        "settings",
        .array(
          rows.map { row in
            .object([
              ("key", .string(row.key)), ("value", .string(row.value)),
              ("from", .string(row.origin)),
            ])
          })
      ),
    ])
  }
}
