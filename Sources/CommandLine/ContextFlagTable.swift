extension Flag {
  /// The context by name.
  public static let context = Flag(
    "context", .text, "NAME", group: .configuration, environment: "CDCWATCH_CONTEXT",
    help: """
      Take brokers, Connect and the rest from this context of the configuration files; none: \
      from no context. Without it: the one of 'cdcwatch context use'.
      """)

  /// The configuration file.
  public static let configurationFile = Flag(
    "config", .text, "FILE", group: .configuration, environment: "CDCWATCH_CONFIG",
    help: """
      Read this configuration file instead of .cdcwatch.yaml, ~/.config/cdcwatch/config.yaml \
      and /etc/cdcwatch/config.yaml.
      """)
}

extension Command {
  /// The same command with the flags that say where everything comes from which is not typed.
  var configured: Command {
    Command(
      path, summary: summary, details: details, arguments: arguments,
      flags: flags + [.context, .configurationFile], examples: examples,
      exitStatuses: exitStatuses)
  }
}
