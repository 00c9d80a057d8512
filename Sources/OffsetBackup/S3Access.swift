internal import Runtime

/// How a bucket is reached, and by whom.
///
/// Printing it shows no secret.
public struct S3Access: Sendable {
  /// The server, such as `https://minio:9000`; nil for Amazon's.
  public var endpoint: String?
  /// The region.
  public var region: String
  /// The access key's id.
  public var key: String
  /// The access key's secret.
  public var secret: String
  /// The session's token; nil for a key that lasts.
  public var token: String?
  /// A PEM file of the certificate authorities to trust; nil for the machine's.
  public var authorityFile: String?
  /// Longest time for one object.
  public var timeout: Duration = .seconds(60)

  /// Access to a region's buckets with a key.
  public init(endpoint: String?, region: String, key: String, secret: String) {
    self.endpoint = endpoint
    self.region = region
    self.key = key
    self.secret = secret
  }

  /// The URL of an object, its key percent-encoded.
  ///
  /// Buckets stand in the path of a server of one's own, and in the host of Amazon's unless a dot
  /// in their name would not fit the certificate.
  func url(bucket: String, key: String) -> String {
    let path = Self.encoded(key, keeping: "/")
    if let endpoint {
      let bare = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
      return "\(bare)/\(bucket)/\(path)"
    }
    let host = "s3.\(region).amazonaws.com"
    return bucket.contains(".")
      ? "https://\(host)/\(bucket)/\(path)" : "https://\(bucket).\(host)/\(path)"
  }

  /// Everything but letters, digits and `-._~` as `%XX`, as the signature wants it.
  static func encoded(_ text: String, keeping kept: String = "") -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "~"),
        _ where byte.isOfName:
        bytes.append(byte)
      case _ where kept.utf8.contains(byte): bytes.append(byte)
      default:
        bytes.append(UInt8(ascii: "%"))
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension S3Access: CustomStringConvertible, CustomReflectable {
  /// Where to, and as whom.
  public var description: String { "\(endpoint ?? "Amazon S3") \(region) \(key)" }
  /// The key's id alone.
  public var customMirror: Mirror { Mirror(self, children: ["key": key]) }
}
