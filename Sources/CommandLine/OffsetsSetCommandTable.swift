extension Flag {
  /// To take the slot's position.
  public static let toSlot = Flag(
    "to-slot", .toggle, group: .selection,
    help: """
      PostgreSQL: to the position that the replication slot has confirmed. A slot that is missing \
      is made, and the plan says what will not be delivered.
      """)

  /// A position of PostgreSQL's log.
  public static let position = Flag(
    "lsn", .text, "X/X", group: .selection, help: "PostgreSQL: to this position of the log.")

  /// A set of transactions.
  public static let gtids = Flag(
    "gtids", .text, "SET", group: .selection,
    help: """
      MySQL and MariaDB: to behind these transactions, as @@gtid_executed or @@gtid_binlog_pos \
      writes them. File and position stay, since the task fails without them.
      """)

  /// A file of the binary log.
  public static let binlogFile = Flag(
    "file", .text, "NAME", group: .selection,
    help: "MySQL without GTIDs: to this file of the binary log, with --position.")

  /// A place in the file.
  public static let binlogPosition = Flag(
    "position", .text, "N", group: .selection,
    help: "Where an event begins in the file of --file.")

  /// Whether the connector is made from a backup.
  public static let create = Flag(
    "create", .toggle, group: .selection,
    help: """
      Make the connector, STOPPED, with the configuration that the backup has (Connect 3.7). What \
      was left out of it as a secret has to come by --secret.
      """)

  /// The secrets of a configuration that was saved without them.
  public static let secret = Flag(
    "secret", .keyValue(words: []), "KEY=@FILE", group: .selection,
    help: """
      With --create: a property that was left out of the backup, from a file that holds it; can be \
      repeated.
      """)

  /// What is another value than in the saved configuration.
  public static let setConfig = Flag(
    "set-config", .keyValue(words: []), "KEY=VALUE", group: .selection,
    help: """
      With --create: give this property another value than the backup has, such as the brokers of a \
      new cluster; can be repeated. The plan shows both.
      """)
}

extension Command {
  static let offsetsSet = Command(
    ["offsets", "set"],
    summary: "Set a connector's offset to its slot, an LSN, a GTID set or a binary log's place",
    details: [
      """
      Prints what would be written and what the connector would do with it (as 'offsets check'), \
      and does nothing. With --execute it stops the connector, waits until no task is left, saves \
      the offsets that it has, makes the slot if that is missing, writes, reads back twice, and \
      with --resume proves that a new offset goes on from there.
      """,
      """
      --to-slot is the way out when a PostgreSQL backup is too old for the slot, when the slot is \
      gone after a failover, and for a connector that was deleted (--create). Every other verdict \
      than RESUME and REPLAY is refused, except for the window that a new slot leaves out: the plan \
      names it, and how it is read again.
      """,
      """
      The offsets from before go into the folder before-changes of CDCWATCH_ARCHIVE or the \
      context's archive, else into that of ~/.local/state/cdcwatch.
      """,
    ],
    arguments: Arguments(
      "BACKUP", count: 0...1,
      help: "With --create: the backup that has the connector's configuration."),
    flags: [
      .connector.meaning("The connector whose offset is set."), .toSlot, .position, .gtids,
      .binlogFile, .binlogPosition, .create, .secret, .setConfig, .resume, .database,
      .timeout.meaning("Give up on a server that does not answer for so long."), .offsetsTopic,
    ] + [Flag.force] + Flag.consent + Flag.kafka + Flag.allOfConnect + Flag.s3 + Flag.display,
    examples: [
      Example(
        "cdcwatch offsets set -c shop --to-slot --connect http://connect:8083 -b kafka:9092 --db postgresql://ops@db/shop",
        "What would setting it to the slot do? Nothing is changed."),
      Example(
        "cdcwatch offsets set -c shop --to-slot --create latest --secret database.password=@/etc/shop.password",
        "A deleted connector, made again from the newest backup, goes on where its slot stands."),
    ],
    exitStatuses: offsetChangeStatuses)

  static let offsetsReset = Command(
    ["offsets", "reset"],
    summary: "Remove a connector's offsets: plan, verdict, safety copy, proof",
    details: [
      """
      Prints what the connector would do without an offset (most snapshot modes read all tables \
      again), and does nothing. With --execute it stops the connector, waits until no task is left, \
      saves the offsets that it has, removes them and reads back twice. It refuses what loses \
      changes or fails: a connector of MySQL or MariaDB with snapshot.mode=no_data, for one.
      """
    ],
    flags: [
      .connector.meaning("The connector whose offsets are removed."), .resume, .database,
      .timeout.meaning("Give up on a server that does not answer for so long."), .offsetsTopic,
    ] + [Flag.force] + Flag.consent + Flag.kafka + Flag.allOfConnect + Flag.s3 + Flag.display,
    examples: [
      Example(
        "cdcwatch offsets reset -c shop --connect http://connect:8083 --db postgresql://ops@db/shop",
        "What would shop do without its offset? Nothing is changed.")
    ],
    exitStatuses: offsetChangeStatuses)

  fileprivate static let offsetChangeStatuses: [ExitStatus] =
    [
      ExitStatus(0, "planned without --execute, or done and proved"),
      ExitStatus(6, "refused; nothing was changed"),
      ExitStatus(7, "stopped half-way; the message has the command that goes on or undoes"),
      ExitStatus(8, "written, and the proof failed"),
    ] + ExitStatus.common + [ExitStatus(130, "interrupted (143 by SIGTERM)")]
}
