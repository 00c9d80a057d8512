import HTTP
import Runtime
import Testing

@Suite struct ClientTests {
  @Test func anAnswerComesWithStatusHeadersAndBody() throws {
    let server = try ScriptedServer(
      "HTTP/1.1 201 Created\r\nX-One: a\r\nx-one:b \r\nEmpty:\r\nContent-Length: 5\r\n\r\nhe\u{0}lo"
    )
    var client = try Client(options: .direct)
    let response = try client.send(Request(.get, server.url + "/a/../b%20c?d=e"))
    #expect(response.status == 201)
    #expect(response.header("X-ONE") == "a")
    #expect(response.header("empty") == "")
    #expect(response.header("absent") == nil)
    #expect(
      response.headers.filter { $0.name.lowercased() == "x-one" }.map(\.value) == ["a", "b"])
    #expect(response.body == Array("he\u{0}lo".utf8))
    #expect(server.requests[0].hasPrefix("GET /a/../b%20c?d=e HTTP/1.1\r\n"))
    #expect(server.requests[0].contains("User-Agent: cdcwatch\r\n"))
  }

  @Test(arguments: [Method.get, .post, .put, .patch, .delete])
  func eachMethodAndItsBodyArriveAsTheyAre(_ method: Method) throws {
    let server = try ScriptedServer(ScriptedServer.answer("200 OK", "{}"))
    var client = try Client(options: .direct)
    let type = Header(name: "Content-Type", value: "application/json")
    _ = try client.send(
      Request(method, server.url, headers: [type], body: Array("{\"a\":\"\u{0}é\"}".utf8)))
    _ = try client.send(Request(method, server.url, body: []))
    _ = try client.send(Request(method, server.url))
    let requests = server.requests
    #expect(requests.count == 3)
    for request in requests { #expect(request.hasPrefix("\(method.rawValue) / HTTP/1.1\r\n")) }
    #expect(requests[0].hasSuffix("\r\n\r\n{\"a\":\"\u{0}é\"}"))
    #expect(requests[0].contains("Content-Type: application/json\r\n"))
    #expect(requests[1].contains("Content-Length: 0\r\n"))
    #expect(requests[2].contains("Content-Length: 0\r\n") == [.post, .put].contains(method))
    for request in requests[1...] { #expect(!request.contains("Content-Type")) }
  }

  @Test func aLargeBodyIsSentWithoutWaitingForLeave() throws {
    let server = try ScriptedServer(ScriptedServer.answer("200 OK", ""))
    var client = try Client(options: .direct)
    let body = [UInt8](repeating: UInt8(ascii: "y"), count: 3 << 20)
    _ = try client.send(Request(.put, server.url, body: body))
    #expect(!server.requests[0].contains("Expect"))
    #expect(server.requests[0].utf8.count > body.count)
  }

  @Test func headHasNoBodyWhateverItsLengthSays() throws {
    let server = try ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
    var client = try Client(options: .direct)
    let response = try client.send(Request(.head, server.url))
    #expect(response.status == 200)
    #expect(response.body.isEmpty)
  }

  @Test func aConnectionServesManyRequestsAndIsMadeAgainWhenClosed() throws {
    let answer = Array(ScriptedServer.answer("200 OK", "1").utf8)
    let server = try ScriptedServer([[.send(answer)], [.send(answer), .close], [.send(answer)]])
    var client = try Client(options: .direct)
    for _ in 0..<4 {
      #expect(try client.send(Request(.get, server.url)).body == [UInt8(ascii: "1")])
    }
    #expect(server.requests.count == 4)
  }

  @Test func optionsOfOneRequestDoNotReachTheNext() throws {
    let server = try ScriptedServer(ScriptedServer.answer("200 OK", ""))
    var client = try Client(options: .direct)
    let secret = Header(name: "X-Secret", value: "1")
    _ = try client.send(Request(.post, server.url, headers: [secret], body: [65]))
    _ = try client.send(Request(.get, server.url))
    #expect(server.requests[0].contains("X-Secret"))
    #expect(!server.requests[1].contains("X-Secret"))
    #expect(server.requests[1].hasPrefix("GET /"))
    #expect(server.requests[1].hasSuffix("\r\n\r\n"))
  }

  @Test func chunksAreJoined() throws {
    let server = try ScriptedServer(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
    var client = try Client(options: .direct)
    #expect(try client.send(Request(.get, server.url)).body == Array("abcde".utf8))
  }

  @Test func credentialsAreSentAndNotShown() throws {
    let server = try ScriptedServer(ScriptedServer.answer("200 OK", ""))
    var options = ClientOptions.direct
    options.credentials = Credentials("eva:p:w")
    var client = try Client(options: options)
    _ = try client.send(Request(.get, server.url))
    #expect(server.requests[0].contains("Authorization: Basic ZXZhOnA6dw==\r\n"))
    var dumped = ""
    dump(options, to: &dumped)
    #expect(!"\(options) \(options.credentials.debugDescription) \(dumped)".contains("p:w"))
  }

  @Test func aRedirectIsReportedUnlessItIsToBeFollowed() throws {
    let there = try ScriptedServer(ScriptedServer.answer("200 OK", "there"))
    let server = try ScriptedServer(
      "HTTP/1.1 302 Found\r\nLocation: \(there.url)/x\r\nX-A: 1\r\nContent-Length: 0\r\n\r\n")
    var client = try Client(options: .direct)
    #expect(try client.send(Request(.get, server.url)).status == 302)
    #expect(there.requests.isEmpty)
    let followed = try client.send(Request(.get, server.url, redirects: .follow(limit: 1)))
    #expect(followed.body == Array("there".utf8))
    #expect(followed.header("X-A") == nil)
  }

  @Test(arguments: [
    "Location: /again", "Location: ftp://127.0.0.1/", "Location: file:///etc/passwd",
  ])
  func aRedirectInCirclesOrToAnotherSchemeIsAnError(_ location: String) throws {
    let server = try ScriptedServer(
      "HTTP/1.1 302 Found\r\n\(location)\r\nContent-Length: 0\r\n\r\n")
    var client = try Client(options: .direct)
    let error = #expect(throws: HTTPError.self) {
      try client.send(Request(.get, server.url, redirects: .follow(limit: 3)))
    }
    #expect(error?.kind == .redirect)
  }

  @Test func manyClientsOnManyThreadsShareNothing() throws {
    let threads = try (0..<4).map { number in
      let server = try ScriptedServer(ScriptedServer.answer("200 OK", "\(number)"))
      return try DedicatedThread(name: "client") { () -> Int in
        guard var client = try? Client(options: .direct) else { return -1 }
        return (0..<50).count { _ in
          (try? client.send(Request(.get, server.url)))?.body == Array("\(number)".utf8)
        }
      }
    }
    for thread in threads { #expect(thread.join() == 50) }
  }
}
