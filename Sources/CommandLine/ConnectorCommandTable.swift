extension Command {
  private static let flags: [Flag] = Flag.allOfConnect + [.timeout] + Flag.display

  private static let statuses: [ExitStatus] =
    [
      ExitStatus(0, "every connector and task that was asked for is RUNNING or PAUSED"),
      ExitStatus(2, "a connector or a task has FAILED"),
      ExitStatus(3, "a task is UNASSIGNED, or a connector has no task"),
    ] + ExitStatus.common

  static let connectorList = Command(
    ["connector", "list"],
    summary: "List the connectors of the Connect clusters with the state of their tasks",
    flags: flags,
    examples: [
      Example(
        "cdcwatch connector list --connect http://connect:8083", "All connectors of one cluster.")
    ],
    exitStatuses: statuses)

  static let connectorStatus = Command(
    ["connector", "status"],
    summary: "Show connectors' tasks, the worker that each runs on, and why one failed",
    arguments: Arguments(
      "NAME", count: 0...Int.max, help: "A connector. Without any: all of them."),
    flags: flags,
    examples: [
      Example(
        "cdcwatch connector status shop --connect http://connect:8083",
        "The tasks of shop, with the whole error of a failed one.")
    ],
    exitStatuses: statuses)

  private static let changeFlags: [Flag] =
    [
      .execute,
      .timeout.meaning(
        """
        Give up on a Connect server that does not answer for so long. What was begun is waited for \
        longer: at least 60s.
        """),
    ] + Flag.allOfConnect + Flag.display

  private static let changeStatuses: [ExitStatus] =
    [
      ExitStatus(0, "done and verified, or planned without --execute"),
      ExitStatus(8, "Connect took it, and the connector did not come to that state"),
    ] + ExitStatus.common

  private static let oneConnector = Arguments("NAME", count: 1...1, help: "The connector.")

  static let connectorStop = Command(
    ["connector", "stop"],
    summary: "Stop a connector: its tasks end, its configuration and offsets stay",
    details: [
      "Waits until no task is left. On PostgreSQL its slot keeps the write-ahead log meanwhile."
    ],
    arguments: oneConnector, flags: changeFlags,
    examples: [
      Example(
        "cdcwatch connector stop shop --connect http://connect:8083 --execute",
        "Stop shop and wait until its tasks are gone.")
    ],
    exitStatuses: changeStatuses)

  static let connectorResume = Command(
    ["connector", "resume"],
    summary: "Start a connector that was stopped or paused, and wait until its tasks run",
    arguments: oneConnector, flags: changeFlags,
    examples: [
      Example(
        "cdcwatch connector resume shop --connect http://connect:8083 --execute",
        "Start shop again.")
    ],
    exitStatuses: changeStatuses)

  static let connectorRestart = Command(
    ["connector", "restart"],
    summary: "Restart a connector and its tasks, and wait until they run",
    details: [
      """
      A restart makes a paused incremental snapshot go on, forgets a stop that was not applied yet, \
      and ends a blocking snapshot.
      """
    ],
    arguments: oneConnector, flags: [.onlyFailed] + changeFlags,
    examples: [
      Example(
        "cdcwatch connector restart shop --only-failed --connect http://connect:8083 --execute",
        "Restart what has failed of shop.")
    ],
    exitStatuses: changeStatuses)
}
