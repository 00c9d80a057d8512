extension Flag {
  /// A drill's input.
  public static let drillInput = Flag(
    "set", .keyValue(words: []), "NAME=VALUE", group: .drill,
    help: """
      The value of one of the drill's inputs; can be repeated. With --live also \
      sentinel.table=SCHEMA.TABLE. A secret: NAME=@FILE.
      """)

  /// Whether the connector itself is drilled.
  public static let live = Flag(
    "live", .toggle, group: .drill,
    help: """
      Drill the connector itself instead of a shadow of it. Only where the drill's 'subjects' has \
      it and the context says 'drill: allowed'.
      """)

  /// Whether a slot may hold back any amount of log.
  public static let acceptUnboundedLog = Flag(
    "accept-unbounded-wal", .toggle, group: .drill,
    help: """
      PostgreSQL: make the shadow's slot although max_slot_wal_keep_size is not set. A slot that \
      nobody reads may then fill the server's disk.
      """)

  /// How much log a shadow's slot may hold back while its drill runs.
  public static let drillLogLimit = Flag(
    "wal-limit", .text, "SIZE", group: .drill,
    help: """
      PostgreSQL: end the run, and remove the shadow, when its slot holds back more of the log than \
      this (500MB, 10GB; without it 1GiB). Watched only while the drill runs.
      """)

  /// The form of a drill's plan.
  static let planOutput = Flag(
    "output", short: "o", .choice(["table", "json", "jsonl", "markdown"]), group: .output,
    environment: "CDCWATCH_OUTPUT", usual: "table",
    help: "What the data on standard output looks like; markdown is the runbook.")
}

extension Command {
  static let drillList = Command(
    ["drill", "list"], summary: "List the drills that are part of the program",
    flags: Flag.display,
    examples: [Example("cdcwatch drill list", "What can be rehearsed?")],
    exitStatuses: [ExitStatus(0, "printed"), .unexpected, .wrongUse])

  static let drillShow = Command(
    ["drill", "show"], summary: "Print a drill's file, to read it or to change a copy",
    arguments: Arguments("NAME", count: 1...1, help: "A drill of 'drill list', or a file."),
    flags: Flag.display,
    examples: [
      Example(
        "cdcwatch drill show connector-deleted",
        "The file, with the comment that says what it mends.")
    ],
    exitStatuses: [ExitStatus(0, "printed"), .unexpected, .wrongUse])

  static let drillPlan = Command(
    ["drill", "plan"],
    summary: "Say what a drill would do here, what it needs, and what speaks against it",
    details: [
      """
      The drill's file is read whole, its inputs filled in, and Connect and the database are asked \
      whether everything that its steps need is there; what could not be asked is 'not checked'. \
      Nothing is changed. A mistake in the file is told with its line and column.
      """,
      """
      With -o markdown the plan is a runbook: every step as lines that can be typed, with the real \
      names filled in.
      """,
    ],
    arguments: Arguments(
      "NAME|FILE", count: 1...1, help: "A drill of 'drill list', or a file of your own."),
    flags: [
      .connector.meaning("The connector that is drilled, or that the shadow is made after."),
      .drillInput, .live, .acceptUnboundedLog,
      .secret.meaning(
        """
        --live: a property of the connector's configuration that a backup leaves out, from a file; \
        can be repeated.
        """),
      .database.meaning(
        """
        A database, under the name by which the drill's inputs call it: --db main=URI --set \
        db=main; can be repeated. Without it the context's databases.
        """),
      .timeout.meaning("Give up on a server that does not answer for so long."), .offsetsTopic,
    ] + Flag.kafka + Flag.allOfConnect + [.planOutput]
      + Flag.display.filter { $0.name != "output" },
    examples: [
      Example(
        "cdcwatch drill plan connector-deleted -c shop --connect http://connect:8083 --db main=postgresql://ops@db/shop --set db=main",
        "Could the basic drill run on a shadow of shop?"),
      Example(
        "cdcwatch drill plan pg-failover -c shop --live --db main=postgresql://ops@db/shop --set db=main -o markdown",
        "The runbook of a failover, with the names of this place."),
    ],
    exitStatuses: [
      ExitStatus(0, "planned; nothing speaks against it"),
      ExitStatus(2, "something that a step needs is not there"),
      ExitStatus(6, "refused by a safety rule"),
      .unexpected,
      ExitStatus(4, "Connect refused the user or the permission"),
      ExitStatus(5, "Connect could not be reached in time"),
      ExitStatus(64, "wrong use: a mistake in the file, an unknown or missing input"),
      ExitStatus(130, "interrupted (143 by SIGTERM)"),
    ])
}
