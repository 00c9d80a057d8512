import Databases
import Debezium
import Drill
import KafkaConnect
import Runtime

/// A lock in the database, so that two machines do not drill one connector.
///
/// It is held by a connection, and ends with it.
final class DrillLock {
  private let session: DatabaseSession

  private init(_ session: consuming DatabaseSession) { self.session = session }

  /// Takes it; throws with 6 when another holds it, and says who.
  static func take(_ stage: DrillStage) throws(CommandFailure) -> DrillLock {
    let other: String?
    do throws(DatabaseError) {
      let session = try DatabaseSession.open(
        stage.database, timeout: stage.timeout, stop: stage.context.stop)
      other = try Self.holder(session, stage)
      if other == nil { return DrillLock(session) }
    } catch {
      throw CommandFailure(error, stopStatus: stage.context.stopStatus)
    }
    throw CommandFailure(
      "another drill of '\(DisplayText.printable(stage.live.info.name))' is under way:"
        + " \(DisplayText.printable(other ?? ""))",
      hint: "wait for its end; 'cdcwatch drill status' there shows it", status: .refused)
  }

  /// Who holds the lock; nil when this session does now.
  private static func holder(
    _ session: borrowing DatabaseSession, _ stage: DrillStage
  ) throws(DatabaseError) -> String? {
    let name = session.literal("cdcwatch drill \(stage.live.info.name)")
    let who = "cdcwatch drill \(stage.folder.run) on \(HostName.text)"
    guard session.engine == .postgresql else {
      // A lock's name has at most 64 letters there.
      let lock = "CONCAT('cdcwatch_drill_', LEFT(SHA2(\(name), 256), 32))"
      let got = try session.rows("SELECT GET_LOCK(\(lock), 0)").first?.first.flatMap(\.self)
      guard got != "1" else { return nil }
      let holder = try session.rows(
        """
        SELECT CONCAT('connection ', id, ' of ', user, ' from ', host)
        FROM information_schema.processlist WHERE id = IS_USED_LOCK(\(lock))
        """
      ).first?.first.flatMap(\.self)
      return holder ?? "a connection that this user may not see"
    }
    _ = try session.rows("SELECT set_config('application_name', \(session.literal(who)), false)")
    let key = "hashtext('cdcwatch_drill'), hashtext(\(name))"
    let got = try session.rows("SELECT pg_try_advisory_lock(\(key))").first?.first.flatMap(\.self)
    guard got != "t" else { return nil }
    let holder = try session.rows(
      """
      SELECT coalesce(application_name, '') || ' (pid ' || a.pid || ')' FROM pg_locks l
      JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND l.granted
        AND l.classid::bigint = hashtext('cdcwatch_drill')::bigint & 4294967295
        AND l.objid::bigint = hashtext(\(name))::bigint & 4294967295
      """
    ).first?.first.flatMap(\.self)
    return holder ?? "a connection that this user may not see"
  }

  /// Keeps it until here.
  func release() {}
}
