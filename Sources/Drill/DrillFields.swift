internal import CommandLine
internal import YAML

/// One mapping of a drill's file: its keys are checked, its values read by type.
struct DrillFields {
  let file: String
  /// What a person calls it, such as `step 'stop'`.
  let name: String
  let place: FilePlace
  let entries: [YAMLNode.Entry]

  /// A value that has to be a mapping.
  init(_ node: YAMLNode, of name: String, file: String) throws(DrillFileError) {
    guard case .mapping(let entries) = node.content else {
      throw DrillFileError(
        "\(name) is \(node.kind), and has to be a mapping", file: file, at: FilePlace(node),
        hint: "type 'key: value' lines, indented by spaces")
    }
    self.file = file
    self.name = name
    self.entries = entries
    place = FilePlace(node)
  }

  func entry(_ key: String) -> YAMLNode.Entry? { entries.first { $0.key == key } }

  /// The mapping below an entry.
  func below(_ entry: YAMLNode.Entry) throws(DrillFileError) -> DrillFields {
    try DrillFields(entry.value, of: "'\(entry.key)' of \(name)", file: file)
  }

  // MARK: Objections

  /// Throws at the first key that is not among the known ones.
  func check(_ known: [String]) throws(DrillFileError) {
    for entry in entries where !known.contains(entry.key) {
      throw DrillFileError(
        "there is no key '\(entry.key)' in \(name)", file: file, at: FilePlace(entry),
        hint: Self.suggestion(entry.key, among: known))
    }
  }

  /// What helps whoever wrote a word that is not among these.
  static func suggestion(_ word: String, among known: [String]) -> String {
    if let nearest = Suggestion.nearest(to: word, among: known) {
      return "did you mean '\(nearest)'?"
    }
    return known.isEmpty ? "there is none at all" : "there is \(known.joined(separator: ", "))"
  }

  func objection(
    _ entry: YAMLNode.Entry, _ problem: String? = nil, allowed: String
  ) -> DrillFileError {
    DrillFileError(
      "'\(entry.key)' of \(name) \(problem ?? "is \(entry.value.kind)")", file: file,
      at: FilePlace(entry.value), hint: "type \(allowed)")
  }

  func missing(_ key: String, allowed: String) -> DrillFileError {
    DrillFileError(
      "\(name) has no '\(key)'", file: file, at: place, hint: "type \(key): \(allowed)")
  }

  // MARK: Values

  /// A word that stands as it is, without variables; nil when the key is not there.
  func word(_ key: String, allowed: String) throws(DrillFileError) -> String? {
    guard let entry = entry(key) else { return nil }
    guard case .scalar(let text) = entry.value.content, !text.isEmpty else {
      throw objection(entry, allowed: allowed)
    }
    return text
  }

