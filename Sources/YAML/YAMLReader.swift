/// Reads a YAML document into a tree of bounded size.
///
/// What a configuration needs: mappings, lists and texts. Aliases and tags are refused, so that a
/// small file cannot stand for a large value.
public struct YAMLReader: ~Copyable {
  /// The largest file, in bytes.
  public static let sizeLimit = 262_144
  /// How deep values may lie in each other.
  public static let depthLimit = 16
  /// How many values, keys included.
  public static let valueLimit = 20_000

  private var events: YAMLEvents
  private var values = 0

  private init(_ bytes: [UInt8]) { events = YAMLEvents(bytes) }

  /// The document that the bytes are; a null value for an empty text or one of comments alone.
  public static func read(_ bytes: [UInt8]) throws(YAMLError) -> YAMLNode {
    guard bytes.count <= sizeLimit else { throw YAMLError(problem: .tooLarge, line: 1) }
    var reader = YAMLReader(bytes)
    return try reader.document()
  }

  private mutating func document() throws(YAMLError) -> YAMLNode {
    var root: YAMLNode?
    while true {
      let (event, line, _) = try events.next()
      switch event {
      case .streamEnd: return root ?? YAMLNode(content: .null, line: 1, column: 1)
      case .documentStart:
        guard root == nil else { throw YAMLError(problem: .severalDocuments, line: line) }
        let first = try events.next()
        root = try node(first, depth: 0)
      default: continue
      }
    }
  }

  private mutating func node(
    _ first: (event: YAMLEvents.Event, line: Int, column: Int), depth: Int
  ) throws(YAMLError) -> YAMLNode {
    let (event, line, column) = first
    values += 1
    guard values <= Self.valueLimit else { throw YAMLError(problem: .tooManyValues, line: line) }
    guard depth <= Self.depthLimit else { throw YAMLError(problem: .tooDeep, line: line) }
    switch event {
    case .scalar(let text, let isPlain):
      let isNull = isPlain && ["", "~", "null", "Null", "NULL"].contains(text)
      return YAMLNode(content: isNull ? .null : .scalar(text), line: line, column: column)
    case .listStart: return YAMLNode(content: try list(depth: depth), line: line, column: column)
    case .mappingStart:
      return YAMLNode(content: try mapping(depth: depth), line: line, column: column)
    case .alias(let name): throw YAMLError(problem: .alias(name), line: line)
    case .tagged(let name): throw YAMLError(problem: .tag(name), line: line)
    case .documentStart, .end, .streamEnd, .nothing:
      // libyaml's grammar puts a value here; another event would be a defect of it.
      throw YAMLError(problem: .syntax("a value is missing"), line: line)
    }
  }

  private mutating func list(depth: Int) throws(YAMLError) -> YAMLNode.Content {
    var elements: [YAMLNode] = []
    while true {
      let next = try events.next()
      if case .end = next.event { return .list(elements) }
      elements.append(try node(next, depth: depth + 1))
    }
  }

  private mutating func mapping(depth: Int) throws(YAMLError) -> YAMLNode.Content {
    var entries: [YAMLNode.Entry] = []
    var known: Set<String> = []
    while true {
      let next = try events.next()
      if case .end = next.event { return .mapping(entries) }
      let key = try node(next, depth: depth + 1)
      guard case .scalar(let name) = key.content else {
        throw YAMLError(problem: .keyIsNoText, line: key.line)
      }
      guard known.insert(name).inserted else {
        throw YAMLError(problem: .repeatedKey(name), line: key.line)
      }
      let first = try events.next()
      let value = try node(first, depth: depth + 1)
      entries.append(YAMLNode.Entry(key: name, line: key.line, column: key.column, value: value))
    }
  }
}
