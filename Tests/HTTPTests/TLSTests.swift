import HTTP
import Testing

@Suite(.enabled(if: TLSServer.isPossible, "openssl is not installed")) struct TLSTests {
  private func kind(_ url: String, _ options: ClientOptions) throws -> HTTPError {
    var client = try Client(options: options)
    return try #require(throws: HTTPError.self) { try client.send(Request(.get, url)) }
  }

  @Test func aCertificateOfAnUnknownAuthorityIsNamedAsSuch() throws {
    let server = try TLSServer()
    let error = try kind(server.url, .direct)
    #expect(error.kind == .tls(.untrustedAuthority))
    #expect(error.reason.contains("self-signed certificate"))
    #expect(error.hint?.contains("CA") == true)
  }

  @Test func theGivenAuthorityIsTrustedAndNoOther() throws {
    let server = try TLSServer()
    let other = try TLSServer()
    var options = ClientOptions.direct
    options.authorityFile = server.certificate
    var client = try Client(options: options)
    #expect(try client.send(Request(.get, server.url)).status == 200)
    options.authorityFile = other.certificate
    #expect(try kind(server.url, options).kind == .tls(.untrustedAuthority))
  }

  @Test func aCertificateForAnotherHostIsRefused() throws {
    let server = try TLSServer(name: "DNS:elsewhere.example")
    var options = ClientOptions.direct
    options.authorityFile = server.certificate
    #expect(try kind(server.url, options).kind == .tls(.wrongHost))
  }

  @Test func aServerMayAskForOurCertificate() throws {
    let server = try TLSServer(arguments: "-Verify 1 -verify_return_error")
    var options = ClientOptions.direct
    options.authorityFile = server.certificate
    #expect(try kind(server.url, options).kind == .tls(.clientCertificate))
    options.certificateFile = server.certificate
    options.keyFile = server.key
    var client = try Client(options: options)
    #expect(try client.send(Request(.get, server.url)).status == 200)
  }

  @Test func filesThatAreNotThereAreOurFault() throws {
    let server = try TLSServer()
    var options = ClientOptions.direct
    options.authorityFile = "/nowhere/ca.pem"
    #expect(try kind(server.url, options).kind == .tls(.ourFiles))
    options.authorityFile = server.certificate
    options.certificateFile = "/nowhere/cert.pem"
    #expect(try kind(server.url, options).kind == .tls(.ourFiles))
  }

  @Test func aPortWithoutTLSIsToldFromOneWithIt() throws {
    let plain = try ScriptedServer([[.send(Array("HTTP/1.1 400 Bad\r\n\r\n".utf8)), .close]])
    let error = try kind("https://127.0.0.1:\(plain.port)/", .impatient)
    #expect(error.kind == .tls(.handshake) || error.kind == .timeout)
    let server = try TLSServer()
    let answer = try kind("http://127.0.0.1:\(server.port)/", .direct)
    #expect([.notHTTP, .interrupted].contains(answer.kind))
  }
}
