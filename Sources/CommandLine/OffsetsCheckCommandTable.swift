extension Flag {
  /// The databases that connectors read.
  public static let database = Flag(
    "db", .list, "[NAME=]URI", group: .databases, environment: "CDCWATCH_DB",
    help: """
      The database that the connector reads: postgresql://, mysql:// or mariadb://, with NAME= in \
      front for the connector of that name only; can be repeated. Without it the context's. A \
      password is safer in ~/.pgpass, PGPASSWORD, ~/.my.cnf or MYSQL_PWD, which all count.
      """)
}

extension Flag {
  /// Every connector instead of one.
  public static let allConnectors = Flag(
    "all", .toggle, group: .selection,
    help: "Every connector of PostgreSQL, MySQL and MariaDB; the exit status is the worst one's.")
}

extension Command {
  static let offsetsCheck = Command(
    ["offsets", "check"],
    summary: "Tell what a connector would do with its offset: go on, repeat, skip, refuse, reread",
    details: [
      """
      RESUME: it goes on, nothing missing, nothing twice. REPLAY: what was delivered since comes \
      again. WILL_SKIP: it runs, and changes are missing for good. WILL_REFUSE: it fails, or runs \
      and delivers nothing. WILL_RESNAPSHOT: it reads all tables again. UNKNOWN: what could be \
      seen does not tell, as without --db.
      """,
      """
      The connector's configuration and its offset come from Connect. Kafka (-b) adds where the \
      connector had got to before and the schema history of MySQL and MariaDB. The database is \
      asked by statements that change nothing, and counts only when it is proved to be the one \
      that the connector reads: by its configured address, by what it holds, or because the \
      context says writer-of.
      """,
    ],
    arguments: Arguments(
      "live|BACKUP", count: 0...1,
      help: """
        live, as without it: the offset that the connector has now. Or what would be if another \
        were put back: a backup (a run's folder or s3:// place, or latest), or a JSON file as GET \
        /connectors/NAME/offsets gives it.
        """),
    flags: [
      .connector.meaning("The connector."), .allConnectors, .database,
      .timeout.meaning("Give up on a server that does not answer for so long."), .offsetsTopic,
    ] + Flag.s3 + Flag.kafka + Flag.allOfConnect + Flag.display,
    examples: [
      Example(
        "cdcwatch offsets check -c shop --connect http://connect:8083 -b kafka:9092 --db postgresql://watch@db/shop",
        "Would shop go on where it is after a restart?"),
      Example(
        "cdcwatch offsets check latest -c shop --db postgresql://watch@db/shop",
        "Would the newest backup still work?"),
    ],
    exitStatuses: [
      ExitStatus(0, "RESUME"),
      ExitStatus(2, "WILL_SKIP, WILL_REFUSE or WILL_RESNAPSHOT"),
      ExitStatus(3, "REPLAY or UNKNOWN"),
      .unexpected,
      ExitStatus(4, "Kafka, Connect or the database refused the user or the permission"),
      ExitStatus(5, "Kafka, Connect or the database could not be reached in time"),
      ExitStatus(64, "wrong use: an unknown flag, connector or file"),
      ExitStatus(130, "interrupted (143 by SIGTERM)"),
    ])
}
