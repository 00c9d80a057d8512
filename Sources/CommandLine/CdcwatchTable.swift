extension CommandTable {
  /// cdcwatch's commands.
  public static let cdcwatch = CommandTable(
    program: "cdcwatch",
    summary: """
      For the person on call for Debezium: is the snapshot working, how far is it, when will \
      it be done, and did it read everything? And are its offsets safe? What changes something \
      in Connect prints its plan and does nothing without --execute.
      """,
    commands: configurable.map(\.configured) + [.offsetsDecode, .demo, .version, .help])

  /// The commands that take what is not typed from a context.
  private static let configurable: [Command] = [
    .snapshot, .snapshotWatch, .snapshotList, .snapshotHistory, .events, .offsetsList,
    .offsetsShow, .offsetsLog, .offsetsCheck, .offsetsBackup, .offsetsVerify, .offsetsDiff,
    .offsetsRestore, .offsetsSet, .offsetsReset, .offsetsRescue, .offsetsPrune,
    .connectorList, .connectorStatus, .connectorStop, .connectorResume, .connectorRestart,
    .drillList, .drillShow, .drillPlan,
    .drillRun, .drillResume, .drillAbort, .drillStatus, .drillReport, .drillSweep,
    .contextList, .contextUse, .contextShow, .contextTest, .contextTrust,
  ]
}

extension Command {
  static let demo = Command(
    ["demo"], summary: "Watch a recorded snapshot on a small Kafka inside this program",
    details: [
      """
      Needs no Kafka, no Connect and no network: recorded topics of a real Debezium are played \
      into an embedded broker, and 'cdcwatch snapshot' watches them.
      """
    ],
    flags: Flag.watchDisplay,
    examples: [Example("cdcwatch demo", "See what watching a snapshot looks like.")],
    exitStatuses: [
      ExitStatus(0, "the snapshot was COMPLETED"), .unexpected, .wrongUse,
      ExitStatus(130, "interrupted (143 by SIGTERM)"),
    ])

  static let version = Command(
    ["version"], summary: "Print the versions of cdcwatch and of the libraries in it",
    flags: [.output],
    exitStatuses: [ExitStatus(0, "printed"), .wrongUse])

  static let help = Command(
    ["help"], summary: "Tell what the commands do; the same as --help behind a command",
    arguments: Arguments(
      "COMMAND", count: 0...Int.max, help: "A command, such as snapshot list."),
    flags: [],
    exitStatuses: [ExitStatus(0, "printed"), .wrongUse])
}

extension Command.ExitStatus {
  static let unexpected = Command.ExitStatus(1, "unexpected error")
  static let wrongUse = Command.ExitStatus(64, "wrong use: an unknown flag, table or topic")
  static let common: [Command.ExitStatus] = [
    unexpected,
    Command.ExitStatus(4, "Kafka or Connect refused the user, the password or the permission"),
    Command.ExitStatus(5, "Kafka or Connect could not be reached in time"),
    wrongUse,
  ]
}
