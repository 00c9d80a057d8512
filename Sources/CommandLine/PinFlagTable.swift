extension Flag {
  /// Whether each connector's slot is copied with its offset.
  public static let pinSlot = Flag(
    "pin-slot", .toggle, group: .archive, environment: "CDCWATCH_PIN_SLOT",
    help: """
      Copy each PostgreSQL connector's slot before its offset is read, so that this backup can be \
      put back later and everything since comes again. The copy holds back the server's log until \
      it is dropped: by a newer backup's, 'prune' or a restore. Needs the database and the right \
      REPLICATION.
      """)

  /// How many copies of a connector's slot there may be.
  public static let pinKeep = Flag(
    "pin-keep", .text, "N", group: .archive, environment: "CDCWATCH_PIN_KEEP",
    help: """
      With --pin-slot: so many copies a connector, one without it; the oldest goes first. Two slots \
      of the server always stay free.
      """)

  /// How much log a copy may hold back.
  public static let walLimit = Flag(
    "wal-limit", .text, "SIZE", group: .archive, environment: "CDCWATCH_WAL_LIMIT",
    help: """
      With --pin-slot: drop copies that hold back more of the log than this (500MB, 10GB, 1GiB; \
      none: however much), and make none where the connector's own slot does. Without it 10GiB, or \
      the server's max_slot_wal_keep_size where that is less. It is looked at when a backup is made.
      """)
}
