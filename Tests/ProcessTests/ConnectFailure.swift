import Testing

/// A step of a restore, how Connect fails at it, and what comes of that.
struct ConnectFailure: Sendable, CustomTestStringConvertible {
  var step: String
  var how: String
  var status: Int32
  var words: String
  /// The changing calls, of which the last may come again; nil where the worker is gone.
  var calls: [String]?

  init(_ step: String, _ how: String, _ status: Int32, _ words: String, _ calls: [String]?) {
    self.step = step
    self.how = how
    self.status = status
    self.words = words
    self.calls = calls
  }

  var testDescription: String { "\(step) \(how)" }
}
