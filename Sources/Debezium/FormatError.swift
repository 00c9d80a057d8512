/// A text that is not what it was taken for: the one error of this module.
public struct FormatError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What the text was taken for.
  public enum Format: String, Sendable, Hashable {
    /// A PostgreSQL log sequence number.
    case lsn = "LSN"
    /// A GTID set of MySQL or MariaDB.
    case gtidSet = "GTID set"
    /// A key array of an incremental snapshot, as an offset holds it.
    case keyArray = "key array"
  }

  /// What the text was taken for.
  public let format: Format
  /// The text itself, cut to its first 80 characters.
  public let text: String
  /// What is wrong with it, for people.
  public let reason: String

  init(_ format: Format, _ text: some StringProtocol, _ reason: String) {
    self.format = format
    self.text = text.count > 80 ? text.prefix(80) + "..." : String(text)
    self.reason = reason
  }

  /// What could not be read and why, on one line.
  public var description: String {
    "not a \(format.rawValue): '\(text)': \(reason)"
  }
}
