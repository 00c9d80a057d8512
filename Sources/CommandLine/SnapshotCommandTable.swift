extension Command {
  private static let tables = Arguments(
    "TABLE", count: 0...Int.max,
    help: """
      A table as orders, public.orders or its whole topic name. One that fits several topics \
      is an error that lists them. Without any: all tables that have a snapshot.
      """)

  private static let watchFlags: [Flag] =
    [
      .connector, .fromForSnapshots, .once, .exitOn, .interval,
      .timeout.meaning(
        """
        Give up on a Kafka or Connect server that does not answer, or on a snapshot that does \
        not begin, for so long. A snapshot that is under way is never given up. With the \
        change topic alone: end when no row came for so long.
        """),
      .stalledAfter, .unansweredAfter,
    ] + Flag.debeziumTopics + Flag.kafka + Flag.allOfConnect + Flag.watchDisplay

  private static let listFlags: [Flag] =
    [.connector, .fromForSnapshots, .timeout, .stalledAfter, .unansweredAfter]
    + Flag.debeziumTopics + Flag.kafka + Flag.allOfConnect + Flag.display

  private static let readingStatuses: [ExitStatus] =
    [
      ExitStatus(0, "COMPLETED, RUNNING, QUEUED, PAUSED, NONE or SKIPPED"),
      ExitStatus(2, "UNANSWERED, STALLED, INCOMPLETE, ABORTED or FAILED; the worst table counts"),
      ExitStatus(3, "REQUESTED or UNKNOWN: there was not enough to tell"),
    ] + ExitStatus.common + [ExitStatus(130, "interrupted (143 by SIGTERM)")]

  static let snapshot = Command(
    ["snapshot"], summary: "Watch snapshots until they have ended: how far, how fast, until when",
    details: [
      """
      The progress is taken from Debezium's notifications, Connect's offsets, the signal table \
      and the rows themselves, whichever are there. What none of them tells is left empty, \
      never guessed. Nothing is changed, anywhere.
      """,
      """
      A table named like one of the commands below needs 'snapshot watch': \
      'cdcwatch snapshot watch list'.
      """,
    ],
    arguments: tables, flags: watchFlags,
    examples: [
      Example(
        "cdcwatch snapshot orders -b kafka:9092",
        "Watch the newest snapshot of orders until it has ended."),
      Example(
        "cdcwatch snapshot orders -b kafka:9092 --connect http://connect:8083 --once -o json",
        "One reading as JSON, with what the connector's configuration and tasks tell."),
      Example(
        "cdcwatch snapshot orders -b kafka:9092 --exit-on stall --stalled-after 5m || page-me",
        "In a script: wait for the end, but not through a stall."),
    ],
    exitStatuses: readingStatuses)

  static let snapshotWatch = Command(
    ["snapshot", "watch"],
    summary: "The same as 'snapshot'; for tables that are named like a command",
    arguments: tables, flags: watchFlags,
    examples: [
      Example("cdcwatch snapshot watch list -b kafka:9092", "Watch the table named list.")
    ],
    exitStatuses: readingStatuses)

  static let snapshotList = Command(
    ["snapshot", "list"], summary: "List the newest snapshot of every table with its state",
    arguments: tables, flags: listFlags,
    examples: [
      Example(
        "cdcwatch snapshot list -b kafka:9092 -c shop", "Every table of the connector shop.")
    ],
    exitStatuses: readingStatuses)

  static let snapshotHistory = Command(
    ["snapshot", "history"],
    summary: "List all snapshots that Kafka's topics still tell of, oldest first",
    arguments: tables, flags: listFlags,
    examples: [
      Example(
        "cdcwatch snapshot history orders -b kafka:9092 -o json",
        "When orders was read before, how long it took and how each time ended.")
    ],
    exitStatuses: readingStatuses)
}

extension Flag {
  static let fromForSnapshots = from.meaning(
    """
    Where to begin reading change topics: the beginning, the end, the last N records of each \
    partition, or a time in milliseconds since 1970, as in s@1763712000000. Without it: from \
    where each table's newest snapshot began; the history reads all.
    """)
}
