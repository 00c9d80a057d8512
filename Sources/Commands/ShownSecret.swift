import Contexts
import HTTP
import Kafka

/// How a value that may be secret is shown.
enum ShownSecret {
  /// The mask, as librdkafka's properties have it in `-X dump`.
  static let mask = "[redacted]"

  /// A property's value, where it is kept, or the mask.
  static func text(_ reference: SecretReference, of name: String) -> String {
    guard case .text(let text) = reference else { return "[\(reference.source)]" }
    return Configuration.isSecret(name) && !text.isEmpty ? mask : text
  }

  /// A password: where it is kept, or the mask; nil for none.
  static func password(_ reference: SecretReference?) -> String? {
    reference.map { text($0, of: "password") }
  }

  /// The addresses of a service without what they may hold of a login.
  static func addresses(_ endpoint: ServiceEndpoint) -> String {
    endpoint.addresses.map { RedactedURL($0).description }.joined(separator: ",")
  }
}
