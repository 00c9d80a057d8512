extension Flag {
  /// The columns by which a row is looked for.
  public static let match = Flag(
    "match", .keyValue(words: []), "COLUMN=VALUE", group: .selection,
    help: """
      Look for the row whose column has this value, in its key or its fields, and tell where \
      it is. Repeat it for more columns: all must fit.
      """)

  /// Whether found records are printed.
  public static let show = Flag(
    "show", .toggle, group: .selection,
    help: "Print the records that --match finds, not only their place.")
}

extension Command {
  static let events = Command(
    ["events"],
    summary: "Count a topic's change events by operation and snapshot mark, or find one row",
    details: [
      """
      Reads the topic to the end that it has now. Records that are no Debezium event are \
      counted as unreadable and named on standard error.
      """
    ],
    arguments: Arguments(
      "TOPIC|TABLE", count: 1...1,
      help: "A topic's whole name, or a table such as orders or public.orders."),
    flags: [
      .match, .show, .from,
      .timeout.meaning(
        """
        Give up on a Kafka server that does not answer for so long. With --match: how long to \
        wait for the row when it is not there yet.
        """),
    ] + Flag.kafka + Flag.display,
    examples: [
      Example(
        "cdcwatch events shop.public.orders -b kafka:9092",
        "How many rows were read, created, updated and deleted, from when to when."),
      Example(
        "cdcwatch events orders -b kafka:9092 --match id=4711 --show --timeout 60s",
        "Did the change of row 4711 arrive? Wait for it up to a minute."),
    ],
    exitStatuses: [
      ExitStatus(0, "counted, or the row was found"),
      ExitStatus(3, "no Debezium event in the topic, or the row did not come in time"),
    ] + ExitStatus.common + [ExitStatus(130, "interrupted (143 by SIGTERM)")])
}
