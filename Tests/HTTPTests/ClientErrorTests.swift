import HTTP
import Runtime
import Testing

@Suite struct ClientErrorTests {
  private func failure(
    _ url: String, _ options: ClientOptions = .direct, stop: StopFlag? = nil
  ) throws -> HTTPError {
    var client = try Client(options: options, stop: stop)
    return try #require(throws: HTTPError.self) { try client.send(Request(.get, url)) }
  }

  @Test(arguments: [
    "", "localhost", "localhost:8083", "ftp://localhost/", "file:///etc/passwd", "http:/x",
    "http://",
    "http://a b/", "http://a/\u{0}", "http://a/\r\nX: y", "http://[::1", "http://a:99999/",
    "http://:80/",
  ])
  func whatIsNoURLIsRefused(_ url: String) throws {
    #expect(try failure(url).kind == .badURL)
  }

  @Test func aHeaderCannotSmuggleAnother() throws {
    let server = try ScriptedServer(ScriptedServer.answer("200 OK", ""))
    var client = try Client(options: .direct)
    for header in [
      Header(name: "A", value: "b\r\nC: d"), Header(name: "A:b", value: "c"),
      Header(name: "", value: "c"), Header(name: "A", value: "\u{0}"), Header(name: "é", value: ""),
    ] {
      let error = #expect(throws: HTTPError.self) {
        try client.send(Request(.get, server.url, headers: [header]))
      }
      #expect(error?.kind == .badHeader)
    }
    #expect(server.requests.isEmpty)
  }

  @Test func aPortWithoutAServerIsUnreachable() throws {
    let port = try LoopbackSocket.refusedPort()
    let error = try failure("http://127.0.0.1:\(port)/x")
    #expect(error.kind == .unreachable)
    #expect(error.description.hasPrefix("cannot GET http://127.0.0.1:\(port)/x: Failed to connect"))
    #expect(error.hint != nil)
  }

  @Test func aNameThatNobodyKnowsIsNotResolved() throws {
    // RFC 2606 keeps ".invalid" for this.
    let error = try failure("http://nobody.invalid:8083/")
    #expect(error.kind == .resolve)
    #expect(error.reason.contains("nobody.invalid"))
  }

  @Test func aServerThatNeverAnswersTimesOut() throws {
    let server = try ScriptedServer([[.hang]])
    #expect(try failure(server.url, .impatient).kind == .timeout)
  }

  @Test func anAnswerThatStopsHalfWayTimesOut() throws {
    let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".utf8)
    let server = try ScriptedServer([[.send(head), .hang]])
    #expect(try failure(server.url, .impatient).kind == .timeout)
  }

  @Test func aServerThatTakesNoConnectionTimesOut() throws {
    var options = ClientOptions.impatient
    options.timeout = .seconds(-1)
    let server = try ScriptedServer([[.hang]])
    #expect(try failure(server.url, options).kind == .timeout)
  }

  @Test func raisingTheFlagEndsARequestUnderWay() throws {
    let server = try ScriptedServer([[.hang]])
    let stop = StopFlag()
    let url = server.url
    let thread = try DedicatedThread(name: "request") { () -> HTTPError.Kind? in
      do throws(HTTPError) {
        var client = try Client(options: .direct, stop: stop)
        _ = try client.send(Request(.get, url))
        return nil
      } catch {
        return error.kind
      }
    }
    while server.requests.isEmpty {}
    stop.raise(.interrupted)
    #expect(thread.join() == .stopped)
  }

  @Test(arguments: [
    "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
  ])
  func aConnectionClosedBeforeTheEndIsInterrupted(_ beginning: String) throws {
    let server = try ScriptedServer([[.send(Array(beginning.utf8)), .close]])
    #expect(try failure(server.url).kind == .interrupted)
  }

  @Test(arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "\u{15}\u{3}\u{1}\u{0}\u{2}", "GARBAGE 1\r\n\r\n"])
  func whatSpeaksNoHTTPIsSaidToSpeakNone(_ bytes: String) throws {
    let server = try ScriptedServer([[.send(Array(bytes.utf8)), .close]])
    #expect(try failure(server.url).kind == .notHTTP)
  }

  @Test func aWrongContentLengthDoesNotReachTheNextAnswer() throws {
    let server = try ScriptedServer(
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabcdef", ScriptedServer.answer("200 OK", "next"))
    var client = try Client(options: .direct)
    #expect(try client.send(Request(.get, server.url)).body == Array("ab".utf8))
    #expect(try client.send(Request(.get, server.url)).body == Array("next".utf8))
  }

  @Test(arguments: ["Content-Length: 104857600", "X: no length, so up to the end"])
  func aBodyBeyondTheBoundIsRefused(_ header: String) throws {
    let head = Array("HTTP/1.1 200 OK\r\n\(header)\r\n\r\n".utf8)
    let server = try ScriptedServer([[.send(head), .flood(100 << 20), .close]])
    #expect(try failure(server.url).kind == .tooLarge)
  }

  @Test(arguments: [(8, true), (7, false)])
  func theBoundItselfIsStillTaken(_ bound: Int, _ isTaken: Bool) throws {
    let server = try ScriptedServer(ScriptedServer.answer("200 OK", "12345678"))
    var options = ClientOptions.direct
    options.largestBody = bound
    var client = try Client(options: options)
    let response = try? client.send(Request(.get, server.url))
    #expect((response?.body.count == 8) == isTaken)
  }

  @Test func aHeadWithoutEndIsRefused() throws {
    let line = "X-Filler: " + String(repeating: "y", count: 50_000) + "\r\n"
    let head = "HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 200)
    let server = try ScriptedServer([[.send(Array(head.utf8)), .hang]])
    #expect(try failure(server.url).kind == .tooLarge)
  }

  @Test(arguments: [
    ("http://u:p@h:1/x", "http://h:1/x"), ("https://h/a@b", "https://h/a@b"), ("u:p@h", "h"),
    ("http://u:p@/w:q@h/", "http://h/"), ("http://u:pa/ss@h/", "http://h/"), ("", ""),
    ("http://[::1]:80/x@y", "http://[::1]:80/x@y"), ("http://u:p#q@h:2", "http://h:2"),
  ])
  func userInformationIsNotShown(_ url: String, _ shown: String) {
    #expect(RedactedURL(url).description == shown)
  }

  @Test func anErrorDoesNotTellTheUsersPassword() throws {
    let port = try LoopbackSocket.refusedPort()
    let error = try failure("http://eva:geheim@127.0.0.1:\(port)/")
    #expect(error.kind == .unreachable)
    #expect(!"\(error) \(error.hint ?? "")".contains("geheim"))
    #expect(!"\(error)".contains("eva"))
  }
}
