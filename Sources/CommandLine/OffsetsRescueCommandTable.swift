extension Flag {
  /// How long tasks are waited for.
  public static let rescueWait = Flag(
    "wait", .duration(atLeast: .zero), "DURATION", group: .waiting, usual: "30s",
    help: """
      How long to wait for running tasks to write their next offset into a topic that was made \
      anew: after a heartbeat or a row.
      """)
}

extension Command {
  static let offsetsRescue = Command(
    ["offsets", "rescue"],
    summary: "The offsets topic is damaged, workers still run: save what is known, restart nothing",
    details: [
      """
      Saves at once, into ARCHIVE, the best that is known of each connector's offset: what its \
      task wrote into the topic, what Connect has in memory (asked only where it can answer), \
      else the newest earlier backup. Then it prints how to make the topic as Connect needs it, \
      without a restart, and what to do for connectors of which nothing is known.
      """,
      """
      Changes nothing in Kafka or Connect. Type it again after each step. As long as the topic is \
      not as it was, no worker starts, and a connector that starts without its offset reads \
      everything again or loses changes.
      """,
    ],
    arguments: archive,
    flags: [
      .rescueWait, .timeout.meaning("Give up on a server that does not answer for so long."),
      .offsetsTopic,
    ] + Flag.kafka + Flag.allOfConnect + Flag.s3 + Flag.display,
    examples: [
      Example(
        "cdcwatch offsets rescue /var/backups/offsets -b kafka:9092 --connect http://connect:8083",
        "Save what is known, and tell what to do.")
    ],
    exitStatuses: [
      ExitStatus(0, "saved; every offset is of its task or of Connect"),
      ExitStatus(2, "nothing is known of a connector's offset, or of any"),
      ExitStatus(3, "saved; some offsets are known from an older backup alone"),
    ] + ExitStatus.common + [ExitStatus(130, "interrupted (143 by SIGTERM)")])
}
