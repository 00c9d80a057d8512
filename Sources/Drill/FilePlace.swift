/// Where something stands in a drill's file.
public struct FilePlace: Sendable, Hashable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// The column, in characters from 1.
  public let column: Int

  /// A place; see the properties.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// `12:7`.
  public var description: String { "\(line):\(column)" }
}
