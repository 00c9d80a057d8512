import CommandLine
import Drill
import Runtime

/// The drill that a command names: one of the program's, or a file.
struct DrillSource {
  /// What an error calls it.
  let name: String
  /// Its bytes.
  let bytes: [UInt8]

  /// A drill as a run's folder keeps it.
  init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// What has a `/` or ends in `.yaml` or `.yml` is a file; any other word names a drill.
  init(_ text: String) throws(CommandFailure) {
    name = text
    if text.contains("/") || text.hasSuffix(".yaml") || text.hasSuffix(".yml") {
      do throws(RuntimeError) {
        bytes = try FileText.read(text)
      } catch {
        throw CommandFailure(
          DisplayText.printable("\(error)"),
          hint: "'cdcwatch drill list' names the drills that need no file", status: .usage)
      }
      return
    }
    guard let bytes = DrillTemplates.file(text) else {
      let known = try Self.templates().map(\.name)
      let nearest = Suggestion.nearest(to: text, among: known)
      throw CommandFailure(
        "there is no drill '\(DisplayText.printable(text))'",
        hint: nearest.map { "did you mean '\($0)'?" }
          ?? "'cdcwatch drill list' names them; a file of your own ends in .yaml", status: .usage)
    }
    self.bytes = bytes
  }

  /// The drill, other drills' steps in the place of those that name them.
  func definition() throws(CommandFailure) -> DrillDefinition {
    let library = try Self.templates()
    do throws(DrillFileError) {
      return try DrillExpansion.expand(
        DrillReader.read(bytes, file: name), file: name, among: library)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The drills that are part of the program.
  static func templates() throws(CommandFailure) -> [DrillDefinition] {
    do throws(DrillFileError) {
      return try DrillTemplates.all()
    } catch {
      throw CommandFailure(error)
    }
  }
}

extension CommandFailure {
  /// A mistake in a drill's file.
  init(_ error: DrillFileError) {
    self.init(
      DisplayText.printable("\(error)"), hint: DisplayText.printable(error.hint), status: .usage)
  }

  /// Inputs that a drill does not have, or does not get.
  init(_ error: DrillInputError) {
    self.init(
      DisplayText.printable("\(error)"), hint: DisplayText.printable(error.hint), status: .usage)
  }
}
