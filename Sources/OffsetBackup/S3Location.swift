/// A part of a bucket: `s3://BUCKET/PREFIX`.
public struct S3Location: Sendable, Hashable, CustomStringConvertible {
  /// The bucket.
  public let bucket: String
  /// What the names of the objects begin with, without a slash at its end; empty for the whole
  /// bucket.
  public let prefix: String

  /// Reads a place; throws `badPlace` for anything else, and for a name that S3 does not take.
  public init(_ text: String) throws(StoreError) {
    guard text.hasPrefix("s3://") else {
      throw .badPlace(text, reason: "it does not begin with s3://")
    }
    var parts = text.dropFirst("s3://".count).split(
      separator: "/", omittingEmptySubsequences: false)
    let bucket = String(parts.removeFirst())
    while parts.last == "" { parts.removeLast() }
    let isGood =
      (3...63).contains(bucket.utf8.count)
      && bucket.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      }
    guard isGood else {
      throw .badPlace(text, reason: "'\(bucket)' is no name of a bucket")
    }
    guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
      throw .badPlace(text, reason: "its prefix has an empty part, or one of dots alone")
    }
    self.bucket = bucket
    prefix = parts.joined(separator: "/")
  }

  /// The place as it is typed.
  public var description: String { prefix.isEmpty ? "s3://\(bucket)" : "s3://\(bucket)/\(prefix)" }

  /// The key of an object below the prefix.
  func key(_ name: String) -> String { prefix.isEmpty ? name : "\(prefix)/\(name)" }
}
