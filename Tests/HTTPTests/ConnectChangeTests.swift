import Foundation
import HTTP
import JSON
import KafkaConnect
import Runtime
import Testing

@Suite struct ConnectChangeTests {
  private static let empty = "HTTP/1.1 204 No Content\r\n\r\n"
  private static let accepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"

  private static func status(_ state: String, tasks: Int) -> String {
    let list = (0..<tasks).map { #"{"id":\#($0),"state":"RUNNING","worker_id":"w:1"}"# }
    let body =
      #"{"name":"shop","connector":{"state":"\#(state)","worker_id":"w:1"},"tasks":[\#(list.joined(separator: ","))],"type":"source"}"#
    return ScriptedServer.answer("200 OK", body)
  }

  private static func line(_ request: String?) -> Substring? {
    request?.split(separator: "\r\n").first
  }

  private static func body(_ request: String?) -> Substring? {
    guard let request, let end = request.range(of: "\r\n\r\n") else { return nil }
    return request[end.upperBound...]
  }

  @Test func `each change is the call that Connect documents`() throws {
    let server = try ScriptedServer(
      Self.empty, Self.accepted, Self.accepted, Self.empty,
      ScriptedServer.answer("201 Created", #"{"name":"shop","config":{},"tasks":[]}"#))
    var cluster = try ConnectClusterTests.cluster(server.url)
    try cluster.stop("shop")
    try cluster.resume("a/b c")
    try cluster.restart("shop", onlyFailed: true)
    try cluster.delete("shop")
    try cluster.createStopped("shop", configuration: .object([("a", .string("b"))]))
    #expect(
      server.requests.map { Self.line($0) } == [
        "PUT /connectors/shop/stop HTTP/1.1", "PUT /connectors/a%2Fb%20c/resume HTTP/1.1",
        "POST /connectors/shop/restart?includeTasks=true&onlyFailed=true HTTP/1.1",
        "DELETE /connectors/shop HTTP/1.1", "POST /connectors HTTP/1.1",
      ])
    #expect(
      Self.body(server.requests.last)
        == #"{"name":"shop","config":{"a":"b"},"initial_state":"STOPPED"}"#)
    #expect(server.requests.last?.contains("Content-Type: application/json\r\n") == true)
  }

  @Test func `offsets are written whole, and null removes one`() throws {
    let server = try ScriptedServer(ScriptedServer.answer("200 OK", #"{"message":"altered"}"#))
    var cluster = try ConnectClusterTests.cluster(server.url)
    let offsets = [
      ConnectorOffset(
        partition: .object([("server", .string("shop"))]),
        offset: .object([("lsn", .integer(9_223_372_036_854_775_807))])),
      ConnectorOffset(partition: .object([("server", .string("old"))]), offset: .null),
    ]
    #expect(try cluster.alterOffsets("shop", offsets) == "altered")
    #expect(Self.line(server.requests.first) == "PATCH /connectors/shop/offsets HTTP/1.1")
    #expect(
      Self.body(server.requests.first)
        == #"{"offsets":[{"partition":{"server":"shop"},"offset":{"lsn":9223372036854775807}},{"partition":{"server":"old"},"offset":null}]}"#
    )
    #expect(try cluster.resetOffsets("shop") == "altered")
    #expect(Self.line(server.requests.last) == "DELETE /connectors/shop/offsets HTTP/1.1")
  }

  @Test func `a running connector's offsets are refused in Connect's words`() throws {
    let words = "Connectors must be in the STOPPED state before their offsets can be modified."
    let server = try ScriptedServer(
      ScriptedServer.answer("400 Bad Request", #"{"error_code":400,"message":"\#(words)"}"#))
    var cluster = try ConnectClusterTests.cluster(server.url)
    do throws(ConnectError) {
      try cluster.resetOffsets("shop")
      Issue.record("it was taken")
    } catch {
      guard case .server(_, 400, 400, let message) = error else {
        Issue.record(error)
        return
      }
      #expect(message == words)
    }
  }

  @Test func `a name that is taken is no rebalance`() throws {
    let server = try ScriptedServer(
      ScriptedServer.answer(
        "409 Conflict", #"{"error_code":409,"message":"Connector shop already exists"}"#))
    var cluster = try ConnectClusterTests.cluster(server.url)
    do throws(ConnectError) {
      try cluster.createStopped("shop", configuration: .object([]))
      Issue.record("it was made twice")
    } catch {
      guard case .server(_, 409, _, "Connector shop already exists") = error else {
        Issue.record(error)
        return
      }
    }
    #expect(server.requests.count == 1)
  }

  @Test func `a change waits for a rebalance to end`() throws {
    let server = try ScriptedServer(
      ScriptedServer.answer(
        "409 Conflict", #"{"error_code":409,"message":"a rebalance is expected"}"#),
      Self.empty)
    var cluster = try ConnectClusterTests.cluster(server.url)
    try cluster.stop("shop")
    #expect(server.requests.count == 2)
  }

  /// What a change does to a cluster.
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let make: @Sendable (inout ConnectCluster) throws(ConnectError) -> Void
  }

  private static let changes = [
    Change(testDescription: "stop") { cluster throws(ConnectError) in try cluster.stop("shop") },
    Change(testDescription: "resume") { cluster throws(ConnectError) in
      try cluster.resume("shop")
    },
    Change(testDescription: "restart") { cluster throws(ConnectError) in
      try cluster.restart("shop", onlyFailed: false)
    },
    Change(testDescription: "alter") { cluster throws(ConnectError) in
      try cluster.alterOffsets("shop", [])
    },
    Change(testDescription: "reset") { cluster throws(ConnectError) in
      try cluster.resetOffsets("shop")
    },
    Change(testDescription: "create") { cluster throws(ConnectError) in
      try cluster.createStopped("shop", configuration: .object([]))
    },
    Change(testDescription: "delete") { cluster throws(ConnectError) in try cluster.delete("shop")
    },
  ]

  @Test(
    arguments: changes,
    [[ScriptedServer.Step.close], [.hang], [.send(Array("HTTP/1.1 2".utf8)), .close]])
  func `a change goes out once where it may have been heard`(
    change: Change, steps: [ScriptedServer.Step]
  ) throws {
    let first = try ScriptedServer([steps])
    let second = try ScriptedServer(Self.empty)
    var options = ClientOptions.direct
    options.timeout = .milliseconds(500)
    var cluster = try ConnectCluster(workers: [first.url, second.url], options: options)
    let error = #expect(throws: ConnectError.self) { try change.make(&cluster) }
    #expect(error?.isRefusal == false, "\(String(describing: error))")
    #expect(first.requests.count == 1)
    #expect(second.requests.isEmpty)
  }

  @Test(arguments: changes)
  func `a change goes to the next worker where one was never reached`(change: Change) throws {
    let refused = try LoopbackSocket.refusedPort()
    let second = try ScriptedServer(Self.empty)
    var cluster = try ConnectClusterTests.cluster("http://127.0.0.1:\(refused)", second.url)
    try change.make(&cluster)
    #expect(second.requests.count == 1)
  }

  /// Libcurl sends a request again by itself when a connection that it had kept open breaks.
  @Test(arguments: changes)
  func `a change is not sent again over a new connection`(change: Change) throws {
    let ok = ScriptedServer.answer("200 OK", RecordedAnswers.root)
    let server = try ScriptedServer([
      [.send(Array(ok.utf8))], [.close], [.send(Array(Self.empty.utf8))],
    ])
    var cluster = try ConnectClusterTests.cluster(server.url)
    _ = try cluster.info()
    let error = #expect(throws: ConnectError.self) { try change.make(&cluster) }
    #expect(error?.isRefusal == false, "\(String(describing: error))")
    #expect(server.requests.count == 2)
  }

  @Test func `a stop is over when no task is left`() throws {
    let server = try ScriptedServer(
      Self.status("RUNNING", tasks: 1), Self.status("STOPPED", tasks: 1),
      Self.status("STOPPED", tasks: 0))
    var cluster = try ConnectClusterTests.cluster(server.url)
    let status = try cluster.wait(
      for: .stop, of: "shop", within: .seconds(20), stop: StopFlag())
    #expect(status.isStopped)
    #expect(server.requests.count == 3)
    let stuck = try ScriptedServer(Self.status("STOPPED", tasks: 1))
    var other = try ConnectClusterTests.cluster(stuck.url)
    let last = try other.wait(
      for: .stop, of: "shop", within: .milliseconds(300), stop: StopFlag())
    #expect(!last.isStopped)
  }
}
