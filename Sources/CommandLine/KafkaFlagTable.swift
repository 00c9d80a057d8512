extension Flag {
  /// The bootstrap servers.
  public static let brokers = Flag(
    "brokers", short: "b", .text, "HOST:PORT[,...]", group: .kafka,
    environment: "CDCWATCH_BROKERS",
    help: "The Kafka cluster: one or more of its brokers, separated by commas.")

  /// A librdkafka property.
  public static let property = Flag(
    "property", short: "X", .keyValue(words: ["list", "dump"]), "KEY=VALUE", group: .kafka,
    help: """
      Any librdkafka property, such as security.protocol=SASL_SSL. Can be repeated. A password \
      is safer in a file (-F): a command line can be read by others on this machine. '-X list' \
      lists the properties with their defaults, '-X dump' what they come to here.
      """)

  /// A file of librdkafka properties.
  public static let propertiesFile = Flag(
    "properties-file", short: "F", .text, "FILE", group: .kafka,
    environment: "CDCWATCH_PROPERTIES_FILE",
    help: """
      Read librdkafka properties from FILE, one KEY=VALUE a line, as kcat does. Without it \
      the file in KCAT_CONFIG or ~/.config/kcat.conf is read, if there is one.
      """)

  /// Where reading begins.
  public static let from = Flag(
    "from", .text, "beginning|end|-N|s@TIME", group: .selection,
    help: """
      Where to begin reading the topic: its beginning (as without this flag), its end, the last \
      N records of each partition, or a time in milliseconds since 1970, as in s@1763712000000.
      """)

  static let kafka: [Flag] = [brokers, property, propertiesFile]
}
