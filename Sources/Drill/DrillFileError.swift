internal import YAML

/// Why a drill's file is none: where, what, and what to type instead.
public struct DrillFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file, or the name of a drill that is part of the program.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The column, in characters from 1; nil where only the line is known.
  public let column: Int?
  /// What is wrong there, a sentence without a full stop.
  public let message: String
  /// What is allowed, or the nearest right word.
  public let hint: String

  init(_ message: String, file: String, at place: FilePlace, hint: String) {
    self.file = file
    line = place.line
    column = place.column
    self.message = message
    self.hint = hint
  }

  init(_ error: YAMLError, file: String) {
    self.file = file
    line = error.line
    column = nil
    message = "\(error)"
    hint =
      switch error.problem {
      case .alias: "write the values out"
      case .severalDocuments: "keep one drill a file"
      case .tooDeep, .tooManyValues, .tooLarge: "is this a drill's file?"
      default: error.hint
      }
  }

  /// `nightly.yaml:12:7: there is no key 'conector' in step 'stop'`.
  public var description: String {
    "\(file):\(line)\(column.map { ":\($0)" } ?? ""): \(message)"
  }
}
