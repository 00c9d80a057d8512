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
      task is left, saves the offsets that it has into the backup's archive, writes whole \
      partitions, reads them back twice, and with --resume proves that a new offset goes on from \
      there.
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
      .exact, .resume, .database,
      .timeout.meaning("Give up on a server that does not answer for so long."), .offsetsTopic,
    ] + [Flag.force] + Flag.consent + Flag.kafka + Flag.allOfConnect + Flag.s3 + Flag.display,
    examples: [
      Example(
        "cdcwatch offsets restore /backups/latest -c shop --connect http://connect:8083 -b kafka:9092 --db postgresql://watch@db/shop",
        "What would putting it back do? Nothing is changed."),
      Example(
        "cdcwatch offsets restore /backups/latest -c shop --create --secret database.password=@/etc/shop.password",
        "A connector that was deleted, made again and set to where it was."),
    ],
    exitStatuses: [
      ExitStatus(0, "planned without --execute, or done and proved"),
      ExitStatus(6, "refused; nothing was changed"),
      ExitStatus(7, "stopped half-way; the message has the command that goes on or undoes"),
      ExitStatus(8, "written, and the proof failed"),
    ] + ExitStatus.common + [ExitStatus(130, "interrupted (143 by SIGTERM)")])
}
