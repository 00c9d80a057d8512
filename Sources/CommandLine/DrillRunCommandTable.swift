extension Command {
  static let drillRun = Command(
    ["drill", "run"],
    summary: "Run a drill to its proof, on a shadow of the connector or on the connector itself",
    details: [
      """
      Prints the plan, as 'drill plan' does, and does nothing. With --execute each step is done, a \
      line in the run's journal on the disk before and behind it, while sentinels are written into \
      the database and read back from the topic. The proof at the end says what became of each.
      """,
      """
      A run that was interrupted, or whose runner died, goes on with 'drill resume RUN', or is \
      undone with 'drill abort RUN'.
      """,
    ],
    arguments: Arguments(
      "NAME|FILE", count: 1...1, help: "A drill of 'drill list', or a file of your own."),
    flags: [
      .connector.meaning("The connector that is drilled, or that the shadow is made after."),
      .drillInput, .live, .acceptUnboundedLog, .drillLogLimit, .allowCaptured, .confirmStep,
      .secret.meaning(
        """
        --live: a property of the connector's configuration that a backup leaves out, from a file; \
        can be repeated.
        """),
      .drillState,
    ] + drillEndpoints,
    examples: [
      Example(
        "cdcwatch drill run connector-deleted -c shop --connect http://connect:8083 -b kafka:9092 --db main=postgresql://ops@db/shop --set db=main",
        "What would the basic drill do on a shadow of shop? Nothing is changed.")
    ],
    exitStatuses: drillStatuses)

  static let drillResume = Command(
    ["drill", "resume"], summary: "Go on with a run that was interrupted, or whose runner died",
    details: [
      """
      What the journal has as done is not done again; an effect that was begun is looked for. Where \
      nothing tells whether it was done, a person says so with --step-done or --step-again. The \
      same --connect, -b and --db have to be given as for the run, or come from the context.
      """
    ],
    arguments: Arguments("RUN", count: 1...1, help: "The run's id, or its folder."),
    flags: [
      .stepDone, .stepAgain, .confirmStep, .drillLogLimit, .drillInput, .secret, .drillState,
      .execute,
    ]
      + drillEndpoints.filter { !Flag.consent.contains($0) },
    examples: [
      Example("cdcwatch drill resume 20261121_080451_k3f9 --execute", "Go on where it stopped.")
    ],
    exitStatuses: drillStatuses)

  static let drillAbort = Command(
    ["drill", "abort"], summary: "Undo what a run did, and remove what it made",
    arguments: Arguments("RUN", count: 1...1, help: "The run's id, or its folder."),
    flags: [.secret, .drillState] + drillEndpoints,
    examples: [
      Example("cdcwatch drill abort 20261121_080451_k3f9", "What would be undone?")
    ],
    exitStatuses: [
      ExitStatus(0, "all is undone and removed, or the plan was printed"),
      ExitStatus(7, "something could not be undone; the message says what"),
    ] + drillStatuses.filter { ![0, 2, 3, 7, 8].contains($0.code) })

  static let drillStatus = Command(
    ["drill", "status"], summary: "List the runs, and tell whether the last proof is young enough",
    flags: [
      .connector.meaning("The runs of this connector alone."),
      .proofAge, .textfile, .drillState,
    ] + Flag.display,
    examples: [
      Example(
        "cdcwatch drill status -c shop --max-age 92d", "In cron: was shop drilled this quarter?")
    ],
    exitStatuses: [
      ExitStatus(0, "printed; with --max-age: every proof is young enough"),
      ExitStatus(2, "--max-age: a proof is missing or too old"), .unexpected, .wrongUse,
    ])

  static let drillReport = Command(
    ["drill", "report"], summary: "Print the report of a run, or check its journal",
    arguments: Arguments("RUN", count: 1...1, help: "The run's id, or its folder."),
    flags: [.checkJournal, .journalHash, .drillState, .reportOutput]
      + Flag.display.filter { $0.name != "output" },
    examples: [
      Example(
        "cdcwatch drill report 20261121_080451_k3f9 -o html",
        "The page, on standard output; the run's folder has it too."),
      Example(
        "cdcwatch drill report 20261121_080451_k3f9 --check --hash 3f2a...",
        "Is the journal still the one that the report was made of?"),
    ],
    exitStatuses: [
      ExitStatus(0, "printed, or the journal is as it was written"),
      ExitStatus(8, "--check: the journal is not as it was written"), .unexpected, .wrongUse,
    ])

  static let drillSweep = Command(
    ["drill", "sweep"], summary: "Remove what the runs of dead runners left",
    arguments: Arguments("RUN", count: 0...1, help: "The run's id; none with --older."),
    flags: [.olderThan, .drillState, .secret, .execute]
      + drillEndpoints.filter { !Flag.consent.contains($0) },
    examples: [Example("cdcwatch drill sweep --older 24h --execute", "In cron, after the drills.")],
    exitStatuses: [
      ExitStatus(0, "nothing is left, or the plan was printed"),
      ExitStatus(7, "something could not be removed; the message says what"),
    ] + drillStatuses.filter { ![0, 2, 3, 7, 8].contains($0.code) })

  /// Where everything is that a run acts on.
  private static let drillEndpoints: [Flag] =
    [
      .database.meaning(
        """
        A database, under the name by which the drill's inputs call it: --db main=URI --set \
        db=main; can be repeated. Without it the context's databases.
        """),
      .timeout.meaning("Give up on a server that does not answer for so long."), .offsetsTopic,
    ] + Flag.consent + Flag.kafka + Flag.allOfConnect + Flag.s3 + Flag.display

  private static let drillStatuses: [ExitStatus] = [
    ExitStatus(0, "proved; or the plan was printed, and nothing was changed"),
    ExitStatus(2, "a check failed before the disaster; what was done is undone"),
    ExitStatus(3, "proved, and a target or a budget was overrun"),
    ExitStatus(6, "refused by a safety rule; nothing is changed, or all of it is undone"),
    ExitStatus(7, "stopped half-way; 'drill resume' goes on, 'drill abort' undoes"),
    ExitStatus(8, "more was lost than may be, or it was something else that brought it back"),
    .unexpected,
    ExitStatus(4, "Kafka, Connect or the database refused the user or the permission"),
    ExitStatus(5, "Kafka, Connect or the database could not be reached in time"),
    ExitStatus(64, "wrong use: a mistake in the file, an unknown or missing input"),
    ExitStatus(130, "interrupted, after the state was saved (143 by SIGTERM)"),
  ]
}

extension Flag {
  /// The form of a run's report.
  static let reportOutput = Flag(
    "output", short: "o", .choice(["markdown", "json", "jsonl", "html"]), group: .output,
    environment: "CDCWATCH_OUTPUT", usual: "markdown",
    help: "What the report looks like; html is one page that needs nothing else.")
}
