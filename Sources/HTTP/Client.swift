internal import CCurl
public import Runtime

/// Sends requests and keeps the connections for the next ones.
///
/// It belongs to one thread at a time; every call blocks, at most for the options' timeout. Libcurl
/// keeps at most five idle connections. The end of its life closes them.
@safe public struct Client: ~Copyable {
  private let handle: UnsafeMutableRawPointer
  // "You must keep the associated buffer available until libcurl no longer needs it. Failing to do
  // so will cause very odd behavior or even crashes. libcurl will need it until you call
  // curl_easy_cleanup" (CURLOPT_ERRORBUFFER)
  private let reason: UnsafeMutableBufferPointer<CChar>
  private let options: ClientOptions
  private let stop: StopFlag?

  /// A client that has no connection yet.
  ///
  /// When `stop` is raised, a request under way ends with the kind `stopped` within a second. Throws
  /// when libcurl cannot start, which is a lack of memory.
  public init(options: ClientOptions = ClientOptions(), stop: StopFlag? = nil) throws(HTTPError) {
    let code = GlobalInitialization.code
    guard code == CURLE_OK, let handle = unsafe curl_easy_init() else {
      throw HTTPError(
        request: Request(.get, ""), kind: .other(code: Int(code.rawValue)),
        reason: "libcurl does not start")
    }
    unsafe self.handle = unsafe handle
    unsafe reason = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe reason.initialize(repeating: 0)
    self.options = options
    self.stop = stop
  }

  deinit {
    unsafe curl_easy_cleanup(handle)
    unsafe reason.deallocate()
  }

  /// Asks and waits for the whole answer, whatever its status.
  ///
  /// Throws when there is none. A connection that the server closed while it was idle is made again.
  public mutating func send(_ request: Request) throws(HTTPError) -> Response {
    if let objection = request.objection {
      throw HTTPError(request: request, kind: objection, reason: Self.words(for: objection))
    }
    // "It does not change the following information kept in the handle: live connections, the
    // Session ID cache, the DNS cache, the cookies" (curl_easy_reset)
    unsafe curl_easy_reset(handle)
    unsafe reason[0] = 0
    var incoming = Incoming(largestBody: options.largestBody, stop: stop)
    let code = transfer(request, into: &incoming)
    guard code == CURLE_OK else {
      throw failure(of: request, code: code, isTooLarge: incoming.isTooLarge)
    }
    guard incoming.isHeadComplete else {
      throw HTTPError(
        request: request, kind: .interrupted, reason: Self.words(for: .interrupted),
        sentBytes: sentBytes)
    }
    var status = 0
    _ = unsafe cdcwatch_curl_get_number(handle, CURLINFO_RESPONSE_CODE, &status)
    return Response(status: status, headers: incoming.headers, body: incoming.body)
  }

  private func transfer(_ request: Request, into incoming: inout Incoming) -> CURLcode {
    // "The library does not copy the data you pass" (CURLOPT_POSTFIELDS), so all of it stays here
    // until the transfer has ended.
    unsafe (request.body ?? []).withUnsafeBytes { body in
      unsafe withUnsafeMutablePointer(to: &incoming) { incoming in
        var setup = unsafe TransferSetup(handle: handle, errors: reason)
        setup.set(options)
        unsafe setup.receive(into: UnsafeMutableRawPointer(incoming))
        unsafe setup.set(request, body: body)
        return setup.perform()
      }
    }
  }

  private func failure(of request: Request, code: CURLcode, isTooLarge: Bool) -> HTTPError {
    var verification = 0
    _ = unsafe cdcwatch_curl_get_number(handle, CURLINFO_SSL_VERIFYRESULT, &verification)
    let said = text(for: code)
    let kind =
      isTooLarge
      ? .tooLarge : HTTPError.Kind(code: code, reason: said, verification: verification)
    let isOurs = kind == .tooLarge || kind == .stopped
    return HTTPError(
      request: request, kind: kind, reason: isOurs ? Self.words(for: kind) : said,
      sentBytes: sentBytes)
  }

  // "the total size of the issued requests" (CURLINFO_REQUEST_SIZE)
  private var sentBytes: Int {
    var size = 0
    _ = unsafe cdcwatch_curl_get_number(handle, CURLINFO_REQUEST_SIZE, &size)
    return size
  }

  // Libcurl does not fill the buffer for every failure.
  private func text(for code: CURLcode) -> String {
    let own = unsafe reason.baseAddress.map { unsafe String(cString: $0) } ?? ""
    return unsafe own.isEmpty ? String(cString: curl_easy_strerror(code)) : own
  }

  // Where libcurl was not asked, or does not know why it was told to end.
  private static func words(for kind: HTTPError.Kind) -> String {
    switch kind {
    case .badURL: "not a URL of http or https"
    case .badHeader: "a header that cannot be sent"
    case .interrupted: "the connection ended within the answer's head"
    case .tooLarge: "the answer is too large"
    case .stopped: "asked to stop"
    default: "failed"
    }
  }
}
