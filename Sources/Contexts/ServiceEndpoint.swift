/// A REST service, Connect or a schema registry, and how to log in there.
public struct ServiceEndpoint: Sendable, Hashable {
  /// The addresses of one service, tried in turn.
  public var addresses: [String]
  /// A PEM file of the authorities to trust instead of the system's.
  public var authority: String?
  /// A PEM file with the certificate to show.
  public var certificate: String?
  /// The certificate's key, as a PEM file.
  public var key: String?
  /// The user to log in as.
  public var user: String?
  /// The user's password.
  public var password: SecretReference?

  /// A service that needs no login.
  public init(addresses: [String]) { self.addresses = addresses }
}

/// The place that holds the backup runs.
public struct ArchiveEndpoint: Sendable, Hashable {
  /// A folder, or `s3://BUCKET/PREFIX`.
  public var place: String
  /// The address of a bucket's server, where that is not Amazon's.
  public var endpoint: String?
  /// The bucket's region.
  public var region: String?
  /// A PEM file of the authorities that a bucket's server is checked against.
  public var authority: String?

  /// A place that needs no more than its name.
  public init(place: String) { self.place = place }
}

/// A database, and which connector's writer it is known to be.
public struct DatabaseEndpoint: Sendable, Hashable {
  /// What `--db NAME=` would call it.
  public var name: String
  /// `postgresql://`, `mysql://` or `mariadb://`.
  public var uri: SecretReference
  /// The password, where it is not in the URI.
  public var password: SecretReference?
  /// The connector that writes from this database, when somebody has said so.
  public var writerOf: String?
}
