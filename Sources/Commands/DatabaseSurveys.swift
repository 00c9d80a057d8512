import Databases
import Runtime

/// The databases that a backup asks: each once in each turn, whichever connectors read it.
struct DatabaseSurveys {
  let timeout: Duration
  let context: CommandContext
  /// What each told in the first turn, or why it did not.
  private var surveys: [DatabaseURI: Result<DatabaseSurvey, CommandFailure>] = [:]

  init(timeout: Duration, context: CommandContext) {
    self.timeout = timeout
    self.context = context
  }

  /// What a database told in the first turn, which is now if nobody has asked it before; a failure
  /// is remembered.
  mutating func first(_ uri: DatabaseURI) -> Result<DatabaseSurvey, CommandFailure> {
    if let known = surveys[uri] { return known }
    let survey: Result<DatabaseSurvey, CommandFailure>
    do throws(DatabaseError) {
      survey = .success(try DatabaseSurvey(asking: uri, timeout: timeout, stop: context.stop))
    } catch {
      survey = .failure(CommandFailure(error, stopStatus: context.stopStatus))
    }
    surveys[uri] = survey
    return survey
  }

  /// The second turn at one database: a state for each subject, in their order.
  func second(
    _ uri: DatabaseURI, _ subjects: [DatabaseSurvey.Subject]
  ) -> Result<[DatabaseState], CommandFailure> {
    guard let first = surveys[uri] else { return .success([]) }
    switch first {
    case .failure(let failure): return .failure(failure)
    case .success(let survey):
      do throws(DatabaseError) {
        return .success(try survey.states(of: subjects, stop: context.stop))
      } catch {
        return .failure(CommandFailure(error, stopStatus: context.stopStatus))
      }
    }
  }
}
