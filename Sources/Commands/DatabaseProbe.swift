import Contexts
import Databases
import HTTP
import Runtime

/// Asks the context's databases who they are and what their users may do.
struct DatabaseProbe {
  let databases: DatabaseSettings
  let timeout: Duration
  let stop: StopFlag

  /// What one of them told.
  func finding(_ database: DatabaseEndpoint) -> EndpointFinding {
    var address = ShownSecret.text(database.uri, of: "uri")
    if case .text(let uri) = database.uri { address = RedactedURL(uri).description }
    var finding = EndpointFinding("databases.\(database.name)", address: address)
    do throws(CommandFailure) {
      let uri = try databases.uri(of: database)
      finding.address = uri.description
      read(try account(uri), &finding)
    } catch {
      finding.fail(
        error.message, hint: error.hint, status: ExitStatus(rawValue: error.status) ?? .unexpected)
    }
    return finding
  }

  private func account(_ uri: DatabaseURI) throws(CommandFailure) -> DatabaseAccount {
    do throws(DatabaseError) {
      return try DatabaseAccount(uri, timeout: timeout, stop: stop)
    } catch {
      throw CommandFailure(error, stopStatus: nil)
    }
  }

  private func read(_ account: DatabaseAccount, _ finding: inout EndpointFinding) {
    let identifier = account.identifier.map { ", \($0)" } ?? ""
    finding.identity = account.version + identifier + (account.isReadOnly ? ", read-only" : "")
    finding.user = "'\(account.user)' \(account.isEncrypted ? "over TLS" : "without TLS")"
    finding.may = ["read \(account.readableTables) of \(account.tables) tables"]
    if account.mayReplicate == true { finding.may.append("replicate") }
    if account.isReadOnly {
      finding.fail(
        "it is a standby or read-only: no verdict counts on it",
        hint: "name the server that is written to", status: .warning)
    }
  }
}
