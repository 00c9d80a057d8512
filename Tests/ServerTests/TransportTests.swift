import Foundation
import Kafka
import TestSupport
import Testing

/// What is said when the brokers can be reached and yet not used.
extension RealServers {
  @Suite(.serialized, .servers("kafka"))
  struct Passwords {
    private static func arguments(
      _ servers: Servers, password: String, authority: String? = nil
    ) -> [String] {
      [
        // Without the warning that the password could be seen.
        "events", "__consumer_offsets", "-q", "-b", servers.places["KAFKA_TLS"] ?? "",
        "-X", "security.protocol=SASL_SSL", "-X", "sasl.mechanism=PLAIN",
        "-X", "sasl.username=cdcwatch", "-X", "sasl.password=\(password)",
        "-X", "ssl.ca.location=\(authority ?? servers.places["KAFKA_CA"] ?? "")",
      ]
    }

    @Test func `a wrong password ends with 4 and one clear message`() async throws {
      let servers = try Servers.here()
      for command in ["events", "snapshot"] {
        let arguments = Self.arguments(servers, password: "geheim")
        let run = try await Binary.run([command] + arguments.dropFirst())
        #expect(run.status == 4, "\(run)")
        #expect(run.took < .seconds(12))
        #expect(run.output == "")
        #expect(run.errors.contains("Authentication failed"), "\(run)")
        #expect(run.errors.split(separator: "\n").count <= 2, "\(run)")
        #expect(!run.errors.contains("geheim"))
      }
    }

    @Test func `the right password works`() async throws {
      let servers = try Servers.here()
      try await Tool.run(
        "bash", "-c", "echo hello | kcat -P -b \"$1\" -t plain", "produce", servers.kafka)
      var arguments = Self.arguments(servers, password: "cdcwatch-secret")
      arguments[1] = "plain"
      let run = try await Binary.run(arguments)
      #expect(run.status == 3, "\(run)")
      #expect(run.output.hasPrefix("plain: 1 record"), "\(run)")
    }

    /// The broker was reached and its identity refused, so that trying again would not help.
    @Test func `a certificate of an unknown authority ends with 4 and says so`() async throws {
      let servers = try Servers.here()
      let folder = try Places.newFolder("authority")
      defer { try? FileManager.default.removeItem(at: folder) }
      let other = folder.appending(path: "ca.pem").path
      try await Tool.run(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=other", "-keyout",
        folder.appending(path: "key.pem").path, "-out", other)
      let run = try await Binary.run(
        Self.arguments(servers, password: "cdcwatch-secret", authority: other))
      #expect(run.status == 4, "\(run)")
      #expect(run.took < .seconds(12))
      #expect(run.errors.contains("certificate verify failed"), "\(run)")
      #expect(run.errors.contains("\nhint: check ssl.ca.location"), "\(run)")
      #expect(run.errors.split(separator: "\n").count <= 2, "\(run)")
    }
  }

  @Suite(.servers("kafka"))
  struct Listeners {
    @Test func `an advertised listener that cannot be reached is told apart`() async throws {
      let servers = try Servers.here()
      var admin = try Admin(servers.configuration())
      try admin.create([NewTopic(name: "shop.public.orders", partitions: 1)])
      try await servers.world.down(["kafka"])
      try servers.world.set(
        "kafka", "advertised.listeners=PLAINTEXT://127.0.0.1:1,SASL_SSL://127.0.0.1:2\n")
      try await servers.world.up(["kafka"])
      for command in ["events", "snapshot"] {
        let run = try await servers.run(command, "orders")
        #expect(run.status == 5, "\(run)")
        #expect(run.took < .seconds(12), "\(run.took)")
        #expect(run.output == "")
        #expect(run.errors.contains("advertised listener 127.0.0.1:1 is not reachable"), "\(run)")
      }
    }
  }
}
