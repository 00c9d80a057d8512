internal import CCurl
internal import Runtime

/// What has come of an answer, filled by libcurl's callbacks while a transfer runs.
struct Incoming {
  // A server that never ends its head would fill the memory within the timeout.
  private static let largestHead = 1 << 18

  private(set) var headers: [Header] = []
  private(set) var body: [UInt8] = []
  private(set) var isTooLarge = false
  // Libcurl is content when the connection ends within the head.
  private(set) var isHeadComplete = false
  private let largestBody: Int
  private let stop: StopFlag?
  private var headBytes = 0

  init(largestBody: Int, stop: StopFlag?) {
    self.largestBody = largestBody
    self.stop = stop
  }

  var mustStop: Bool { stop?.isRaised ?? false }

  /// Takes a piece of the body; false when it is too much.
  mutating func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count <= largestBody - body.count else {
      isTooLarge = true
      return false
    }
    unsafe body.append(contentsOf: bytes)
    return true
  }

  /// Takes a line of the head with its line end; false when the head is too large.
  mutating func takeHeadLine(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let line = unsafe bytes.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
    // An interim answer (100) or a redirect came before: the last head counts.
    if unsafe line.starts(with: "HTTP/".utf8) { (headers, isHeadComplete) = ([], false) }
    if unsafe line.isEmpty { isHeadComplete = true }
    headBytes += bytes.count
    guard headBytes <= Self.largestHead else {
      isTooLarge = true
      return false
    }
    if let header = unsafe Header(line: line) { headers.append(header) }
    return true
  }
}

// "The data passed to this function is not null-terminated." "Your callback should return the
// number of bytes actually taken care of. If that amount differs from the amount passed to your
// callback function, it signals an error condition" (CURLOPT_WRITEFUNCTION)
let receiveBody: curl_write_callback = { data, size, count, incoming in
  let length = size * count
  guard let data = unsafe data, let incoming = unsafe incoming else { return 0 }
  let bytes = unsafe UnsafeRawBufferPointer(start: data, count: length)
  let isTaken = unsafe incoming.assumingMemoryBound(to: Incoming.self).pointee.takeBody(bytes)
  return isTaken ? length : length &+ 1
}

// "This callback function gets invoked by libcurl as soon as it has received header data. The header
// callback is called once for each header and only complete header lines are passed on to the
// callback." (CURLOPT_HEADERFUNCTION)
let receiveHeadLine: curl_write_callback = { data, size, count, incoming in
  let length = size * count
  guard let data = unsafe data, let incoming = unsafe incoming else { return 0 }
  let bytes = unsafe UnsafeRawBufferPointer(start: data, count: length)
  let isTaken = unsafe incoming.assumingMemoryBound(to: Incoming.self).pointee.takeHeadLine(bytes)
  return isTaken ? length : length &+ 1
}

// "Returning a non-zero value from this callback will cause libcurl to abort the transfer and return
// CURLE_ABORTED_BY_CALLBACK." (CURLOPT_XFERINFOFUNCTION) It comes about once a second when nothing
// else happens.
let watchStopFlag: curl_xferinfo_callback = { incoming, _, _, _, _ in
  guard let incoming = unsafe incoming else { return 0 }
  return unsafe incoming.assumingMemoryBound(to: Incoming.self).pointee.mustStop ? 1 : 0
}
