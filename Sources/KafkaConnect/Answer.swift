internal import HTTP
internal import JSON

/// What an HTTP answer of a worker says, before anybody looks at its shape.
enum Answer {
  /// 200 or 201 and JSON; 202 and 204 are null.
  case value(JSONValue)
  /// 404: of what, the message tells.
  case missing(message: String)
  /// 409: ask again.
  case rebalancing(message: String)
  /// 502, 503, 504: this worker, or the proxy before it, asks for another one.
  case away(message: String)
  /// Anything else.
  case failure(ConnectError)

  /// What the response to a request for `url` means.
  init(_ response: Response, url: RedactedURL) {
    let body = try? JSONValue.parse(response.bytes)
    let message = body?["message"]?.stringValue
    let shown = message ?? Self.excerpt(response)
    switch response.status {
    case 200, 201: self = Self.value(of: response, url: url)
    case 202, 204: self = .value((try? JSONValue.parse(response.bytes)) ?? .null)
    case 401, 403: self = .failure(.unauthorized(url, status: response.status, message: shown))
    case 404 where message != nil: self = .missing(message: shown)
    case 409 where shown.contains("already exists"):
      self = .failure(.server(url, status: 409, code: 409, message: shown))
    case 409 where message != nil: self = .rebalancing(message: shown)
    case 502, 503, 504: self = .away(message: shown)
    // Jetty, not Connect, answers so, in HTML.
    case 400 where body == nil && shown.contains("Ambiguous URI"):
      self = .failure(.nameNotInPath(connector: "", message: shown))
    case 300..<400:
      let place = response.header("Location").map { " to \(RedactedURL($0))" } ?? ""
      self = .failure(.notConnect(url, reason: "it redirects\(place)"))
    case 400...599 where message != nil:
      let code = body?["error_code"]?.integerValue.flatMap { Int(exactly: $0) }
      self = .failure(.server(url, status: response.status, code: code, message: shown))
    case 500...599:
      self = .failure(.server(url, status: response.status, code: nil, message: shown))
    default:
      self = .failure(.notConnect(url, reason: "it answers \(response.status): \(shown)"))
    }
  }

  private static func value(of response: Response, url: RedactedURL) -> Answer {
    do {
      return .value(try JSONValue.parse(response.bytes))
    } catch {
      return .failure(.notConnect(url, reason: "\(error): \(excerpt(response))"))
    }
  }

  /// The beginning of a body that is not what it should be, on one line, tags taken out.
  static func excerpt(_ response: Response) -> String {
    // Enough for a page's title behind its head, whatever the size of the body.
    let text = String(decoding: response.body.prefix(2_000), as: UTF8.self)
    var words = ""
    var isInTag = false
    for scalar in text.unicodeScalars {
      if scalar == "<" { isInTag = true }
      if !isInTag {
        words.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
      }
      if scalar == ">" { (isInTag, words) = (false, words + " ") }
    }
    let line = words.split(separator: " ").joined(separator: " ")
    guard !line.isEmpty else { return response.body.isEmpty ? "an empty answer" : "no text" }
    return line.count > 160 ? line.prefix(160) + "..." : line
  }
}
