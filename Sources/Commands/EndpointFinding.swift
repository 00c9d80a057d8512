import JSON

/// What a test of one endpoint found.
struct EndpointFinding {
  /// The key of the endpoint in a configuration file, such as `kafka` or `databases.shop`.
  var endpoint: String
  /// Its address, without a login.
  var address: String
  /// The exit status that it alone would give.
  var status: ExitStatus
  /// What the server says it is; nil when it said nothing.
  var identity: String?
  /// As whom it was asked; nil when that is not known.
  var user: String?
  /// What that user may do there, in words; empty when nothing was found out.
  var may: [String] = []
  /// Why it failed, or what to look at; nil when all is well.
  var problem: String?
  /// What to type next.
  var hint: String?

  /// One word for the table.
  var result: String {
    switch status {
    case .success: "ok"
    case .warning: identity == nil ? "not checked" : "warning"
    case .denied: "refused"
    case .unreachable: "unreachable"
    default: "failed"
    }
  }

  var json: JSONValue {
    .object([
      ("schema_version", .integer(1)), ("endpoint", .string(endpoint)),
      ("address", .string(address)), ("result", .string(result)),
      ("identity", JSONValue(identity)), ("user", JSONValue(user)),
      ("may", .array(may.map { .string($0) })), ("problem", JSONValue(problem)),
      ("hint", JSONValue(hint)),
    ])
  }

  init(_ endpoint: String, address: String, status: ExitStatus = .success) {
    self.endpoint = endpoint
    self.address = address
    self.status = status
  }

  mutating func fail(_ message: String, hint: String?, status: ExitStatus) {
    problem = message
    self.hint = hint
    self.status = status
  }
}
