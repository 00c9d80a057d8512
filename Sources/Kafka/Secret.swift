/// Which properties are secrets, and what is shown instead of them.
enum Secret {
  static func isSecret(_ name: String) -> Bool {
    name.contains("password") || name.contains("secret") || name.contains("jaas")
      || name.contains("token") && !name.hasSuffix(".url")
      || name.hasSuffix(".pem") || name == "sasl.oauthbearer.config"
  }

  /// The value as it may be shown: an empty one stays empty, so that "not set" can be seen.
  static func redacted(_ value: String, of name: String) -> String {
    isSecret(name) && !value.isEmpty ? "[redacted]" : value
  }
}
