internal import CCurl

/// One transfer's options on an easy handle, the first refusal among them, and its header lists.
@safe struct TransferSetup: ~Copyable {
  private let handle: UnsafeMutableRawPointer
  private var headers: UnsafeMutablePointer<curl_slist>?
  private var code = CURLE_OK
  private var isSigned = false

  init(handle: UnsafeMutableRawPointer, errors: UnsafeMutableBufferPointer<CChar>) {
    unsafe self.handle = unsafe handle
    unsafe headers = nil
    unsafe note(
      cdcwatch_curl_set_pointer(
        handle, CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(errors.baseAddress)))
    // "setting it to 1 [...] will make libcurl NOT ask the system to ignore SIGPIPE signals [...]"
    // and use no signal for timeouts, which a program with threads needs. (CURLOPT_NOSIGNAL)
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
    set(CURLOPT_USERAGENT, "cdcwatch")
  }

  deinit {
    unsafe curl_slist_free_all(headers)
  }

  mutating func set(_ options: ClientOptions) {
    set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(options.connectTimeout))
    set(CURLOPT_TIMEOUT_MS, Self.milliseconds(options.timeout))
    // A size told beforehand is refused before the body comes.
    note(
      unsafe cdcwatch_curl_set_size(
        handle, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(clamping: options.largestBody)))
    if let file = options.authorityFile {
      set(CURLOPT_CAINFO, file)
      // Else the machine's own CAs count beside the given ones.
      note(unsafe cdcwatch_curl_set_string(handle, CURLOPT_CAPATH, nil))
    }
    if let file = options.certificateFile { set(CURLOPT_SSLCERT, file) }
    if let file = options.keyFile { set(CURLOPT_SSLKEY, file) }
    if let credentials = options.credentials {
      set(CURLOPT_USERNAME, credentials.user)
      set(CURLOPT_PASSWORD, credentials.password)
    }
    if let signature = options.signature {
      // "provider1[:provider2[:region[:service]]]" (CURLOPT_AWS_SIGV4)
      set(CURLOPT_AWS_SIGV4, "aws:amz:\(signature.region):\(signature.service)")
      set(CURLOPT_USERNAME, signature.key)
      set(CURLOPT_PASSWORD, signature.secret)
      isSigned = true
    }
    // "Setting the proxy string to "" (an empty string) will explicitly disable the use of a proxy,
    // even if there is an environment variable set for it." (CURLOPT_PROXY)
    if options.proxy == .none { set(CURLOPT_PROXY, "") }
  }

  /// Sends what comes to an `Incoming`, which must outlive the transfer.
  mutating func receive(into incoming: UnsafeMutableRawPointer) {
    unsafe note(cdcwatch_curl_set_receiver(handle, CURLOPT_WRITEFUNCTION, receiveBody))
    unsafe note(cdcwatch_curl_set_pointer(handle, CURLOPT_WRITEDATA, incoming))
    unsafe note(cdcwatch_curl_set_receiver(handle, CURLOPT_HEADERFUNCTION, receiveHeadLine))
    unsafe note(cdcwatch_curl_set_pointer(handle, CURLOPT_HEADERDATA, incoming))
    unsafe note(cdcwatch_curl_set_progress(handle, watchStopFlag))
    unsafe note(cdcwatch_curl_set_pointer(handle, CURLOPT_XFERINFODATA, incoming))
    set(CURLOPT_NOPROGRESS, 0)
  }

  /// The request; `body` are its bytes, which must outlive the transfer.
  mutating func set(_ request: Request, body: UnsafeRawBufferPointer) {
    set(CURLOPT_URL, request.url)
    // Names such as ".." belong to connectors, not to the path.
    set(CURLOPT_PATH_AS_IS, 1)
    if case .follow(let limit) = request.redirects {
      set(CURLOPT_FOLLOWLOCATION, 1)
      set(CURLOPT_MAXREDIRS, Int(Int32(clamping: max(limit, 0))))
    }
    if request.body != nil {
      // The size comes first: "If CURLOPT_POSTFIELDSIZE is not set, libcurl does strlen()".
      note(
        unsafe cdcwatch_curl_set_size(
          handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(clamping: body.count)))
      set(CURLOPT_POST, 1)
      // An empty array has no address, and no address means "ask the read callback".
      if unsafe !body.isEmpty, let address = body.baseAddress {
        unsafe note(
          cdcwatch_curl_set_pointer(
            handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: address)))
      } else {
        note(unsafe cdcwatch_curl_set_string(handle, CURLOPT_COPYPOSTFIELDS, ""))
      }
    } else if request.method == .head {
      set(CURLOPT_NOBODY, 1)
    } else if request.method == .post || request.method == .put {
      // Without a length some servers wait for a body.
      add(Header(name: "Content-Length", value: "0"))
    }
    if !request.isRepeatable {
      // "makes the next transfer use a new (fresh) connection by force" (CURLOPT_FRESH_CONNECT)
      set(CURLOPT_FRESH_CONNECT, 1)
      set(CURLOPT_FORBID_REUSE, 1)
    }
    if request.method != .head { set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
    set(request.headers)
  }

  /// Runs the transfer, unless an option was refused.
  consuming func perform() -> CURLcode {
    guard code == CURLE_OK else { return code }
    return unsafe curl_easy_perform(handle)
  }

  private mutating func set(_ list: [Header]) {
    let names = Set(list.map { $0.name.lowercased() })
    for header in list { add(header) }
    // What libcurl adds by itself: a form's type, and a wait of a second before a large body.
    // Libcurl 7.88 would sign these lines without values wrongly.
    for name in isSigned ? [] : ["Content-Type", "Expect"] where !names.contains(name.lowercased())
    {
      append("\(name):")
    }
    unsafe note(cdcwatch_curl_set_list(handle, CURLOPT_HTTPHEADER, headers))
  }

  private mutating func add(_ header: Header) {
    // "If you add a header with no content as in 'Accept:' [...] the internally used header will be
    // disabled"; with a semicolon it is sent empty. (CURLOPT_HTTPHEADER)
    append(header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
  }

  private mutating func append(_ line: String) {
    guard let list = unsafe curl_slist_append(headers, line) else {
      code = CURLE_OUT_OF_MEMORY
      return
    }
    unsafe headers = unsafe list
  }

  private mutating func set(_ option: CURLoption, _ text: String) {
    unsafe note(cdcwatch_curl_set_string(handle, option, text))
  }

  private mutating func set(_ option: CURLoption, _ number: Int) {
    unsafe note(cdcwatch_curl_set_number(handle, option, number))
  }

  private mutating func note(_ result: CURLcode) {
    if code == CURLE_OK { code = result }
  }

  // Zero would mean the default to libcurl: five minutes to connect, no end for the whole.
  private static func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    let bounded = min(max(seconds, 0), 2_000_000)
    return max(Int(bounded * 1000 + max(attoseconds, 0) / 1_000_000_000_000_000), 1)
  }
}
