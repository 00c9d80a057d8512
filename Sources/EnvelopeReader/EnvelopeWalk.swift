import Debezium

/// Finds the change event in a document, through Kafka Connect's `schema` and `payload` where they
/// are.
struct EnvelopeWalk: ~Escapable {
  private var walk: DocumentWalk
  private var root = EnvelopeFields()
  private var payload: EnvelopeFields?
  private var members = 0
  private var hasSchema = false
  private var hasPayload = false

  @_lifetime(copy walk)
  init(_ walk: DocumentWalk) { self.walk = walk }

  /// Where the envelope's marker lies in the document when it is none of the seven.
  func otherMarker(of envelope: Envelope) -> Range<Int>? {
    isWrapped ? payload?.otherMarker(of: envelope) : root.otherMarker(of: envelope)
  }

  // The test that Connect's JsonConverter makes.
  private var isWrapped: Bool { hasSchema && hasPayload && members == 2 }

  /// The change event; the whole document has been checked for its end when there is one.
  @_lifetime(self: copy self)
  mutating func read() throws(Unreadable) -> Envelope {
    guard walk.byte == .object else {
      try walk.skip()
      throw walk.isAtEnd ? .notAnObject : .notJSON
    }
    if try walk.enterObject() {
      repeat { try readRootMember() } while try walk.anotherMember()
    }
    guard walk.isAtEnd else { throw .notJSON }
    guard isWrapped else { return try root.envelope() }
    guard let payload else { throw .notAnObject }
    return try payload.envelope()
  }

  @inline(__always) @_lifetime(self: copy self)
  private mutating func readRootMember() throws(Unreadable) {
    members += 1
    switch try walk.memberName() {
    case .schema:
      hasSchema = true
      try walk.skip()
    case .payload:
      hasPayload = true
      payload = nil
      try readPayload()
    case let name:
      try root.read(name, &walk)
    }
  }

  @_lifetime(self: copy self)
  private mutating func readPayload() throws(Unreadable) {
    guard walk.byte == .object else { return try walk.skip() }
    var fields = EnvelopeFields()
    if try walk.enterObject() {
      repeat { try fields.read(try walk.memberName(), &walk) } while try walk.anotherMember()
    }
    payload = fields
  }
}
