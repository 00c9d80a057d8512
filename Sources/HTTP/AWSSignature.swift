/// Signs every request of a client as Amazon's services and their like want it: version 4.
///
/// Printing it shows no secret.
public struct AWSSignature: Sendable, Hashable {
  /// The region, such as `us-east-1`.
  public var region: String
  /// The service, such as `s3`.
  public var service: String
  /// The access key's id.
  public var key: String
  /// The access key's secret.
  public var secret: String

  /// A signature for a service of a region.
  public init(region: String, service: String, key: String, secret: String) {
    self.region = region
    self.service = service
    self.key = key
    self.secret = secret
  }
}

extension AWSSignature: CustomStringConvertible, CustomReflectable {
  /// For what, and as whom.
  public var description: String { "\(service) \(region) \(key)" }
  /// The key's id alone.
  public var customMirror: Mirror { Mirror(self, children: ["key": key]) }
}
