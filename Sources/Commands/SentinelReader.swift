import Drill
import Kafka
import Runtime

/// Reads the sentinels' topic from a thread of its own until it is told to stop.
///
/// Committed records only. Errors that librdkafka mends by itself are kept as the newest trouble.
final class SentinelReader: Sendable {
  /// Where it began: what a later reader of the same run begins with.
  let starts: [Int32: Int64]
  private let ending = StopFlag()
  private let sightings: Locked<SentinelSightings>
  private let thread: DedicatedThread<Void>
  private let reading: SentinelReading

  /// Starts to read; throws when the topic is not there, or nobody answers.
  ///
  /// `stop` ends it too.
  init(_ reading: SentinelReading, stop: StopFlag) throws(CommandFailure) {
    let known: [Int32: Int64]
    if let start = reading.start { known = start } else { known = try Self.ends(reading) }
    starts = known
    self.reading = reading
    let sightings = Locked(SentinelSightings(known))
    self.sightings = sightings
    let ending = ending
    stop.onRaise { ending.raise(.terminated) }
    do throws(RuntimeError) {
      thread = try DedicatedThread(name: "arrivals") {
        do throws(KafkaError) {
          var turn = try SentinelReadingTurn(reading, from: known, to: sightings)
          while !ending.isRaised { try turn.take() }
        } catch {
          sightings.withLock { $0.failure = "\(error)" }
        }
      }
    } catch {
      throw CommandFailure("cannot read sentinels: \(error)", status: .unexpected)
    }
  }

  /// What was read so far.
  var progress: SentinelSightings { sightings.current }

  /// Waits until what was read is as wanted; nil when the deadline has passed.
  func wait<Outcome>(
    until deadline: Deadline, for ready: (SentinelSightings) -> Outcome?
  ) -> Outcome? {
    sightings.wait(until: deadline) { ready($0) }
  }

  /// The next offset that each partition will give, asked now.
  func ends() throws(CommandFailure) -> [Int32: Int64] { try Self.ends(reading) }

  /// Ends it, and gives what was read.
  func finish() -> SentinelSightings {
    ending.raise(.terminated)
    thread.join()
    return sightings.current
  }

  /// The same for a topic that nobody need have written to: nil where it is not there.
  static func endsIfThere(_ reading: SentinelReading) throws(CommandFailure) -> [Int32: Int64]? {
    do throws(KafkaError) {
      return try marks(reading)
    } catch {
      guard error.kind == .unknownTopic else { throw CommandFailure(error) }
      return nil
    }
  }

  private static func ends(
    _ reading: SentinelReading
  ) throws(CommandFailure) -> [Int32: Int64] {
    do throws(KafkaError) {
      return try marks(reading)
    } catch {
      throw CommandFailure(error)
    }
  }

  private static func marks(_ reading: SentinelReading) throws(KafkaError) -> [Int32: Int64] {
    var configuration = reading.configuration
    try configuration.set("isolation.level", "read_uncommitted")
    var asker = try Consumer(configuration)
    let marks = try asker.watermarks(topic: reading.topic, timeout: reading.timeout)
    return Dictionary(uniqueKeysWithValues: marks.enumerated().map { (Int32($0), $1.end) })
  }
}
