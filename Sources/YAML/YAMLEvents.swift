internal import CYAML

/// libyaml's parser over a text in memory, one event at a time.
@safe struct YAMLEvents: ~Copyable {
  /// What the parser met.
  enum Event {
    case documentStart
    case scalar(String, isPlain: Bool)
    case listStart
    case mappingStart
    /// The end of the innermost list or mapping.
    case end
    case alias(String)
    /// A value with this explicit tag.
    case tagged(String)
    case streamEnd
    /// Nothing that matters: the start of the stream, the end of a document.
    case nothing
  }

  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let isReady: Bool

  init(_ bytes: [UInt8]) {
    unsafe input = .allocate(capacity: bytes.count)
    _ = unsafe input.initialize(fromContentsOf: bytes)
    unsafe parser = .allocate(capacity: 1)
    unsafe parser.initialize(to: yaml_parser_t())
    isReady = unsafe yaml_parser_initialize(parser) == 1
    guard isReady else { return }
    // Without this a byte order mark would choose UTF-16.
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    // "Note that the input pointer must be valid while the parser object exists." (yaml.h,
    // yaml_parser_set_input_string)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
  }

  /// The next event, its line and its column in characters, both from 1.
  mutating func next() throws(YAMLError) -> (event: Event, line: Int, column: Int) {
    guard isReady else { throw YAMLError(problem: .outOfMemory, line: 1) }
    var raw = unsafe yaml_event_t()
    // "An application must not alternate the calls of yaml_parser_parse() with the calls of
    // yaml_parser_scan() or yaml_parser_load()." (yaml.h)
    guard unsafe yaml_parser_parse(parser, &raw) == 1 else { throw failure() }
    let event = unsafe Self.event(raw)
    let line = unsafe Self.line(raw.start_mark)
    let column = unsafe Self.column(raw.start_mark)
    unsafe yaml_event_delete(&raw)
    return (event, line, column)
  }

  private static func event(_ raw: yaml_event_t) -> Event {
    switch unsafe raw.type {
    case YAML_DOCUMENT_START_EVENT: .documentStart
    case YAML_STREAM_END_EVENT: .streamEnd
    case YAML_ALIAS_EVENT: unsafe .alias(text(raw.data.alias.anchor))
    case YAML_SCALAR_EVENT: unsafe scalar(raw)
    case YAML_SEQUENCE_START_EVENT: unsafe tagged(raw.data.sequence_start.tag) ?? .listStart
    case YAML_MAPPING_START_EVENT: unsafe tagged(raw.data.mapping_start.tag) ?? .mappingStart
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: .end
    default: .nothing
    }
  }

  private static func scalar(_ raw: yaml_event_t) -> Event {
    let scalar = unsafe raw.data.scalar
    if let tagged = unsafe tagged(scalar.tag) { return tagged }
    // By its length: a text may hold NUL.
    let bytes = unsafe UnsafeBufferPointer(
      start: scalar.value, count: unsafe scalar.value == nil ? 0 : scalar.length)
    return unsafe .scalar(
      String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
  }

  private static func tagged(_ tag: UnsafeMutablePointer<yaml_char_t>?) -> Event? {
    unsafe tag == nil ? nil : .tagged(text(tag))
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String {
    unsafe pointer.map { unsafe String(cString: $0) } ?? ""
  }

  private static func line(_ mark: yaml_mark_t) -> Int {
    Int(clamping: mark.line) &+ 1
  }

  private static func column(_ mark: yaml_mark_t) -> Int {
    Int(clamping: mark.column) &+ 1
  }

  private func failure() -> YAMLError {
    let state = unsafe parser.pointee
    let words = unsafe state.problem.map { unsafe String(cString: $0) } ?? "unknown reason"
    switch unsafe state.error {
    case YAML_MEMORY_ERROR: return YAMLError(problem: .outOfMemory, line: 1)
    case YAML_READER_ERROR:
      // The reader knows an offset and no line.
      let end = min(Int(clamping: unsafe state.problem_offset), unsafe input.count)
      var line = 1
      for index in 0..<end where unsafe input[index] == 10 { line += 1 }
      return YAMLError(problem: .characters(words), line: line)
    default:
      return unsafe YAMLError(problem: .syntax(words), line: Self.line(state.problem_mark))
    }
  }

  deinit {
    if isReady { unsafe yaml_parser_delete(parser) }
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }
}
