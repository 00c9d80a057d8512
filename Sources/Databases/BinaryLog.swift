/// A binary log of MySQL or MariaDB.
public struct BinaryLog: Sendable, Hashable {
  /// The file's name.
  public var name: String
  /// Its size in bytes; nil where the server does not tell.
  public var size: Int64?

  /// A binary log.
  public init(name: String, size: Int64?) {
    self.name = name
    self.size = size
  }
}
