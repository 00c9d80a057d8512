import Foundation
import Kafka
import TestSupport
import Testing

/// How the servers are found, and what is said when they are not.
@Suite(.timeLimit(.minutes(2))) struct ReachingTests {
  @Test(arguments: [["events", "orders"], ["snapshot", "orders"], ["snapshot", "list"]])
  func `a broker that is not there ends with 5 within 12 seconds`(
    arguments: [String]
  ) async throws {
    let run = try await Binary.run(arguments + ["-b", "127.0.0.1:1"])
    #expect(run.status == 5, "\(run)")
    #expect(run.took < .seconds(12))
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("cdcwatch: "), "\(run)")
    #expect(run.errors.contains("127.0.0.1:1"), "\(run)")
    #expect(run.errors.contains("Connection refused"), "\(run)")
    #expect(run.errors.contains("\nhint: "), "\(run)")
  }

  @Test func `the timeout bounds the wait for a broker`() async throws {
    let run = try await Binary.run("events", "orders", "-b", "127.0.0.1:1", "--timeout", "1s")
    #expect(run.status == 5, "\(run)")
    #expect(run.took < .seconds(4))
  }

  // MARK: Where the settings come from

  @Test func `the file in KCAT_CONFIG is read and the command line wins`() async throws {
    let cluster = try Broker.holding([Broker.read(1)], in: "shop.public.orders")
    let folder = try Places.newFolder("kcat")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "kcat.conf")
    let good = "# kcat's own\nmetadata.broker.list=\(cluster.bootstrapServers)\ntopic.acks=1\n"
    try good.write(to: file, atomically: true, encoding: .utf8)
    let environment = ["KCAT_CONFIG": file.path]
    let run = try await Binary.run("events", "orders", environment: environment)
    #expect(run.status == 0, "\(run)")
    #expect(run.output.hasPrefix("shop.public.orders: 1 record"), "\(run)")
    try "bootstrap.servers=127.0.0.1:1\n".write(to: file, atomically: true, encoding: .utf8)
    let other = try await Binary.run(
      "events", "orders", "-b", cluster.bootstrapServers, environment: environment)
    #expect(other.status == 0, "\(other)")
  }

  @Test func `a file that KCAT_CONFIG names and that is not there is told`() async throws {
    let run = try await Binary.run(
      "events", "orders", "-b", "127.0.0.1:1", environment: ["KCAT_CONFIG": "/nonexistent/kcat"])
    #expect(run.status == 64, "\(run)")
    #expect(run.errors.contains("/nonexistent/kcat"), "\(run)")
  }

  @Test func `the brokers can come from the environment`() async throws {
    let cluster = try Broker.holding([Broker.read(1)], in: "shop.public.orders")
    let run = try await Binary.run(
      "events", "orders", environment: ["CDCWATCH_BROKERS": cluster.bootstrapServers])
    #expect(run.status == 0, "\(run)")
  }

  // MARK: Secrets

  @Test(arguments: [
    ["-b", "127.0.0.1:1", "-X", "security.protocol=sasl_plaintext"],
    ["-b", "127.0.0.1:1", "-X", "security.protocol=sasl_plaintext", "-vv"],
    ["-b", "127.0.0.1:1", "-X", "sasl.mechanism=NOPE", "-X", "security.protocol=sasl_plaintext"],
    ["-b", "127.0.0.1:1", "-X", "sasl.pasword=geheim"],
    ["-b", "127.0.0.1:1", "-X", "security.protocol=wrong"],
    ["-b", "127.0.0.1:1", "--connect", "http://me:geheim@127.0.0.1:1/"],
    ["-b", "127.0.0.1:1", "--connect", "http://127.0.0.1:1/", "--connect-user", "me:geheim"],
    ["-b", "127.0.0.1:1", "--connect", "ftp://me:geheim@127.0.0.1:1/"],
  ])
  func `a password is never shown`(arguments: [String]) async throws {
    let secret = ["-X", "sasl.username=me", "-X", "sasl.password=geheim", "--timeout", "1s"]
    let run = try await Binary.run(["snapshot", "orders"] + arguments + secret)
    #expect([4, 5, 64].contains(run.status), "\(run)")
    #expect(!run.errors.isEmpty)
    #expect(!run.errors.contains("geheim"), "\(run)")
    #expect(!run.output.contains("geheim"), "\(run)")
  }

  @Test func `a password is not shown when the broker refuses it, nor from a broken file`()
    async throws
  {
    let cluster = try Broker.holding([Broker.read(1)], in: "shop.public.orders")
    let folder = try Places.newFolder("secret")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "client.properties")
    try """
    security.protocol=sasl_plaintext
    sasl.mechanism=PLAIN
    sasl.username=me
    sasl.password=geheim
    """.write(to: file, atomically: true, encoding: .utf8)
    let refused = try await Binary.run(
      "events", "orders", "-b", cluster.bootstrapServers, "-F", file.path)
    #expect(refused.status == 4, "\(refused)")
    #expect(!(refused.errors + refused.output).contains("geheim"), "\(refused)")
    try "sasl.pass geheim\n".write(to: file, atomically: true, encoding: .utf8)
    let broken = try await Binary.run("events", "orders", "-b", "127.0.0.1:1", "-F", file.path)
    #expect(broken.status == 64, "\(broken)")
    #expect(broken.errors.contains("line 1"), "\(broken)")
    #expect(!(broken.errors + broken.output).contains("geheim"), "\(broken)")
  }

  // MARK: Connect

  @Test(arguments: [
    ["connector", "list"], ["connector", "status", "shop"],
    ["snapshot", "orders", "-b", "127.0.0.1:1"],
  ])
  func `a Connect that refuses the connection ends with 5`(arguments: [String]) async throws {
    let run = try await Binary.run(
      arguments + ["--connect", "http://127.0.0.1:1", "--timeout", "3s"])
    #expect(run.status == 5, "\(run)")
    #expect(run.output == "")
    #expect(run.errors.contains("127.0.0.1:1"), "\(run)")
    #expect(run.took < .seconds(8))
  }

  @Test func `a server that answers HTML is not taken for Connect`() async throws {
    let server = try RunningProgram(
      URL(filePath: "/usr/bin/env"), ["python3", "-u", "-c", Self.htmlServer],
      environment: Binary.environment)
    #expect(try await server.wait { $0.output.hasSuffix("\n") }, "\(server.errors)")
    let port = server.output.trimmingCharacters(in: .whitespacesAndNewlines)
    let address = "http://127.0.0.1:\(port)"
    let run = try await Binary.run("connector", "list", "--connect", address)
    #expect(run.status == 64, "\(run)")
    #expect(run.output == "")
    #expect(run.errors.contains(address), "\(run)")
  }

  private static let htmlServer = """
    import http.server
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = b"<html><body>Welcome</body></html>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        def log_message(self, *arguments):
            pass
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1])
    server.serve_forever()
    """
}
