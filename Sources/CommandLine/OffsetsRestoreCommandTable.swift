extension Flag {
  /// Whether a restored connector is resumed.
  public static let resume = Flag(
    "resume", .toggle, group: .selection,
    help: "Resume the connector afterwards, and prove that it goes on from there.")

  /// Whether partitions that a backup lacks are removed.
  public static let exact = Flag(
    "exact", .toggle, group: .selection,
    help: "Remove the offsets of partitions that the backup does not have; else they stay.")
}

extension Flag {
  /// By which way offsets are put back.
  public static let restoreVia = Flag(
    "via", via.kind, group: .selection, usual: "rest",
    help: """
      rest lets Connect write them; kafka writes the saved bytes into the offsets topic itself, \
      where REST cannot reach the connector, or Connect is older than 3.6. It is refused unless it \
      is proved that no task lives. --create, --secret and --resume need rest.
      """)

  /// The scratch topic of a rehearsal.
  public static let rehearse = Flag(
    "rehearse", .text, "TOPIC", group: .selection,
    help: """
      Write all connectors' records into TOPIC, a new topic with the same partitions, and compare \
      them with the backup. No connector and no offsets topic is touched. Needs Kafka and \
      --execute alone.
      """)

  /// The name under which a connector goes on.
  public static let newName = Flag(
    "as", .text, "NEWNAME", group: .selection,
    help: """
      The connector is called NEWNAME now, and was --connector NAME when the backup was made; its \
      topic.prefix is the same.
      """)
}

extension Command {
  static let offsetsRestore = Command(
    ["offsets", "restore"],
    summary: "Put a connector's offsets back from a backup: plan, verdict, safety copy, proof",
    details: [
      """
      Prints what would be written, from where to where, and what the connector would do with it \
      (as 'offsets check'), and does nothing. With --execute it stops the connector, waits until no \
      task is left, saves the offsets that it has into the backup's archive, takes the verdict \
      again (7, and nothing is written, where it has become another that would be refused), writes \
      whole partitions, reads them back twice, and with --resume proves that a new offset goes on from \
      there.
      """,
      """
      The schema history of MySQL and MariaDB goes back first, where its topic is gone or empty. A \
      topic that holds records is never written into: it is compared with the backup.
      """,
      """
      It refuses a backup that is not sound or of another cluster, offsets that no connector starts \
      with, another connector's partition, and every verdict but RESUME and REPLAY: UNKNOWN too, so \
      name the database with --db.
      """,
    ],
    arguments: Arguments(
      "BACKUP", count: 1...1, help: "A run's folder or URL, or ARCHIVE/latest."),
    flags: [
      .connector.meaning("The connector whose offsets are put back."), .newName, .create, .secret,
      .setConfig, .exact, .resume, .restoreVia, .rehearse, .database,
      .timeout.meaning("Give up on a server that does not answer for so long."), .offsetsTopic,
    ] + [Flag.force] + Flag.consent + Flag.kafka + Flag.allOfConnect + Flag.s3 + Flag.display,
    examples: [
      Example(
        "cdcwatch offsets restore /backups/latest -c shop --connect http://connect:8083 -b kafka:9092 --db postgresql://watch@db/shop",
        "What would putting it back do? Nothing is changed."),
      Example(
        "cdcwatch offsets restore /backups/latest -c shop --create --secret database.password=@/etc/shop.password",
        "A connector that was deleted, made again and set to where it was."),
      Example(
        "cdcwatch offsets restore /backups/latest -c shop --create --secret database.password=@/etc/shop.password --force cluster --set-config schema.history.internal.kafka.bootstrap.servers=new:9092 --connect http://new:8083 -b new:9092 --db mysql://watch@db --resume --execute",
        "The whole Kafka cluster was lost: the same in a new one."),
      Example(
        "cdcwatch offsets restore /backups/latest --rehearse scratch -b kafka:9092 --execute",
        "Do the bytes come back as they were? Into a topic of its own."),
    ],
    exitStatuses: [
      ExitStatus(0, "planned without --execute, or done and proved"),
      ExitStatus(6, "refused; nothing was changed"),
      ExitStatus(7, "stopped half-way; the message has the command that goes on or undoes"),
      ExitStatus(8, "written, and the proof failed"),
    ] + ExitStatus.common + [ExitStatus(130, "interrupted (143 by SIGTERM)")])
}
