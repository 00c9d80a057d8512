import Runtime

/// What the demo says around the watch, on standard error.
enum DemoWords {
  /// What is going to be seen, and that it is no live system.
  static func introduction(_ recording: DemoRecording) -> String {
    let date = recording.start.description.prefix(10)
    return """
      This is a recording, not a live system: a Debezium \(recording.version) \(recording.connector)
      connector wrote these records on \(date). They are played \(DemoTimes.slowing) times slower,
      with their times moved to now, into a Kafka broker inside this process.
      Nothing outside of it is read or changed. On a cluster the same watch is
      cdcwatch snapshot \(DemoCommand.table) -b HOST:PORT

      """
  }

  /// What to type next.
  static let farewell = """

    That was the recording. On a cluster of your own:
      cdcwatch snapshot list -b HOST:PORT           the newest snapshot of every table
      cdcwatch snapshot TABLE -b HOST:PORT          watch one until it is done
      cdcwatch snapshot history TABLE -b HOST:PORT  all of them, also those that failed
      cdcwatch events TABLE -b HOST:PORT            what a topic holds, counted
      cdcwatch help snapshot                        flags, states and exit statuses
    """
}
