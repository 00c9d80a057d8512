import CommandLine
import Contexts
import Runtime

/// Makes a command line whole: what was not typed comes from the context and the files.
struct ContextLoading {
  let table: CommandTable
  let context: CommandContext

  func prepared(
    _ invocation: Invocation
  ) throws(CommandFailure) -> (invocation: Invocation, context: CommandContext) {
    let files = ConfigurationFiles(context: context)
    var context = context
    context.active = try files.active(invocation)
    let invocation = table.filling(invocation, from: Self.values(of: context.active.settings))
    if !invocation.isSet(.quiet) { warn(context) }
    return (invocation, context)
  }

  private static func values(of settings: SettingsBlock) -> [String: Invocation.FileValue] {
    var values = settings.flags.mapValues {
      Invocation.FileValue(texts: $0.value, place: $0.place.description)
    }
    if let archive = settings.archive {
      let bucket: [(Flag, String?)] = [
        (.s3Endpoint, archive.value.endpoint), (.s3Region, archive.value.region),
        (.s3Authority, archive.value.authority),
      ]
      for case (let flag, let text?) in bucket {
        values[flag.name] = .init(texts: [text], place: archive.place.description)
      }
    }
    return values
  }

  private func warn(_ context: CommandContext) {
    for path in context.active.ignored {
      let shown = DisplayText.printable(path)
      // A warning that cannot be written stops nothing.
      try? context.errors.writeLine(
        "cdcwatch: warning: the endpoints and commands in \(shown) do not count before "
          + "`cdcwatch context trust \(shown)`")
    }
    for path in WrittenSecrets.readablePaths(of: context.active.settings) {
      let shown = DisplayText.printable(path)
      try? context.errors.writeLine(
        "cdcwatch: warning: \(shown) holds a password and can be read by others: "
          + "chmod 600 \(shown)")
    }
  }
}
