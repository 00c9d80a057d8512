extension Flag {
  /// One reading instead of a watch.
  public static let once = Flag(
    "once", .toggle, group: .waiting,
    help: "Print one reading of the newest snapshot and end.")

  /// When a watch ends.
  public static let exitOn = Flag(
    "exit-on", .choice(["done", "stall"]), group: .waiting, environment: "CDCWATCH_EXIT_ON",
    usual: "done",
    help: """
      done ends when the snapshot has ended, well or badly, or Debezium does not answer the \
      signal; stall ends also when it stalls or is paused.
      """)

  /// When a snapshot counts as stalled.
  public static let stalledAfter = Flag(
    "stalled-after", .duration(atLeast: .seconds(1)), "DURATION", group: .waiting,
    environment: "CDCWATCH_STALLED_AFTER", usual: "60s",
    help: "Call a snapshot STALLED when it made no progress for so long.")

  /// When a signal counts as unanswered.
  public static let unansweredAfter = Flag(
    "unanswered-after", .duration(atLeast: .seconds(1)), "DURATION", group: .waiting,
    environment: "CDCWATCH_UNANSWERED_AFTER",
    help: """
      Call a signal UNANSWERED when Debezium did not react for so long. Without it: four \
      poll intervals, at least 30s, or 60s for a signal sent through Kafka.
      """)

  /// The time between readings.
  public static let interval = Flag(
    "interval", .duration(atLeast: .milliseconds(100)), "DURATION", group: .waiting,
    environment: "CDCWATCH_INTERVAL", usual: "1s",
    help: "Time between two readings. A change of state is printed at once.")

  /// The bound of a connection and of the wait for a beginning.
  public static let timeout = Flag(
    "timeout", .duration(atLeast: .milliseconds(1)), "DURATION", group: .waiting,
    environment: "CDCWATCH_TIMEOUT", usual: "10s",
    help: "Give up on a Kafka or Connect server that does not answer for so long.")

  /// The connector to look at.
  public static let connector = Flag(
    "connector", short: "c", .text, "NAME", group: .selection,
    environment: "CDCWATCH_CONNECTOR",
    help: "Only this connector; needed when several capture a table of the same name.")

  /// Connect's offsets topics.
  public static let offsetsTopic = Flag(
    "offsets-topic", .list, "TOPIC", group: .topics, environment: "CDCWATCH_OFFSETS_TOPIC",
    help: """
      Connect's offsets topic, or a pattern with *; can be repeated. Without it: from the \
      connector's configuration, else topics named like *offset*.
      """)

  /// The notifications topic.
  public static let notificationsTopic = Flag(
    "notifications-topic", .text, "TOPIC", group: .topics,
    environment: "CDCWATCH_NOTIFICATIONS_TOPIC",
    help: """
      The topic of Debezium's notifications. Without it: from the connector's configuration, \
      else a topic named like *notif*.
      """)

  /// The topic that signals are sent through.
  public static let signalTopic = Flag(
    "signal-topic", .text, "TOPIC", group: .topics, environment: "CDCWATCH_SIGNAL_TOPIC",
    help: """
      The topic that signals are sent through. Without it: from the connector's \
      configuration, else a topic named like *signal*.
      """)

  static let debeziumTopics: [Flag] = [offsetsTopic, notificationsTopic, signalTopic]
}
