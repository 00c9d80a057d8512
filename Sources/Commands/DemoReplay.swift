import Kafka
import Runtime

/// Plays the recording into a cluster, each record when its moved time has come.
struct DemoReplay: Sendable {
  private var recording: DemoRecording
  private var upcoming: DemoRecording.Entry?
  private let times: DemoTimes
  private let configuration: Configuration
  private let clock: @Sendable () -> Timestamp

  /// How much later than it is made its first record comes that was not there before.
  private static let lead = Duration.milliseconds(1500)

  /// How a replay ended.
  enum Outcome: Sendable {
    /// Everything was played, or nobody wanted more.
    case over
    /// The embedded cluster did not take a record.
    case refused(KafkaError)
    /// The recording is no recording.
    case damaged
  }

  /// A replay from a moment on; throws when the recording holds nothing.
  init(
    _ recording: DemoRecording, into configuration: Configuration,
    clock: @escaping @Sendable () -> Timestamp
  ) throws(DemoRecording.Damaged) {
    self.recording = recording
    self.configuration = configuration
    self.clock = clock
    times = DemoTimes(recorded: recording.start, start: clock() + Self.lead)
    upcoming = try self.recording.next()
  }

  /// Sends what lay in the topics before the snapshot was asked for, and waits until it is there.
  mutating func lay() -> Outcome {
    let start = recording.start.milliseconds * 1000
    return run { entry in entry.moment < start }
  }

  /// Sends the rest at its pace, until the end or until `stop` is raised.
  mutating func play(stop: StopFlag) -> Outcome {
    let (times, clock) = (times, clock)
    return run { entry in
      let wait = times.moved(microseconds: entry.moment) - clock().milliseconds * 1000
      return stop.wait(until: Deadline(after: .microseconds(wait))) == nil
    }
  }

  private mutating func run(while isDue: (DemoRecording.Entry) -> Bool) -> Outcome {
    do throws(KafkaError) {
      var producer = try Producer(configuration)
      while let entry = upcoming, isDue(entry) {
        try producer.send(record(entry))
        guard advance() else { return .damaged }
      }
      try producer.flush(timeout: .seconds(5))
      return .over
    } catch {
      return .refused(error)
    }
  }

  private mutating func advance() -> Bool {
    do throws(DemoRecording.Damaged) {
      upcoming = try recording.next()
      return true
    } catch {
      return false
    }
  }

  private func record(_ entry: DemoRecording.Entry) -> ProducerRecord {
    let time = times.moved(microseconds: entry.moment) / 1000
    return ProducerRecord(
      topic: recording.topics[entry.topic], partition: 0, key: entry.key.map(times.moved),
      value: entry.value.map(times.moved), headers: entry.headers,
      timestamp: Timestamp(milliseconds: time))
  }
}
