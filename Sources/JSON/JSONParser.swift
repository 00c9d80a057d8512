extension JSONValue {
  /// The value in a UTF-8 document.
  ///
  /// Throws for anything but exactly one value with spaces around it, and for one deeper than
  /// `depthLimit`. Beside the value it takes memory for a copy of the document and four bytes for
  /// each token while it runs.
  public static func parse(_ bytes: RawSpan) throws(JSONError) -> JSONValue {
    var index = StructuralIndex()
    return try parse(bytes, index: &index)
  }

  /// The value in a UTF-8 document of its own memory.
  ///
  /// Throws as `parse(_: RawSpan)` does.
  public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    try unsafe parse(bytes.span.bytes)
  }

  /// The value in a text.
  ///
  /// Throws as `parse(_: RawSpan)` does.
  public static func parse(_ text: String) throws(JSONError) -> JSONValue {
    var text = text
    text.makeContiguousUTF8()
    return try unsafe parse(text.utf8Span.span.bytes)
  }

  /// The value in a document, found with an index that is used again.
  package static func parse(
    _ bytes: RawSpan, index: inout StructuralIndex
  ) throws(JSONError) -> JSONValue {
    var parser = JSONParser(tokens: JSONTokens(try index.tokens(in: bytes)))
    return try parser.parse()
  }
}

/// Makes a value of tokens, with a stack of its own instead of recursion.
private struct JSONParser: ~Escapable {
  private enum Container {
    case array([JSONValue])
    case object([JSONValue.Member], name: String)
  }

  private var tokens: JSONTokens
  private var open: [Container] = []

  @_lifetime(copy tokens)
  init(tokens: JSONTokens) { self.tokens = tokens }

  mutating func parse() throws(JSONError) -> JSONValue {
    while true {
      guard var value = try openOrScalar() else { continue }
      while let container = open.popLast() {
        guard let closed = try add(value, to: container) else { break }
        value = closed
      }
      guard open.isEmpty else { continue }
      guard tokens.isAtEnd else { throw tokens.malformed }
      return value
    }
  }

  /// A scalar or an empty container; nil after a container was opened.
  private mutating func openOrScalar() throws(JSONError) -> JSONValue? {
    switch tokens.byte {
    case UInt8(ascii: "["):
      tokens.advance()
      if tokens.take(UInt8(ascii: "]")) { return .array([]) }
      try push(.array([]))
      return nil
    case UInt8(ascii: "{"):
      tokens.advance()
      if tokens.take(UInt8(ascii: "}")) { return .object([]) }
      try push(.object([], name: try name()))
      return nil
    default:
      return try tokens.scalar()
    }
  }

  private mutating func push(_ container: Container) throws(JSONError) {
    guard open.count < JSONValue.depthLimit else { throw .tooDeep }
    open.append(container)
  }

  private mutating func name() throws(JSONError) -> String {
    guard tokens.byte == UInt8(ascii: "\"") else { throw tokens.malformed }
    let name = try tokens.string()
    guard tokens.take(UInt8(ascii: ":")) else { throw tokens.malformed }
    return name
  }

  /// The container when it ends behind the value; nil when it goes on.
  private mutating func add(
    _ value: JSONValue, to container: consuming Container
  ) throws(JSONError) -> JSONValue? {
    switch consume container {
    case .array(var elements):
      elements.append(value)
      if tokens.take(UInt8(ascii: "]")) { return .array(elements) }
      guard tokens.take(UInt8(ascii: ",")) else { throw tokens.malformed }
      open.append(.array(elements))
    case .object(var members, let name):
      members.append(JSONValue.Member(name: name, value: value))
      if tokens.take(UInt8(ascii: "}")) { return .object(members) }
      guard tokens.take(UInt8(ascii: ",")) else { throw tokens.malformed }
      open.append(.object(members, name: try self.name()))
    }
    return nil
  }
}
