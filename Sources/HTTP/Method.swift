/// What a request asks for; the raw value is the word on the wire.
public enum Method: String, Sendable, Hashable {
  /// Reads.
  case get = "GET"
  /// Reads the headers alone.
  case head = "HEAD"
  /// Sends something to be dealt with.
  case post = "POST"
  /// Puts something in a place.
  case put = "PUT"
  /// Changes a part.
  case patch = "PATCH"
  /// Removes.
  case delete = "DELETE"
}
