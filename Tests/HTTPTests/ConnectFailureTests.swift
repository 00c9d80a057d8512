import HTTP
import KafkaConnect
import Runtime
import Testing

@Suite struct ConnectFailureTests {
  private static func json(_ status: String, _ body: String) -> String {
    ScriptedServer.answer(status, body)
  }

  private static let rebalance = json(
    "409 Conflict",
    #"{"error_code":409,"message":"Cannot complete request momentarily due to no known leader URL"}"#
  )

  @Test func theNextWorkerIsAskedAndThenPreferred() throws {
    let refused = try LoopbackSocket.refusedPort()
    let away = try ScriptedServer(Self.json("503 Service Unavailable", "<h1>away</h1>"))
    let good = try ScriptedServer(Self.json("200 OK", RecordedAnswers.root))
    var cluster = try ConnectCluster(
      workers: ["127.0.0.1:\(refused)", away.url, good.url], options: .direct)
    #expect(try cluster.info().version == "4.3.0")
    #expect(try cluster.info().version == "4.3.0")
    #expect(away.requests.count == 1)
    #expect(good.requests.count == 2)
  }

  @Test func aWorkerThatHangsOrBreaksOffIsPassedOver() throws {
    let hanging = try ScriptedServer([[.hang]])
    let broken = try ScriptedServer([[.send(Array("HTTP/1.1 200 OK\r\n".utf8)), .close]])
    let good = try ScriptedServer(Self.json("200 OK", RecordedAnswers.root))
    var options = ClientOptions.direct
    options.timeout = .seconds(1)
    var cluster = try ConnectCluster(
      workers: [hanging.url, broken.url, good.url], options: options)
    #expect(try cluster.info().version == "4.3.0")
  }

  @Test func whenNoWorkerAnswersEachIsNamedWithItsReason() throws {
    let refused = try LoopbackSocket.refusedPort()
    let away = try ScriptedServer(Self.json("502 Bad Gateway", "<html>nginx\u{1b}[2J</html>"))
    var cluster = try ConnectCluster(
      workers: ["http://u:p@127.0.0.1:\(refused)", away.url], options: .direct)
    let error = #expect(throws: ConnectError.self) { try cluster.info() }
    guard case .unreachable(let failures) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(failures.map(\.kind) == [.unreachable, nil])
    #expect(failures.map(\.worker) == ["http://127.0.0.1:\(refused)", away.url])
    #expect(failures[1].reason == "502: nginx [2J")
    #expect(error?.hint != nil)
  }

  @Test func aRebalanceIsWaitedFor() throws {
    let server = try ScriptedServer(Self.rebalance, Self.json("200 OK", RecordedAnswers.root))
    var cluster = try ConnectCluster(workers: [server.url], options: .direct)
    #expect(try cluster.info().version == "4.3.0")
    #expect(server.requests.count == 2)
  }

  @Test func aRebalanceWithoutEndEndsThePatience() throws {
    let server = try ScriptedServer(Self.rebalance)
    var cluster = try ConnectCluster(
      workers: [server.url], options: .direct, patience: .milliseconds(300))
    let error = #expect(throws: ConnectError.self) { try cluster.info() }
    guard case .rebalancing(_, let message, let waited) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(message == "Cannot complete request momentarily due to no known leader URL")
    #expect(waited == .milliseconds(300))
    #expect(server.requests.count >= 2)
  }

  @Test func aRaisedFlagEndsTheWait() throws {
    let server = try ScriptedServer(Self.rebalance)
    let stop = StopFlag()
    stop.raise(.interrupted)
    var cluster = try ConnectCluster(
      workers: [server.url], options: .direct, patience: .seconds(60), stop: stop)
    #expect(throws: ConnectError.stopped) { try cluster.info() }
  }

  @Test func aFailureOfConnectComesInItsOwnWords() throws {
    let server = try ScriptedServer(
      Self.json("500 Server Error", #"{"error_code":500,"message":"Request timed out. æ"}"#),
      ScriptedServer.answer("500 Oops", "<html><title>Oops</title></html>", type: "text/html"),
      Self.json("400 Bad Request", #"{"error_code":400,"message":"no"}"#))
    let other = try ScriptedServer(Self.json("200 OK", RecordedAnswers.root))
    var cluster = try ConnectCluster(workers: [server.url, other.url], options: .direct)
    let url = RedactedURL(server.url + "/")
    #expect(
      throws: ConnectError.server(url, status: 500, code: 500, message: "Request timed out. æ")
    ) { try cluster.info() }
    #expect(throws: ConnectError.server(url, status: 500, code: nil, message: "Oops")) {
      try cluster.info()
    }
    #expect(throws: ConnectError.server(url, status: 400, code: 400, message: "no")) {
      try cluster.info()
    }
    #expect(other.requests.isEmpty)
  }

  @Test func aPathThatConnectDoesNotHaveIsUnsupported() throws {
    let server = try ScriptedServer(Self.json("404 Not Found", RecordedAnswers.noPath))
    var cluster = try ConnectCluster(workers: [server.url], options: .direct)
    let url = RedactedURL(server.url + "/connectors/shop/offsets")
    #expect(throws: ConnectError.unsupported(url, since: "Connect 3.5")) {
      try cluster.offsets("shop")
    }
    #expect(throws: ConnectError.unsupported(RedactedURL(server.url + "/"), since: nil)) {
      try cluster.info()
    }
  }

  @Test(arguments: [
    ScriptedServer.answer(
      "200 OK", "<html><body>Welcome to nginx!</body></html>", type: "text/html"),
    ScriptedServer.answer("200 OK", ""), ScriptedServer.answer("200 OK", "[]"),
    ScriptedServer.answer("200 OK", "{}"), ScriptedServer.answer("200 OK", "null"),
    ScriptedServer.answer("200 OK", #"{"version":{"number":"8.1"},"name":"es"}"#),
    ScriptedServer.answer("200 OK", #"{"version":"1.0"}"#),
    ScriptedServer.answer("200 OK", String(repeating: "[", count: 5_000)),
    ScriptedServer.answer("204 No Content", ""),
    ScriptedServer.answer("404 Not Found", "<h1>404</h1>", type: "text/html"),
    "HTTP/1.1 301 Moved\r\nLocation: https://u:p@h/\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 999 Strange\r\nContent-Length: 0\r\n\r\n",
  ])
  func whatIsNoConnectIsSaidToBeNone(_ answer: String) throws {
    let server = try ScriptedServer(answer)
    var cluster = try ConnectCluster(workers: [server.url], options: .direct)
    let error = #expect(throws: ConnectError.self) { try cluster.info() }
    guard case .notConnect(_, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!reason.contains("<") && !reason.contains("u:p"))
    #expect(error?.description.contains("is no Kafka Connect REST interface") == true)
    #expect(error?.hint != nil)
  }

  @Test func invalidUTF8AndAHugeBodyAreNoConnect() throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
    let huge = "HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n"
    let server = try ScriptedServer([
      [.send(Array(head.utf8) + [0xFF, 0xFE])],
      [.send(Array(huge.utf8)), .flood(100 << 20), .close],
    ])
    var cluster = try ConnectCluster(workers: [server.url], options: .direct)
    for reason in ["not UTF-8", "too large"] {
      let error = #expect(throws: ConnectError.self) { try cluster.info() }
      guard case .notConnect(_, let said) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(said.contains(reason))
    }
  }
}
