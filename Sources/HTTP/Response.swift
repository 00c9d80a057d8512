/// A server's whole answer, whatever its status.
public struct Response: Sendable {
  /// The status code, such as 200 or 404.
  public let status: Int
  /// The headers in order, of the last answer when redirects were followed.
  public let headers: [Header]
  /// The body's bytes as they came; empty when there was none.
  public let body: [UInt8]

  /// An answer.
  public init(status: Int, headers: [Header] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The body's bytes, borrowed, for a parser.
  public var bytes: RawSpan {
    @_lifetime(borrow self) get { unsafe body.span.bytes }
  }

  /// The value of the first header of that name, in any case; nil when there is none.
  public func header(_ name: String) -> String? {
    let name = name.lowercased()
    return headers.first { $0.name.lowercased() == name }?.value
  }
}
