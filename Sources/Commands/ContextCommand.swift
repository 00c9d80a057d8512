import CommandLine
import Contexts
import JSON
import Runtime

/// `cdcwatch context`: which contexts there are, which one counts, and what it comes to.
struct ContextCommand {
  let table: CommandTable
  let invocation: Invocation
  let context: CommandContext

  func run() throws(CommandFailure) -> Int32 {
    let files = ConfigurationFiles(context: context)
    switch invocation.path.last {
    case "use": try use(files)
    case "trust": try trust(files)
    case "show":
      let (invocation, context) = try chosen()
      try ContextShow(invocation: invocation, context: context).run()
    case "test":
      let (invocation, context) = try chosen()
      return try ContextTest(invocation: invocation, context: context).run()
    default: try list(files)
    }
    return ExitStatus.success.rawValue
  }

  /// The context that is named as an argument, as if by `--context`.
  private func chosen() throws(CommandFailure) -> (Invocation, CommandContext) {
    let named = invocation.arguments.first
    let wanted = named.map { table.naming($0, as: .context, in: invocation) } ?? invocation
    let prepared = try ContextLoading(table: table, context: context).prepared(wanted)
    return (prepared.invocation, prepared.context)
  }

  // MARK: list

  private func list(_ files: ConfigurationFiles) throws(CommandFailure) {
    let resolution = try files.resolution(invocation)
    let chosen = resolution.choice?.name
    let rows = resolution.names.map { name in row(name, resolution, isChosen: name == chosen) }
    let text = CommonOptions(invocation, context: context).format.text(
      ofEach: rows.map(\.json), table: Self.table(rows))
    try printing { () throws(RuntimeError) in
      try context.output.write(text)
      guard rows.isEmpty, !invocation.isSet(.quiet) else { return }
      try context.errors.writeLine(
        "cdcwatch: no configuration file has a context\nhint: `cdcwatch help context list` tells "
          + "where they are looked for")
    }
    if let chosen, chosen != ConfigurationFile.noContext, !resolution.names.contains(chosen) {
      _ = try files.active(invocation)
    }
  }

  private struct Row {
    var name: String
    var isChosen: Bool
    var isProtected: Bool
    var brokers: String?
    var connect: [String]
    var places: [String]

    var json: JSONValue {
      .object([
        ("schema_version", .integer(1)), ("context", .string(name)), ("chosen", .bool(isChosen)),
        ("protected", .bool(isProtected)), ("brokers", JSONValue(brokers)),
        ("connect", .array(connect.map { .string($0) })),
        ("files", .array(places.map { .string($0) })),
      ])
    }
  }

  private func row(_ name: String, _ resolution: ContextResolution, isChosen: Bool) -> Row {
    var asked = resolution
    asked.wish = .init(name, origin: "")
    // The name is one of the resolution's own.
    let settings = (try? asked.resolved())?.settings ?? SettingsBlock()
    let brokers = settings.properties.first {
      PropertyAlias.canonical($0.name) == "bootstrap.servers"
    }
    return Row(
      name: name, isChosen: isChosen, isProtected: settings.isProtected?.value == true,
      brokers: brokers.map { ShownSecret.text($0.value, of: $0.name) },
      connect: settings.connect?.value.map { ShownSecret.addresses($0) } ?? [],
      places: resolution.sources.flatMap { $0.file.contexts }.filter { $0.name == name }
        .map(\.place.path))
  }

  private static func table(_ rows: [Row]) -> String {
    guard !rows.isEmpty else { return "" }
    var table = TextTable([
      ("", .left), ("CONTEXT", .left), ("KAFKA", .left), ("CONNECT", .left), ("PROTECTED", .left),
      ("FILE", .left),
    ])
    for row in rows {
      let connect = row.connect.isEmpty ? "-" : row.connect.joined(separator: " ")
      table.add(
        [
          row.isChosen ? "*" : "", row.name, row.brokers ?? "-", connect,
          row.isProtected ? "yes" : "-", row.places.joined(separator: " "),
        ].map { DisplayText.printable($0) })
    }
    return table.text
  }

  // MARK: use and trust

  private func use(_ files: ConfigurationFiles) throws(CommandFailure) {
    let name = invocation.arguments.first ?? ""
    var resolution = try files.resolution(invocation)
    resolution.wish = .init(name, origin: "`cdcwatch context use \(name)`")
    do throws(ConfigurationError) {
      _ = try resolution.resolved()
    } catch {
      throw CommandFailure(error)
    }
    guard let path = files.choicePath else { throw Self.noFolder }
    try write { () throws(RuntimeError) in
      try ReplacedFile.writePrivately(Array("\(name)\n".utf8), to: path)
    }
    try tell(
      name == ConfigurationFile.noContext ? "no context counts now" : "the context is '\(name)' now"
    )
  }

  private func trust(_ files: ConfigurationFiles) throws(CommandFailure) {
    let typed = invocation.arguments.first ?? ""
    let absolute = typed.hasPrefix("/") ? typed : "\(context.folder)/\(typed)"
    guard var path = FileFacts.canonical(absolute) else {
      throw CommandFailure("there is no '\(absolute)'", hint: "type a path", status: .usage)
    }
    if FileFacts(path)?.isFolder == true { path += "/\(ConfigurationFiles.projectFile)" }
    guard path.hasSuffix("/\(ConfigurationFiles.projectFile)") else {
      throw CommandFailure(
        "only a file named \(ConfigurationFiles.projectFile) needs trust",
        hint: "--config FILE names any other configuration file", status: .usage)
    }
    let bytes = try files.read(path)
    let file = try files.file(bytes, path: path)
    guard let store = files.trust else { throw Self.noFolder }
    try write { () throws(RuntimeError) in try store.add(bytes, of: path) }
    let contexts = file.contexts.map(\.name).joined(separator: ", ")
    try tell(
      "\(path) is trusted as it is now"
        + (contexts.isEmpty ? "" : "; its contexts are \(contexts)"))
  }

  private static var noFolder: CommandFailure {
    CommandFailure(
      "there is no folder to write this down in", hint: "set HOME or XDG_CONFIG_HOME",
      status: .usage)
  }

  private func write(
    _ body: () throws(RuntimeError) -> Void
  ) throws(CommandFailure) {
    do throws(RuntimeError) {
      try body()
    } catch {
      throw CommandFailure("\(error)", status: .unexpected)
    }
  }

  private func tell(_ text: String) throws(CommandFailure) {
    guard !invocation.isSet(.quiet) else { return }
    try printing { () throws(RuntimeError) in
      try context.errors.writeLine("cdcwatch: \(DisplayText.printable(text))")
    }
  }
}
