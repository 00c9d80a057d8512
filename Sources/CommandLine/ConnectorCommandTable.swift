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
}
