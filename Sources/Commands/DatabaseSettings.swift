import CommandLine
import Databases
import Debezium

/// The databases that `--db` names.
struct DatabaseSettings {
  private var all: [(connector: String?, uri: DatabaseURI)] = []

  /// Reads `[NAME=]URI`; throws for what is none.
  init(_ invocation: Invocation) throws(CommandFailure) {
    for text in invocation.all(.database) {
      let (name, uri) = Self.parts(of: text)
      do throws(DatabaseError) {
        all.append((name, try DatabaseURI(uri)))
      } catch {
        throw CommandFailure(error, stopStatus: nil)
      }
    }
  }

  /// The databases that may be a connector's: those named for it, else those of its kind that are
  /// named for none.
  func candidates(for connector: String, _ engine: Engine) -> [DatabaseURI] {
    let own = all.filter { $0.connector == connector }.map(\.uri)
    guard own.isEmpty else { return own }
    return all.filter { $0.connector == nil }.map(\.uri).filter { uri in
      (uri.kind == .postgresql) == (engine == .postgresql)
    }
  }

  /// A `=` before the scheme ends a name; one behind it belongs to the URI.
  private static func parts(of text: String) -> (name: String?, uri: String) {
    guard let scheme = text.firstRange(of: "://"),
      let equals = text[..<scheme.lowerBound].lastIndex(of: "=")
    else { return (nil, text) }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }
}

extension CommandFailure {
  init(_ error: DatabaseError, stopStatus: Int32?) {
    let status: ExitStatus =
      switch error.kind {
      case .badURI: .usage
      case .authentication, .permission: .denied
      case .unreachable: .unreachable
      case .stopped, .other: .unexpected
      }
    self.init("\(error)", hint: error.hint, status: status)
    if error.kind == .stopped, let stopStatus { self.status = stopStatus }
  }
}
