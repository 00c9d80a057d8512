extension Command {
  private static let contextName = Arguments(
    "NAME", count: 0...1, help: "A context. Without it: the one that counts now.")

  private static let ownStatuses: [ExitStatus] = [
    ExitStatus(0, "done"), .unexpected,
    ExitStatus(64, "wrong use: an unknown context, or a configuration file that cannot be read"),
  ]

  static let contextList = Command(
    ["context", "list"], summary: "List the contexts of the configuration files",
    details: [
      """
      A context names a cluster: its brokers, Connect, databases, registry and archive, and how \
      to log in there. Contexts are looked for in .cdcwatch.yaml from the current folder up to \
      the repository's root, in ~/.config/cdcwatch/config.yaml and in \
      /etc/cdcwatch/config.yaml; the first file that says something counts. A flag or its \
      variable goes before all of them.
      """
    ],
    flags: [.output, .quiet],
    examples: [Example("cdcwatch context list", "Every context, the one that counts marked.")],
    exitStatuses: ownStatuses)

  static let contextUse = Command(
    ["context", "use"], summary: "Make a context the one that counts from now on",
    arguments: Arguments("NAME", count: 1...1, help: "A context; none: no context."),
    flags: [.quiet],
    examples: [Example("cdcwatch context use prod", "Commands without --context mean prod.")],
    exitStatuses: ownStatuses)

  static let contextShow = Command(
    ["context", "show"],
    summary: "Show what a context comes to, and where each value was written",
    details: ["Passwords are not shown and not fetched: only where they are kept."],
    arguments: contextName, flags: [.output, .quiet] + Flag.endpoints,
    examples: [Example("cdcwatch context show prod", "The settings of prod with their files.")],
    exitStatuses: ownStatuses)

  static let contextTest = Command(
    ["context", "test"],
    summary: "Reach every endpoint of a context, and tell as whom and what may be done there",
    details: [
      """
      Nothing is changed: Kafka's topics are listed and looked into, Connect is asked for its \
      connectors, the archive for its backups.
      """
    ],
    arguments: contextName, flags: [.timeout, .output, .quiet] + Flag.endpoints + Flag.s3,
    examples: [
      Example("cdcwatch context test prod", "Do the addresses and passwords of prod work?")
    ],
    exitStatuses: [ExitStatus(0, "everything can be reached and used")] + ExitStatus.common)

  static let contextTrust = Command(
    ["context", "trust"],
    summary: "Let a project's .cdcwatch.yaml name endpoints and commands, as it is now",
    details: [
      """
      A file of a project chooses connectors, tables, topics and formats only: its addresses, \
      contexts and commands count when it has been trusted, until its next change.
      """
    ],
    arguments: Arguments(
      "PATH", count: 1...1, help: "The file, or the folder that holds .cdcwatch.yaml."),
    flags: [.quiet],
    examples: [
      Example("cdcwatch context trust .cdcwatch.yaml", "Look at the file first.")
    ],
    exitStatuses: ownStatuses)
}

extension Flag {
  /// Every flag that names an endpoint.
  static let endpoints: [Flag] = kafka + allOfConnect
}
