import Foundation
import Kafka
import TestSupport
import Testing

/// Servers that want to know who asks, and the files with which one logs in there.
///
/// Kafka has a listener for each way: PLAIN over TLS (`KAFKA_TLS`), client certificates, and tokens.
/// `connect` wants a user and a password over TLS, `connect2` a client certificate.
struct SecuredServers: Sendable {
  @TaskLocal static var current: SecuredServers?

  let world: World
  let places: [String: String]
  /// The folder of certificates, passwords and the configuration.
  let files: URL
  let certificatePort: Int
  let tokenPort: Int

  static func here() throws -> SecuredServers { try #require(current) }

  static let password = "cdcwatch-secret"

  /// Runs `cdcwatch ARGUMENTS --config FILE` with the contexts of `configuration`.
  func run(_ arguments: String...) async throws -> Outcome {
    try await Binary.run(arguments + ["--config", files.appending(path: "cdcwatch.yaml").path])
  }

  /// A context for each way to log in, and for each way to fail at it.
  var configuration: String {
    """
    timeout: 8s
    contexts:
      password: {kafka: \(kafka(password: "kafka")), connect: \(connect("connect.password"))}
      wrong-password: {kafka: \(kafka(password: "wrong")), connect: \(connect("wrong.password"))}
      wrong-authority:
        kafka: \(kafka(password: "kafka", authority: "clients.pem"))
        connect: \(connect("connect.password", authority: "clients.pem"))
      scram: {kafka: \(kafka(password: "kafka", mechanism: "SCRAM-SHA-512"))}
      certificate:
        kafka: \(certificate(", ssl.certificate.location: me.pem, ssl.key.location: me.key"))
        connect: {url: '\(places["CONNECT2"] ?? "")', ca: kafka.pem, cert: me.pem, key: me.key}
      no-certificate:
        kafka: \(certificate(""))
        connect: {url: '\(places["CONNECT2"] ?? "")', ca: kafka.pem}
      wrong-connect-password: {kafka: \(kafka(password: "kafka")), connect: \(connect("wrong.password"))}
      no-connect-certificate:
        kafka: \(kafka(password: "kafka"))
        connect: {url: '\(places["CONNECT2"] ?? "")', ca: kafka.pem}
      dead-worker:
        kafka: \(kafka(password: "kafka"))
        connect: {url: ['https://127.0.0.1:1', '\(places["CONNECT"] ?? "")'], ca: kafka.pem, \
          user: ops, password_command: 'cat \(files.path)/connect.password'}
      token: {kafka: \(token("['./token']"))}
      wrong-token: {kafka: \(token("echo abc 99999999999999"))}
      no-token: {kafka: \(token("echo no credentials >&2; exit 1"))}
    """
  }

  private func kafka(
    password: String, authority: String = "kafka.pem", mechanism: String = "PLAIN"
  ) -> String {
    """
    {brokers: '\(places["KAFKA_TLS"] ?? "")', properties: {security.protocol: sasl_ssl, \
    sasl.mechanism: \(mechanism), sasl.username: cdcwatch, \
    sasl.password_file: \(password).password, ssl.ca.location: \(authority)}}
    """
  }

  private func connect(_ password: String, authority: String = "kafka.pem") -> String {
    """
    {url: '\(places["CONNECT"] ?? "")', ca: \(authority), user: ops, password_command: \
    'cat \(files.path)/\(password)'}
    """
  }

  private func certificate(_ properties: String) -> String {
    """
    {brokers: '127.0.0.1:\(certificatePort)', properties: {security.protocol: ssl, \
    ssl.ca.location: kafka.pem\(properties)}}
    """
  }

  private func token(_ command: String) -> String {
    let words = command.replacing("./token", with: files.appending(path: "token").path)
    return """
      {brokers: '127.0.0.1:\(tokenPort)', token_command: \(words), properties: \
      {security.protocol: sasl_plaintext, sasl.mechanism: OAUTHBEARER}}
      """
  }

  // MARK: Making them

  /// Starts a broker for its ports and its certificate, then everything with what it needs, and
  /// other servers as they are.
  init(_ world: World, and others: [String] = []) async throws {
    self.world = world
    files = world.folder.appending(path: "files")
    try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
    let first = try await world.places()
    try await world.down(["kafka"])
    (certificatePort, tokenPort) = (
      Int.random(in: 14_000..<14_500), Int.random(in: 14_500..<15_000)
    )
    try await Tool.run("bash", "-c", Self.certificates, "make", files.path, world.folder.path)
    try Self.write(Self.tokenScript, to: files.appending(path: "token"), mode: 0o700)
    try Self.write(Self.password + "\n", to: files.appending(path: "kafka.password"))
    try Self.write("geheim\n", to: files.appending(path: "connect.password"))
    try Self.write("falsch\n", to: files.appending(path: "wrong.password"))
    try world.set("kafka", try Self.broker(first, world, certificatePort, tokenPort))
    try Self.prepareWorkers(world, files)
    try await world.up(["kafka", "connect", "connect2"] + others)
    places = try await world.places()
    try Self.write(configuration, to: files.appending(path: "cdcwatch.yaml"))
  }

  private static let certificates = """
    set -e; cd "$1"; cp "$2/kafka/ca.pem" kafka.pem
    new="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
    openssl req -x509 $new -days 2 -subj /CN=clients -keyout clients.key -out clients.pem
    openssl req $new -subj /CN=reader -keyout me.key -out me.csr
    openssl x509 -req -in me.csr -CA clients.pem -CAkey clients.key -CAcreateserial -days 2 -out me.pem
    keytool -importcert -noprompt -alias clients -file clients.pem -keystore clients.p12 \
    -storetype PKCS12 -storepass changeit
    """

  /// A JSON web token without a signature, which a broker takes that was told nothing else.
  private static let tokenScript = """
    #!/usr/bin/env python3
    import base64, json, time
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
    now = int(time.time())
    print(part({"alg": "none"}) + "." + part({"sub": "me", "iat": now, "exp": now + 600}) + ".")
    """

  private static func broker(
    _ places: [String: String], _ world: World, _ certificatePort: Int, _ tokenPort: Int
  ) throws -> String {
    let file = world.folder.appending(path: "kafka/controller")
    let controller = try String(contentsOf: file, encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let listeners =
      "PLAINTEXT://\(places["KAFKA"] ?? ""),SASL_SSL://\(places["KAFKA_TLS"] ?? ""),"
      + "SSL://127.0.0.1:\(certificatePort),TOKENS://127.0.0.1:\(tokenPort)"
    return """
      listeners=\(listeners),CONTROLLER://127.0.0.1:\(controller)
      advertised.listeners=\(listeners)
      listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,\
      SSL:SSL,TOKENS:SASL_PLAINTEXT
      listener.name.ssl.ssl.client.auth=required
      ssl.truststore.type=PEM
      ssl.truststore.location=\(world.folder.path)/files/clients.pem
      listener.name.tokens.sasl.enabled.mechanisms=OAUTHBEARER
      listener.name.tokens.oauthbearer.sasl.jaas.config=\
      org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required \
      unsecuredLoginStringClaim_sub="broker";

      """
  }

  private static func prepareWorkers(_ world: World, _ files: URL) throws {
    for name in ["connect", "connect2"] {
      try FileManager.default.createDirectory(
        at: world.folder.appending(path: name), withIntermediateDirectories: true)
    }
    let encrypted = """
      listeners=https://127.0.0.1:@PORT@
      ssl.keystore.location=\(world.folder.path)/kafka/keys.p12
      ssl.keystore.password=changeit
      ssl.keystore.type=PKCS12

      """
    let extensions = "org.apache.kafka.connect.rest.basic.auth.extension"
    try write(
      "KafkaConnect { \(extensions).PropertyFileLoginModule required file=\"\(files.path)/users\"; };",
      to: files.appending(path: "jaas"))
    try write("ops=geheim\n", to: files.appending(path: "users"))
    try write(
      "-Djava.security.auth.login.config=\(files.path)/jaas",
      to: world.folder.appending(path: "connect/java-options"))
    try world.set(
      "connect",
      encrypted + "rest.extension.classes=\(extensions).BasicAuthSecurityRestExtension\n")
    try world.set(
      "connect2",
      encrypted + """
        group.id=second
        offset.storage.topic=second-offsets
        config.storage.topic=second-configs
        status.storage.topic=second-status
        ssl.client.auth=required
        ssl.truststore.type=PKCS12
        ssl.truststore.location=\(files.path)/clients.p12
        ssl.truststore.password=changeit

        """)
  }

  private static func write(_ text: String, to file: URL, mode: Int = 0o600) throws {
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
  }
}

/// Starts the secured servers for a suite, and takes them down behind it whatever happens.
struct SecuredServersTrait: SuiteTrait, TestScoping {
  /// What is started beside them.
  var others: [String] = []

  func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    let world = try await World(["kafka"])
    do {
      let servers = try await SecuredServers(world, and: others)
      try await SecuredServers.$current.withValue(servers) { try await function() }
      await world.close()
    } catch {
      await world.close()
      throw error
    }
  }
}

extension Trait where Self == SecuredServersTrait {
  /// Servers that want to know who asks.
  static var securedServers: Self { SecuredServersTrait() }

  /// The same, with others beside them.
  static func securedServers(and others: String...) -> Self { SecuredServersTrait(others: others) }
}
