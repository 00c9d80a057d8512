/// librdkafka's properties that have two names.
public enum PropertyAlias {
  // From CONFIGURATION.md: "Alias for ...". Only those that say where and as whom to connect: with
  // the others it does not matter which of two blocks counts.
  private static let names = [
    "metadata.broker.list": "bootstrap.servers", "sasl.mechanism": "sasl.mechanisms",
  ]

  /// The one name under which both are known.
  public static func canonical(_ name: String) -> String { names[name] ?? name }
}
