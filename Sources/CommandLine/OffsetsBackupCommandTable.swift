extension Command {
  static let archive = Arguments(
    "ARCHIVE", count: 0...1,
    help: """
      The place that holds the backups: a folder, or s3://BUCKET/PREFIX. Without it the one in \
      CDCWATCH_ARCHIVE, else the context's.
      """)

  private static let backupHelp = """
    a backup's folder or s3:// place, or latest: the newest sound one of CDCWATCH_ARCHIVE or the context's archive
    """

  private static let storeStatuses: [ExitStatus] = [
    .unexpected,
    ExitStatus(4, "Kafka, Connect, the folder or the bucket refused the user or the key"),
    ExitStatus(5, "Kafka, Connect or the bucket could not be reached, or read whole, in time"),
  ]

  static let offsetsBackup = Command(
    ["offsets", "backup"],
    summary: "Save all connectors' offsets, byte for byte, into a folder or a bucket",
    details: [
      """
      Reads Connect's offsets topics to the ends that they have now, committed records only; \
      with --connect also the configurations without secrets, and the schema history of MySQL \
      and MariaDB connectors. The backup is proved sound before it gets its name: it is \
      complete or not there. Its place is printed.
      """,
      """
      Where databases are known (--db, or the context's), each connector's verdict of that moment is \
      kept too, as 'offsets check' gives it; one that does not answer is a warning.
      """,
      """
      Secrets of a bucket come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and \
      AWS_SESSION_TOKEN, or from the profile AWS_PROFILE in ~/.aws/credentials.
      """,
    ],
    arguments: archive,
    flags: [.keep, .pinSlot, .pinKeep, .walLimit, .via, .check, .maxAge, .textfile] + Flag.s3
      + [.offsetsTopic, .timeout, .database] + Flag.kafka + Flag.allOfConnect + Flag.display,
    examples: [
      Example(
        "cdcwatch offsets backup /var/backups/offsets -b kafka:9092 --connect http://connect:8083",
        "Save everything that a restore needs."),
      Example(
        "cdcwatch offsets backup s3://backups/offsets -b kafka:9092 --keep 30d",
        "Into a bucket; then remove what is older than 30 days and has newer records."),
      Example(
        "cdcwatch offsets backup --pin-slot --wal-limit 50GB",
        "A PostgreSQL connector's backup that can be put back later; the rest from the context."),
      Example(
        "cdcwatch offsets backup /var/backups/offsets --check --max-age 6h",
        "The watchdog: is there a sound backup of the last six hours?"),
    ],
    exitStatuses: [
      ExitStatus(0, "backed up and proved sound; with --check: sound and young enough"),
      ExitStatus(2, "there is nothing to back up; with --check: no sound backup is young enough"),
      ExitStatus(
        3,
        "backed up, and with --pin-slot some slot was not copied; with --check: a newer backup is not sound"
      ),
    ] + storeStatuses + [.wrongUse, ExitStatus(130, "interrupted (143 by SIGTERM)")])

  static let offsetsVerify = Command(
    ["offsets", "verify"],
    summary: "Prove a backup sound, without a broker: hashes, records, nothing twice or missing",
    arguments: Arguments("BACKUP", count: 0...1, help: "What to prove: \(backupHelp)."),
    flags: [.against] + Flag.s3 + [.offsetsTopic, .timeout] + Flag.kafka + Flag.allOfConnect
      + Flag.display,
    examples: [
      Example(
        "cdcwatch offsets verify /var/backups/offsets/2026-11-21T08-04-51.200Z",
        "Is it whole and unchanged?")
    ],
    exitStatuses: [
      ExitStatus(0, "sound"),
      ExitStatus(2, "not sound, and why; with --against: it differs"),
    ] + storeStatuses + [.wrongUse])

  static let offsetsDiff = Command(
    ["offsets", "diff"],
    summary: "Tell how far two states of the offsets are apart: bytes of log, time, transactions",
    arguments: Arguments(
      "A B", count: 2...2,
      help: """
        Each \(backupHelp); live: the topics as they are now; or a JSON file as GET \
        /connectors/NAME/offsets gives it.
        """),
    flags: [.connector] + Flag.s3 + [.offsetsTopic, .timeout] + Flag.kafka + Flag.allOfConnect
      + Flag.display,
    examples: [
      Example(
        "cdcwatch offsets diff latest live -b kafka:9092", "What came since the newest backup?")
    ],
    exitStatuses: [ExitStatus(0, "the same"), ExitStatus(2, "different")] + storeStatuses
      + [.wrongUse])

  static let offsetsPrune = Command(
    ["offsets", "prune"],
    summary: "Remove old backups, but never the newest sound record of any connector",
    details: [
      """
      Prints what would go, and why the rest stays; --execute does it, and asks for the \
      archive's name. Nothing goes unless the newest backup is sound. Copies of slots that \
      'backup --pin-slot' made for these backups are dropped, too, where their database is known; \
      else the statement to type is told.
      """
    ],
    arguments: archive,
    flags: [.keep, .execute, .confirm, .plan, .database, .timeout] + Flag.s3 + Flag.display,
    examples: [
      Example("cdcwatch offsets prune /var/backups/offsets --keep 30d", "What would go?"),
      Example(
        "cdcwatch offsets prune /var/backups/offsets --keep 30d --execute", "Let it go."),
    ],
    exitStatuses: [
      ExitStatus(0, "removed, or there is nothing to remove; without --execute: the plan"),
      ExitStatus(3, "removed, and a copy of a slot is left; the message has the statement"),
      ExitStatus(6, "refused: the newest backup is not sound, or the plan was not agreed to"),
      ExitStatus(7, "stopped half-way; the same command goes on"),
    ] + storeStatuses + [.wrongUse])
}
