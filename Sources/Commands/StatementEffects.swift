import Databases
import Debezium
import Drill
import JSON
import Runtime

/// What `sql` steps do: one statement on a database.
struct StatementEffects {
  let stage: DrillStage
  let record: RunRecord
  let deadline: Deadline

  func perform(_ deed: StatementDeed) throws(StepFailure) -> EffectResult {
    let statement = try stage.filled(deed.statement, record)
    let rows = try rows(of: statement, deed, mayWrite: deed.writes)
    let value = rows.first?.first.flatMap(\.self)
    if let expected = deed.expectedValue {
      let wanted = try stage.filled(expected, record)
      guard value == wanted else {
        throw StepFailure(
          .check, "the statement gave '\(value ?? "nothing")', and '\(wanted)' was expected",
          hint: "the statement is: \(statement)")
      }
    }
    return EffectResult(
      detail: [.init(name: "rows", value: .integer(Int64(rows.count)))],
      outputs: value.map { [StepOutput.value.rawValue: $0] } ?? [:])
  }

  /// Whether a statement that was begun was done, by its own `done-when`.
  func standing(_ deed: StatementDeed) throws(StepFailure) -> Standing {
    guard let query = deed.doneWhen else {
      return .cannotTell("the step has no 'done-when'")
    }
    let rows = try rows(of: try stage.filled(query, record), deed, mayWrite: false)
    let told = rows.first?.first.flatMap(\.self)
    return ["t", "true", "1"].contains(told) ? .done(EffectResult()) : .notDone
  }

  private func rows(
    of statement: String, _ deed: StatementDeed, mayWrite: Bool
  ) throws(StepFailure) -> [[String?]] {
    let name = try stage.filled(deed.database, record)
    guard let uri = stage.databases[name] else {
      throw StepFailure(
        .failed, "no database is named '\(name)'", hint: "type --db \(name)=URI")
    }
    do throws(DatabaseError) {
      let session = try DatabaseSession.open(
        uri, timeout: max(.seconds(1), deadline.remaining), stop: stage.context.stop)
      guard !mayWrite else { return try session.rows(statement) }
      _ = try session.rows("START TRANSACTION READ ONLY")
      let rows = try session.rows(statement)
      _ = try session.rows("ROLLBACK")
      return rows
    } catch {
      guard error.kind != .stopped else { throw .interrupted }
      throw StepFailure(CommandFailure(error, stopStatus: nil))
    }
  }
}
