import Kafka
import Runtime

/// The embedded cluster on a thread of its own, whose end nobody waits for.
///
/// librdkafka takes a second to end a mock cluster, since its host's broker thread sleeps so long;
/// a user who asks to stop, or who has seen everything, shall not wait for it.
final class DemoCluster: Sendable {
  /// Connects to the cluster.
  let configuration: Configuration
  private let end = StopFlag()

  /// Starts a cluster with these topics, of one partition each.
  init(topics: [String]) throws(CommandFailure) {
    let started = Locked<Result<Configuration, KafkaError>?>(nil)
    do throws(RuntimeError) {
      _ = try DedicatedThread(name: "demo-cluster") { [end] in
        do throws(KafkaError) {
          let cluster = try EmbeddedCluster()
          for topic in topics { try cluster.createTopic(topic) }
          let configuration = try cluster.configuration()
          started.withLock { $0 = .success(configuration) }
          _ = end.wait(until: .never)
        } catch {
          started.withLock { $0 = .failure(error) }
        }
      }
    } catch {
      throw CommandFailure("\(error)", status: .unexpected)
    }
    switch started.wait(until: Deadline(after: .seconds(10)), for: { $0 }) {
    case .success(let configuration)?: self.configuration = configuration
    case .failure(let error)?: throw CommandFailure(error)
    case nil: throw CommandFailure("the embedded cluster did not start", status: .unexpected)
    }
  }

  /// Ends the cluster some time soon.
  func stop() { end.raise(.terminated) }
}
