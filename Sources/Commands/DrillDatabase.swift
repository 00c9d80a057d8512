import CommandLine
import Databases
import Runtime

/// The databases that a drill names by its inputs.
struct DrillDatabase {
  private let settings: DatabaseSettings

  init(_ invocation: Invocation, _ context: CommandContext) throws(CommandFailure) {
    settings = try DatabaseSettings(invocation, context: context)
  }

  /// The one in which the sentinels are written, by what the input `db` names.
  func uri(_ name: String?) throws(CommandFailure) -> DatabaseURI {
    guard let name else {
      throw CommandFailure(
        "no database was named for the sentinels", hint: "type --db main=URI --set db=main",
        status: .usage)
    }
    guard let found = try settings.named(name) else {
      throw CommandFailure(
        "no database is named '\(DisplayText.printable(name))'", hint: "type --db \(name)=URI",
        status: .usage)
    }
    return found.uri
  }
}
