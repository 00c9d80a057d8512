extension Flag {
  /// How long backups are kept.
  public static let keep = Flag(
    "keep", .text, "30d|N", group: .archive, environment: "CDCWATCH_KEEP",
    help: """
      Remove older backups: keep those of so long, or so many. The newest sound record of any \
      connector that was ever seen always stays.
      """)

  /// Where to tell Prometheus.
  public static let textfile = Flag(
    "textfile", .text, "FILE", group: .archive, environment: "CDCWATCH_TEXTFILE",
    help: """
      Write the outcome as Prometheus metrics into FILE, which ends in .prom, for the node \
      exporter's textfile collector.
      """)

  /// By which way offsets are read.
  public static let via = Flag(
    "via", .choice(["kafka", "rest"]), group: .archive, usual: "kafka",
    help: """
      kafka reads the offsets topics byte for byte; rest asks Connect alone, for clusters whose \
      topics cannot be read, and saves no schema history.
      """)

  /// To look at the archive instead of adding to it.
  public static let check = Flag(
    "check", .toggle, group: .archive,
    help: "Back up nothing: tell whether the newest backup is sound and young enough.")

  /// The age at which the newest backup is too old.
  public static let maxAge = Flag(
    "max-age", .duration(atLeast: .seconds(1)), "DURATION", group: .archive,
    environment: "CDCWATCH_MAX_AGE", usual: "26h",
    help: "With --check: how old the newest sound backup may be.")

  /// What to compare with.
  public static let against = Flag(
    "against", .choice(["live"]), group: .archive,
    help: "Compare the backup with the offsets topics as they are now.")

  /// The S3 server, where it is not Amazon's.
  public static let s3Endpoint = Flag(
    "s3-endpoint", .text, "URL", group: .archive, environment: "CDCWATCH_S3_ENDPOINT",
    help: """
      The S3 server for s3:// places, such as https://minio:9000. Without it \
      AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, else Amazon's.
      """)

  /// The bucket's region.
  public static let s3Region = Flag(
    "s3-region", .text, "REGION", group: .archive, environment: "CDCWATCH_S3_REGION",
    help: "The bucket's region. Without it AWS_REGION, AWS_DEFAULT_REGION, else us-east-1.")

  /// The certificate authority that the S3 server's certificate is checked against.
  public static let s3Authority = Flag(
    "s3-ca", .text, "FILE", group: .archive, environment: "CDCWATCH_S3_CA",
    help: "Trust the certificate authorities in this PEM file for the S3 server.")

  static let s3: [Flag] = [s3Endpoint, s3Region, s3Authority]
}
