import Kafka
import Runtime
import Watch

extension CommandContext {
  /// A watch that has found its topics; a signal ends the looking.
  func openWatch(
    _ configuration: Configuration, _ request: WatchRequest
  ) throws(CommandFailure) -> SnapshotWatch {
    do throws(WatchError) {
      var watch = try SnapshotWatch(configuration, request: request)
      let stop = stop
      try watch.open { stop.isRaised }
      return watch
    } catch {
      throw CommandFailure(error, stopStatus: stopStatus)
    }
  }
}
