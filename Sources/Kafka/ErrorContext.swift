internal import CRdkafka

/// What a client knows that makes its errors clearer than their codes.
struct ErrorContext: Sendable {
  /// The hosts and ports in `bootstrap.servers`.
  var bootstrap: [BrokerAddress]
  /// Whether `sasl.mechanism` names one of the SCRAM mechanisms.
  var usesSCRAM: Bool
  /// Whether `Configuration.tokenSource` gives the tokens.
  var usesTokenSource = false
  /// Brokers that have answered: a later failure is a lost broker, not a wrong listener.
  var reached: Set<Int32> = []

  /// The error with what the context adds: the SCRAM defect, or a listener nobody can reach.
  func judged(_ error: KafkaError) -> KafkaError {
    var error = error
    if error.kind == .authentication, usesSCRAM, rd_kafka_version() < 0x0208_0000 {
      error.hint =
        "librdkafka \(Library.version) (before 2.8) fails SCRAM against newer brokers even with "
        + "right credentials: use PLAIN over TLS or mutual TLS, or a newer librdkafka"
    }
    if error.kind == .unreachable, Self.isAboutOurCertificate(error.reason) {
      error.kind = .authentication
      error.hint =
        "the broker wants a client certificate that it knows: set ssl.certificate.location and "
        + "ssl.key.location"
      return error
    }
    if error.kind == .authentication, usesTokenSource, error.code != .ssl {
      error.hint = "look at what the token's command prints, and whether the broker takes it"
    }
    guard error.kind == .unreachable, let broker = NamedBroker(errorText: error.reason) else {
      return error
    }
    return misadvertised(error, by: broker)
  }

  /// Whether the broker has ended the connection over our certificate.
  ///
  /// In TLS 1.3 that comes after the handshake, as a failed read: "sslv3 alert bad certificate: SSL
  /// alert number 42", "tlsv13 alert certificate required: SSL alert number 116".
  private static func isAboutOurCertificate(_ reason: String) -> Bool {
    reason.contains("SSL alert number") && reason.contains("certificate")
  }

  /// The error as "its advertised listener is not reachable", when that is what it is.
  func misadvertised(_ error: KafkaError, by broker: NamedBroker) -> KafkaError {
    // Only metadata gives a broker its number: one with a number and an address of its own was
    // found through another broker that did answer.
    guard let id = broker.id, !reached.contains(id), !bootstrap.contains(broker.address) else {
      return error
    }
    var error = error
    error.unreachableListener = broker.address
    error.hint =
      "broker \(id) was found, but its advertised listener \(broker.address) is not reachable "
      + "from here: check advertised.listeners, the network or the DNS"
    return error
  }
}
