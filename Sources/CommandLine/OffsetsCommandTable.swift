extension Flag {
  /// The moment whose state is shown.
  public static let at = Flag(
    "at", .text, "TIME", group: .selection,
    help: """
      As it was then: a time such as 2026-11-21T08:00:00Z, or s@MILLISECONDS since 1970. The \
      topic is compacted, so what was overwritten long ago may be gone; the last backup before then \
      fills it in, where the context or CDCWATCH_ARCHIVE names the archive.
      """)
}

extension Command {
  private static let offsetsConnector = Flag.connector.meaning("Only this connector.")

  private static let offsetsFlags: [Flag] =
    [offsetsConnector, .at, .timeout, .offsetsTopic] + Flag.kafka + Flag.allOfConnect + Flag.s3
    + Flag.display

  private static let offsetsStatuses: [ExitStatus] =
    [
      ExitStatus(0, "printed"),
      ExitStatus(3, "no offset was found"),
    ] + ExitStatus.common + [ExitStatus(130, "interrupted (143 by SIGTERM)")]

  static let offsetsList = Command(
    ["offsets", "list"],
    summary: "List the newest source offset of every connector, decoded",
    details: [
      """
      Reads Connect's offsets topics whole. With --connect, keys that belong to no connector \
      are marked.
      """
    ],
    flags: offsetsFlags,
    examples: [
      Example(
        "cdcwatch offsets list -b kafka:9092 --connect http://connect:8083",
        "Where every connector stands, how old that is, and which keys are nobody's.")
    ],
    exitStatuses: offsetsStatuses)

  static let offsetsShow = Command(
    ["offsets", "show"],
    summary: "Show connectors' offsets in full: positions, snapshots with their keys, findings",
    flags: offsetsFlags,
    examples: [
      Example(
        "cdcwatch offsets show -b kafka:9092 -c shop --at 2026-11-21T08:00:00Z",
        "The offset of shop as it was at eight.")
    ],
    exitStatuses: offsetsStatuses)

  static let offsetsLog = Command(
    ["offsets", "log"],
    summary: "List how offsets changed, each with its distance in bytes, transactions and time",
    details: [
      """
      The topic is compacted; where the context or CDCWATCH_ARCHIVE names an archive, what its \
      backups have kept is listed, too.
      """
    ],
    flags: [offsetsConnector, .timeout, .offsetsTopic] + Flag.kafka + Flag.allOfConnect + Flag.s3
      + Flag.display,
    examples: [
      Example(
        "cdcwatch offsets log -b kafka:9092 -c shop",
        "Every change of shop's offset that the topic still has.")
    ],
    exitStatuses: offsetsStatuses)

  static let offsetsDecode = Command(
    ["offsets", "decode"],
    summary: "Decode an offset, an offset's key or a stored snapshot key from standard input",
    details: [
      """
      Takes a value or a key of the offsets topic, what GET /connectors/NAME/offsets answers, or \
      the hexadecimal text of incremental_snapshot_primary_key. Asks no server.
      """
    ],
    flags: Flag.display,
    examples: [
      Example(
        "cdcwatch offsets decode",
        "Paste a value of the offsets topic, or pipe it in from kcat or curl.")
    ],
    exitStatuses: [
      ExitStatus(0, "printed"), .unexpected,
      ExitStatus(64, "wrong use, or standard input holds nothing that can be decoded"),
    ])
}
