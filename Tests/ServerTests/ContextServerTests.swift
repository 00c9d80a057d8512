import Foundation
import JSON
import Kafka
import TestSupport
import Testing

/// Logging in by a context alone, each way that there is, at servers that insist on it.
extension RealServers {
  @Suite(.serialized, .securedServers)
  struct Contexts {
    @Test(
      arguments: [
        ("password", "'cdcwatch' by PLAIN over TLS", "'ops' over TLS"),
        ("certificate", "certificate ", "certificate "), ("token", "OAUTHBEARER without TLS", nil),
      ] as [(String, String, String?)])
    func `a context that is right reaches everything, and tells who answers and as whom`(
      name: String, kafka: String, connect: String?
    ) async throws {
      let servers = try SecuredServers.here()
      let run = try await servers.run("context", "test", name, "-o", "json")
      #expect(run.status == 0, "\(run)")
      #expect(run.errors == "")
      let findings = try #require(run.json().elements)
      #expect(findings.count == (connect == nil ? 1 : 2))
      #expect(findings.allSatisfy { $0["result"] == .string("ok") }, "\(run)")
      let users = findings.map { $0["user"]?.stringValue ?? "" }
      #expect(users.first?.hasPrefix(kafka) == true, "\(run)")
      if let connect { #expect(users.last?.hasPrefix(connect) == true, "\(run)") }
      let identities = findings.map { $0["identity"]?.stringValue ?? "" }
      #expect(identities.first?.hasPrefix("cluster c") == true)
      #expect(connect == nil || identities.last?.hasPrefix("Connect 4.") == true, "\(run)")
    }

    @Test(
      arguments: [
        ("wrong-password", "Authentication failed", "sasl.password", "refuses with 401"),
        (
          "wrong-authority", "certificate verify failed", "check ssl.ca.location",
          "self-signed certificate"
        ),
        ("scram", "invalid credentials", "before 2.8", nil),
        ("no-certificate", "alert", "ssl.certificate.location", "alert"),
        ("wrong-token", "invalid_token", "the token's command", nil),
        ("no-token", "no credentials", "the token's command", nil),
      ] as [(String, String, String, String?)])
    func `what is refused ends with 4 and one clear line`(
      name: String, reason: String, hint: String, connectReason: String?
    ) async throws {
      let servers = try SecuredServers.here()
      for command in [["events", "orders"], ["snapshot", "list"]] {
        let run = try await Binary.run(
          command + [
            "--context", name, "--config", servers.files.appending(path: "cdcwatch.yaml").path,
          ])
        #expect(run.status == 4, "\(run)")
        #expect(run.output == "")
        let lines = run.errors.split(separator: "\n")
        #expect(lines.count == 2, "\(run)")
        // `snapshot` asks Connect first, where the context has one.
        let isConnect = command.first == "snapshot" && connectReason != nil
        let expected = isConnect ? connectReason ?? "" : reason
        #expect(lines.first?.contains(expected) == true, "\(run)")
        #expect(isConnect || lines.last?.contains(hint) == true, "\(run)")
        #expect(!run.errors.contains("falsch") && !run.errors.contains("geheim"))
        #expect(run.took < .seconds(9), "\(run)")
      }
    }

    @Test func `every command runs from the context alone`() async throws {
      let servers = try SecuredServers.here()
      try await Tool.run(
        "bash", "-c", "echo hello | kcat -P -b \"$1\" -t plain", "produce",
        servers.places["KAFKA"] ?? "")
      let events = try await servers.run("events", "plain", "--context", "password")
      #expect(events.output.hasPrefix("plain: 1 record"), "\(events)")
      for name in ["password", "certificate"] {
        let connectors = try await servers.run("connector", "list", "--context", name)
        #expect(connectors.status == 0, "\(connectors)")
        let list = try await servers.run("snapshot", "list", "--context", name)
        #expect(list.status == 0, "\(list)")
      }
      try await Tool.run(
        "bash", "-c",
        #"printf '["shop",{"server":"shop"}]|{"lsn":100}\n' | kcat -P -b "$1" -t connect-offsets -K '|'"#,
        "produce", servers.places["KAFKA"] ?? "")
      for name in ["password", "certificate"] {
        let archive = try Places.newFolder("archive")
        defer { try? FileManager.default.removeItem(at: archive) }
        let backup = try await servers.run(
          "offsets", "backup", archive.path, "--context", name)
        #expect(backup.status == 0, "\(backup)")
        #expect(backup.errors.contains("1 connector, 1 record, 1 topic"), "\(backup)")
        let verified = try await servers.run("offsets", "verify", "\(archive.path)/latest")
        #expect(verified.status == 0, "\(verified)")
      }
    }

    @Test func `a topic that this user may not read is named`() async throws {
      let servers = try SecuredServers.here()
      let brokers = servers.places["KAFKA"] ?? ""
      var admin = try Admin(Configuration(bootstrapServers: brokers))
      try admin.create([NewTopic(name: "shop.public.secret", partitions: 1)])
      let stack = try #require(Places.stack)
      for rule in [
        ["--deny-principal", "User:cdcwatch", "--operation", "Read"],
        ["--allow-principal", "User:*", "--operation", "Describe", "--operation", "Read"],
      ] {
        try await Tool.run(
          stack,
          [
            "kafka-tool", "org.apache.kafka.tools.AclCommand", "--bootstrap-server", brokers,
            "--add", "--topic", "shop.public.secret",
          ] + rule)
      }
      let run = try await servers.run("context", "test", "password", "-o", "json")
      #expect(run.status == 4, "\(run)")
      let kafka = try #require(run.json().elements?.first)
      #expect(kafka["result"] == .string("refused"))
      #expect(kafka["problem"] == .string("this user may not read shop.public.secret"))
      // Whoever shows another certificate may.
      let other = try await servers.run("context", "test", "certificate")
      #expect(other.status == 0, "\(other)")
    }

    @Test func `a Connect of another Kafka cluster is told`() async throws {
      let servers = try SecuredServers.here()
      let cluster = try EmbeddedCluster()
      try cluster.createTopic("t")
      let run = try await servers.run(
        "context", "test", "password", "-b", cluster.bootstrapServers, "-X",
        "security.protocol=plaintext", "-o", "json")
      #expect(run.status == 3, "\(run)")
      let connect = try #require(run.json().elements?.last)
      #expect(connect["result"] == .string("warning"), "\(run)")
      #expect(connect["problem"]?.stringValue?.hasPrefix("its Kafka cluster is c") == true)
    }
  }
}
