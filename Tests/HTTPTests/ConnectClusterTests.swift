import HTTP
import JSON
import KafkaConnect
import Runtime
import Testing

@Suite struct ConnectClusterTests {
  static func json(_ status: String, _ body: String) -> String {
    ScriptedServer.answer(status, body)
  }

  static func cluster(
    _ urls: String..., options: ClientOptions = .direct, patience: Duration = .seconds(20)
  ) throws -> ConnectCluster {
    try ConnectCluster(workers: urls, options: options, patience: patience)
  }

  @Test func theWorkerTellsItsVersionAndItsCluster() throws {
    let server = try ScriptedServer(Self.json("200 OK", RecordedAnswers.root))
    var cluster = try Self.cluster(server.url)
    let info = try cluster.info()
    #expect(info.version == "4.3.0")
    #expect(info.commit == "a9ce3221537b8653")
    #expect(info.clusterID == "cmNYzIIMzdiUgzVYow-tpA")
  }

  @Test func allConnectorsComeInOneCall() throws {
    let server = try ScriptedServer(Self.json("200 OK", RecordedAnswers.connectors))
    var cluster = try Self.cluster(server.url)
    let connectors = try cluster.connectors()
    #expect(connectors.map(\.name) == ["a/b c", "bestellt æ%", "broken", "shop"])
    #expect(connectors.map(\.status.state) == [.stopped, .paused, .running, .running])
    #expect(connectors.map(\.status.hasFailed) == [false, false, true, false])
    #expect(connectors.map(\.type) == [.source, .source, .source, .source])
    #expect(connectors[3].setting("topic.prefix") == "shop")
    #expect(connectors[3].setting("absent") == nil)
    #expect(connectors[3].className == "io.debezium.connector.postgresql.PostgresConnector")
    let task = try #require(connectors[2].status.tasks.first)
    #expect(task.id == 0)
    #expect(task.state == .failed)
    #expect(task.worker == "127.0.0.1:16680")
    #expect(task.trace?.contains("\n\tat io.debezium.pipeline.ErrorHandler") == true)
    #expect(
      task.failure == """
        org.apache.kafka.connect.errors.ConnectException: An exception occurred in the change event \
        producer. This connector will be stopped. (cause: \
        org.apache.kafka.connect.errors.ConnectException: Publication autocreation is disabled, \
        please create one and restart the connector.)
        """)
    #expect(server.requests.count == 1)
    #expect(server.requests[0].hasPrefix("GET /connectors?expand=info&expand=status HTTP/1.1\r\n"))
  }

  @Test func aClusterWithoutConnectorsHasNone() throws {
    let server = try ScriptedServer(Self.json("200 OK", "{}"))
    var cluster = try Self.cluster(server.url)
    #expect(try cluster.connectors().isEmpty)
  }

  @Test func statusOffsetsAndPluginsAreRead() throws {
    let server = try ScriptedServer(
      Self.json("200 OK", RecordedAnswers.status), Self.json("200 OK", RecordedAnswers.offsets),
      Self.json("200 OK", RecordedAnswers.plugins), Self.json("200 OK", #"{"offsets":[]}"#),
      Self.json("200 OK", #"{"offsets":[{"partition":{"server":"x"},"offset":null}]}"#))
    var cluster = try Self.cluster(server.url)
    let status = try cluster.status("shop")
    #expect(status.state == .running)
    #expect(status.worker == "127.0.0.1:16680")
    #expect(status.tasks.map(\.state) == [.running])
    let offsets = try cluster.offsets("shop")
    #expect(offsets.map(\.partition.text) == [#"{"server":"shop"}"#])
    #expect(offsets[0].offset["lsn"] == .integer(22_463_000))
    let plugins = try cluster.plugins()
    #expect(plugins.map(\.version) == ["3.5.0.Final", "3.6.3.Final"])
    #expect(try cluster.offsets("shop").isEmpty)
    #expect(try cluster.offsets("x").map(\.offset) == [.null])
    #expect(
      server.requests.map { $0.prefix { $0 != "\r\n" } } == [
        "GET /connectors/shop/status HTTP/1.1", "GET /connectors/shop/offsets HTTP/1.1",
        "GET /connector-plugins HTTP/1.1", "GET /connectors/shop/offsets HTTP/1.1",
        "GET /connectors/x/offsets HTTP/1.1",
      ])
  }

  @Test func aConnectorMadeJustNowHasAnUnknownState() throws {
    let server = try ScriptedServer(
      Self.json("404 Not Found", RecordedAnswers.noStatus), Self.json("200 OK", #"{"name":"shop"}"#)
    )
    var cluster = try Self.cluster(server.url)
    let status = try cluster.status("shop")
    #expect(status.state == .unknown)
    #expect(status.tasks.isEmpty)
    #expect(server.requests[1].hasPrefix("GET /connectors/shop/config "))
  }

  @Test func aConnectorThatIsNotThereIsNotFound() throws {
    let server = try ScriptedServer(
      Self.json("404 Not Found", RecordedAnswers.noStatus),
      Self.json("404 Not Found", RecordedAnswers.noConnector))
    var cluster = try Self.cluster(server.url)
    #expect(throws: ConnectError.notFound(connector: "shop")) { try cluster.status("shop") }
    #expect(throws: ConnectError.notFound(connector: "shop")) { try cluster.offsets("shop") }
    #expect(throws: ConnectError.notFound(connector: "")) { try cluster.configuration("") }
  }

  @Test func aNameThatTheWebServerRefusesIsFoundInTheList() throws {
    let refusal = ScriptedServer.answer(
      "400 Bad Request", RecordedAnswers.ambiguousPath, type: "text/html")
    let list = Self.json("200 OK", RecordedAnswers.connectors)
    let server = try ScriptedServer(refusal, list, refusal, list, refusal)
    var cluster = try Self.cluster(server.url)
    #expect(try cluster.status("a/b c").state == .stopped)
    #expect(try cluster.configuration("a/b c")["name"]?.stringValue == "a/b c")
    let error = #expect(throws: ConnectError.self) { try cluster.offsets("a/b c") }
    #expect(
      error?.description == """
        Connect's web server does not take the name 'a/b c' in a path: Error 400 Ambiguous URI path \
        separator HTTP ERROR 400 Ambiguous URI path separator
        """)
  }

  @Test(arguments: [
    ("a/b", "a%2Fb"), ("a b", "a%20b"), ("bestellt æ%", "bestellt%20%C3%A6%25"), ("..", "%2E%2E"),
    ("a.b-c_d~", "a.b-c_d~"), ("a?b#c\n", "a%3Fb%23c%0A"), ("😀", "%F0%9F%98%80"),
  ])
  func aNameIsPercentEncoded(_ name: String, _ encoded: String) throws {
    let server = try ScriptedServer(Self.json("200 OK", "{}"))
    var cluster = try Self.cluster(server.url)
    _ = try cluster.configuration(name)
    #expect(server.requests[0].hasPrefix("GET /connectors/\(encoded)/config HTTP/1.1\r\n"))
  }

  @Test(arguments: ["", "/", "//", "/proxy/connect", "/proxy/connect/"])
  func aPathPrefixAndASlashAtTheEndAreTaken(_ path: String) throws {
    let server = try ScriptedServer(Self.json("200 OK", "{}"))
    var cluster = try Self.cluster("127.0.0.1:\(server.port)" + path)
    _ = try cluster.connectors()
    let prefix = path.contains("proxy") ? "/proxy/connect" : ""
    #expect(server.requests[0].hasPrefix("GET \(prefix)/connectors?expand="))
  }

  @Test(arguments: [
    "", "http://", "ftp://h", "http:/h", "https:h", "h ost", "http://h/?a=b", "http://h#x", "/path",
    "http://:8083",
  ])
  func whatIsNoAddressIsRefusedAtOnce(_ text: String) {
    let error = #expect(throws: ConnectError.self) { _ = try ConnectCluster(workers: [text]) }
    guard case .badURL = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func credentialsOfAnAddressAreSentAndNotShown() throws {
    let server = try ScriptedServer(Self.json("401 Unauthorized", ""))
    var cluster = try Self.cluster("http://eva:geheim@127.0.0.1:\(server.port)")
    let error = #expect(throws: ConnectError.self) { try cluster.info() }
    #expect(server.requests[0].contains("Authorization: Basic "))
    guard case .unauthorized(_, 401, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.description.contains("geheim") == false)
    #expect(error?.hint?.contains("--connect-user") == true)
  }
}
