import KafkaConnect
import Runtime

extension OffsetWriting {
  /// Stops the connector and waits for its tasks, or makes it without any.
  func stop(_ cluster: inout ConnectCluster) throws(CommandFailure) -> String {
    if let making { return try make(making, &cluster) }
    do throws(ConnectError) {
      try cluster.make(.stop, of: connector)
    } catch  where error.isRefusal {
      try context.withConnect { () throws(ConnectError) in throw error }
    } catch {
      throw halfway("whether Connect took the stop is not known: \(error)")
    }
    do throws(ConnectError) {
      let status = try cluster.wait(
        for: .stop, of: connector, within: Self.patience, stop: context.stop)
      guard !status.isStopped else { return "stopped: no task is left" }
    } catch {
      throw halfway("whether its tasks have ended is not known: \(error)")
    }
    throw halfway("its tasks did not end within \(Figures.span(Self.patience))")
  }

  private func make(
    _ making: ConnectorMaking, _ cluster: inout ConnectCluster
  ) throws(CommandFailure) -> String {
    try making.make(&cluster)
    let deadline = Deadline(after: Self.patience)
    while true {
      do throws(ConnectError) {
        let status = try cluster.status(connector)
        if status.isStopped { break }
      } catch {
        // A worker learns of a connector that another one made some moments later.
        guard case .notFound = error else { throw halfway("\(error)") }
      }
      guard !deadline.hasPassed else {
        throw halfway("it is not seen to be STOPPED within \(Figures.span(Self.patience))")
      }
      if context.stop.wait(until: deadline.clamped(to: .milliseconds(250))) != nil {
        throw halfway("interrupted before it was seen to be STOPPED")
      }
    }
    return "made: it is STOPPED, with no task"
  }
}
