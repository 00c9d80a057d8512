/// Where a setting was written.
public struct Place: Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public var path: String
  /// The line in it, from 1.
  public var line: Int
  /// The context that it belongs to; nil for one at the file's top level.
  public var context: String?

  /// A place; see the properties.
  public init(path: String, line: Int, context: String? = nil) {
    self.path = path
    self.line = line
    self.context = context
  }

  /// `context 'prod' (/etc/cdcwatch/config.yaml:7)`, or the file and line alone.
  public var description: String {
    context.map { "context '\($0)' (\(path):\(line))" } ?? "\(path):\(line)"
  }
}

/// A value with the place where it was written.
public struct Setting<Value: Sendable & Hashable>: Sendable, Hashable {
  /// The value.
  public var value: Value
  /// Where it was written.
  public var place: Place

  /// A value that was written there.
  public init(_ value: Value, at place: Place) {
    self.value = value
    self.place = place
  }
}
