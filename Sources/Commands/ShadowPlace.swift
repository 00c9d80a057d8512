import Databases
import Drill
import Kafka
import KafkaConnect
import Runtime

/// Where a shadow lives: its database, its Connect cluster and its brokers.
///
/// Each effect connects anew, so that one may follow hours after another, in another process.
struct ShadowPlace: Sendable {
  /// The connector's writer, as cdcwatch reaches it.
  var database: DatabaseURI
  /// The live connector's Connect cluster.
  var connect: ConnectSettings.Cluster
  /// The brokers that its records go to.
  var kafka: Configuration
  /// The longest wait for a connection and for each answer.
  var timeout: Duration
  /// How long a slot may wait for open transactions.
  var slotLimit: Duration
  /// Raised when the command is asked to stop.
  var stop: StopFlag

  /// A stop under load takes 5 s and more; a task that starts needs a rebalance (facts 17).
  static let patience = Duration.seconds(60)

  func withDatabase<Value>(
    _ body: (borrowing DatabaseSession) throws(DatabaseError) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(DatabaseError) {
      let session = try DatabaseSession.open(database, timeout: timeout, stop: stop)
      return try body(session)
    } catch {
      throw CommandFailure(error, stopStatus: stop.reason?.exitStatus)
    }
  }

  func withSlots<Value>(
    _ body: (borrowing ReplicationSlots) throws(DatabaseError) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(DatabaseError) {
      let slots = try ReplicationSlots.open(database, timeout: timeout, stop: stop)
      return try body(slots)
    } catch {
      throw CommandFailure(error, stopStatus: stop.reason?.exitStatus)
    }
  }

  func withConnect<Value>(
    _ body: (inout ConnectCluster) throws(ConnectError) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(ConnectError) {
      var cluster = try connect.client(stop: stop)
      return try body(&cluster)
    } catch {
      throw CommandFailure(error, stopStatus: stop.reason?.exitStatus)
    }
  }

  func withKafka<Value>(
    _ body: (inout Admin) throws(KafkaError) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(KafkaError) {
      var admin = try Admin(kafka)
      return try body(&admin)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Asks again and again until the answer is one; nil when it never was, or the command is asked to
  /// stop.
  func poll<Value>(
    within limit: Duration, _ ask: () throws(CommandFailure) -> Value?
  ) throws(CommandFailure) -> Value? {
    let deadline = Deadline(after: limit)
    while true {
      if let value = try ask() { return value }
      guard !deadline.hasPassed,
        stop.wait(until: deadline.clamped(to: .milliseconds(250))) == nil
      else { return nil }
    }
  }
}

extension ConnectCluster {
  /// What a connector does; nil when there is none.
  mutating func statusIfThere(_ name: String) throws(ConnectError) -> ConnectorStatus? {
    do throws(ConnectError) {
      return try status(name)
    } catch {
      guard case .notFound = error else { throw error }
      return nil
    }
  }
}
