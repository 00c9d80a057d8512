extension Flag {
  /// The workers of one or more Connect clusters.
  public static let connect = Flag(
    "connect", .list, "URL[,URL...]", group: .connect, environment: "CDCWATCH_CONNECT",
    help: """
      Kafka Connect's REST address. Workers of one cluster are separated by commas and tried \
      in turn; repeat the flag for another cluster.
      """)

  /// The certificate authority that Connect's certificate is checked against.
  public static let connectAuthority = Flag(
    "connect-ca", .text, "FILE", group: .connect, environment: "CDCWATCH_CONNECT_CA",
    help: "Trust the certificate authorities in this PEM file instead of the system's.")

  /// The certificate shown to Connect.
  public static let connectCertificate = Flag(
    "connect-cert", .text, "FILE", group: .connect, environment: "CDCWATCH_CONNECT_CERT",
    help: "Show Connect the client certificate in this PEM file.")

  /// The key of the certificate shown to Connect.
  public static let connectKey = Flag(
    "connect-key", .text, "FILE", group: .connect, environment: "CDCWATCH_CONNECT_KEY",
    help: "The key that belongs to --connect-cert, as a PEM file.")

  /// The user and password for Connect.
  public static let connectUser = Flag(
    "connect-user", .text, "USER:PASSWORD", group: .connect,
    environment: "CDCWATCH_CONNECT_USER",
    help: """
      Log in to Connect with this name and password. Better set by the variable: a command \
      line can be read by others on this machine.
      """)

  static let allOfConnect: [Flag] = [
    connect, connectAuthority, connectCertificate, connectKey, connectUser,
  ]
}
