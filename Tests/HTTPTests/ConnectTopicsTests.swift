import KafkaConnect
import Testing

@Suite struct ConnectTopicsTests {
  private func topics(_ status: String, _ body: String) throws -> [String] {
    let server = try ScriptedServer(ConnectClusterTests.json(status, body))
    var cluster = try ConnectClusterTests.cluster(server.url)
    defer {
      #expect(server.requests.first?.hasPrefix("GET /connectors/shop/topics HTTP/1.1") == true)
    }
    return try cluster.topics(of: "shop")
  }

  @Test(arguments: [
    (#"{"shop":{"topics":["b","a"]}}"#, ["a", "b"]), (#"{"shop":{"topics":[]}}"#, []), ("{}", []),
    (#"{"shop":null,"other":{"topics":["c"]}}"#, []),
  ])
  func `the topics that a connector uses`(body: String, wanted: [String]) throws {
    #expect(try topics("200 OK", body) == wanted)
  }

  @Test func `workers that keep no account of topics say so`() throws {
    let body = #"{"error_code":403,"message":"Topic tracking is disabled."}"#
    #expect {
      try topics("403 Forbidden", body)
    } throws: { error in
      guard case .unauthorized(_, 403, let message) = error as? ConnectError else { return false }
      return message == "Topic tracking is disabled."
    }
  }

  @Test func `what is no object of topics is not Connect's`() throws {
    #expect {
      try topics("200 OK", "[]")
    } throws: { error in
      guard case .notConnect = error as? ConnectError else { return false }
      return true
    }
  }
}