  /// One of these words; nil when the key is not there.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, of type: Choice.Type
  ) throws(DrillFileError) -> Choice? where Choice.RawValue == String {
    guard let entry = entry(key) else { return nil }
    return try choice(entry.value, of: entry, type)
  }

  /// A word, or a list of them.
  func choices<Choice: RawRepresentable & CaseIterable>(
    _ key: String, of type: Choice.Type
  ) throws(DrillFileError) -> [Choice]? where Choice.RawValue == String {
    guard let entry = entry(key) else { return nil }
    var choices: [Choice] = []
    for node in try elements(of: entry) { choices.append(try choice(node, of: entry, type)) }
    return choices
  }

  private func choice<Choice: RawRepresentable & CaseIterable>(
    _ node: YAMLNode, of entry: YAMLNode.Entry, _: Choice.Type
  ) throws(DrillFileError) -> Choice where Choice.RawValue == String {
    let known = Choice.allCases.map(\.rawValue)
    guard case .scalar(let text) = node.content else {
      throw objection(entry, allowed: known.joined(separator: ", "))
    }
    guard let choice = Choice(rawValue: text) else {
      throw DrillFileError(
        "'\(text)' is not known as '\(entry.key)' of \(name)", file: file, at: FilePlace(node),
        hint: Self.suggestion(text, among: known))
    }
    return choice
  }

  /// The elements of a list; a value that is none counts as one.
  func elements(of entry: YAMLNode.Entry) throws(DrillFileError) -> [YAMLNode] {
    guard case .list(let elements) = entry.value.content else { return [entry.value] }
    guard !elements.isEmpty else {
      throw objection(entry, "is an empty list", allowed: "one or more")
    }
    return elements
  }

  func duration(
    _ key: String, atLeast shortest: Duration = .milliseconds(1)
  ) throws(DrillFileError) -> Duration? {
    guard let entry = entry(key) else { return nil }
    let allowed = "a duration of at least \(DurationText.text(shortest)), such as 90s, 5m or 1h30m"
    guard case .scalar(let text) = entry.value.content else {
      throw objection(entry, allowed: allowed)
    }
    guard let duration = DurationText.parse(text), duration >= shortest else {
      throw objection(entry, "is '\(text)'", allowed: allowed)
    }
    return duration
  }

  func number(_ key: String, _ range: ClosedRange<Int>) throws(DrillFileError) -> Int? {
    guard let entry = entry(key) else { return nil }
    let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard case .scalar(let text) = entry.value.content else {
      throw objection(entry, allowed: allowed)
    }
    guard let number = Int(text), range.contains(number) else {
      throw objection(entry, "is '\(text)'", allowed: allowed)
    }
    return number
  }

  /// False when the key is not there.
  func toggle(_ key: String) throws(DrillFileError) -> Bool {
    guard let entry = entry(key) else { return false }
    guard case .scalar(let text) = entry.value.content, let value = Bool(text) else {
      var problem: String?
      if case .scalar(let text) = entry.value.content { problem = "is '\(text)'" }
      throw objection(entry, problem, allowed: "true or false")
    }
    return value
  }

  // MARK: Texts with variables

  /// Nil when the key is not there.
  func text(_ key: String, allowed: String) throws(DrillFileError) -> DrillText? {
    guard let entry = entry(key) else { return nil }
    return try text(entry.value, of: entry, allowed: allowed)
  }

  /// A text that has to be there.
  func required(_ key: String, allowed: String) throws(DrillFileError) -> DrillText {
    guard let text = try text(key, allowed: allowed) else { throw missing(key, allowed: allowed) }
    return text
  }

  /// A text, or a list of texts; nil when the key is not there.
  func texts(_ key: String, allowed: String) throws(DrillFileError) -> [DrillText]? {
    guard let entry = entry(key) else { return nil }
    var texts: [DrillText] = []
    for node in try elements(of: entry) {
      texts.append(try text(node, of: entry, allowed: allowed))
    }
    return texts
  }

  func text(
    _ node: YAMLNode, of entry: YAMLNode.Entry, allowed: String
  ) throws(DrillFileError) -> DrillText {
    guard case .scalar(let written) = node.content, !written.isEmpty else {
      throw DrillFileError(
        "'\(entry.key)' of \(name) holds \(node.kind == "a text" ? "an empty text" : node.kind)",
        file: file, at: FilePlace(node), hint: "type \(allowed)")
    }
    guard let text = DrillText(parsing: written, at: FilePlace(node)) else {
      throw DrillFileError(
        "a '${' in '\(entry.key)' of \(name) has no '}'", file: file, at: FilePlace(node),
        hint: "type ${inputs.NAME}, or $${ for a '${' that is no variable")
    }
    guard !text.holdsPassword else {
      throw DrillFileError(
        "a URL in '\(entry.key)' of \(name) holds a password", file: file, at: FilePlace(node),
        hint: "make it an input, ${inputs.password}, and give it by --set password=@FILE")
    }
    return text
  }
}

extension FilePlace {
  init(_ node: YAMLNode) { self.init(line: node.line, column: node.column) }

  init(_ entry: YAMLNode.Entry) { self.init(line: entry.line, column: entry.column) }
}
