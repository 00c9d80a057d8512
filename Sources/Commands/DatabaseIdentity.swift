import Databases
import Debezium
import Drill
import Runtime

/// Which server a database is: what tells a failover.
enum DatabaseIdentity {
  /// A text that is the same as long as the same server is the writer.
  ///
  /// PostgreSQL: the cluster's system identifier, its timeline (a promotion begins a new one) and
  /// the server's address. MySQL, MariaDB: the server's uuid or id.
  static func text(
    of database: DatabaseURI, timeout: Duration, stop: StopFlag
  ) throws(StepFailure) -> String {
    do throws(DatabaseError) {
      let session = try DatabaseSession.open(database, timeout: timeout, stop: stop)
      let statement =
        switch session.engine {
        case .postgresql:
          """
          SELECT (SELECT system_identifier FROM pg_control_system()) || ' on timeline '
            || (SELECT timeline_id FROM pg_control_checkpoint()) || ' at '
            || coalesce(host(inet_server_addr()), 'a socket') || ':' || coalesce(inet_server_port(), 0)
          """
        case .mysql: "SELECT CONCAT('server uuid ', @@server_uuid)"
        default: "SELECT CONCAT('server ', @@server_id, ' at ', @@hostname, ':', @@port)"
        }
      return try session.rows(statement).first?.first.flatMap(\.self) ?? "not told"
    } catch {
      guard error.kind != .stopped else { throw .interrupted }
      throw StepFailure(CommandFailure(error, stopStatus: nil))
    }
  }
}
