internal import CommandLine
internal import YAML

/// One mapping of a configuration file: its keys are checked, its values read by type.
struct MappingReader {
  let path: String
  /// The mapping's own key, empty at the file's top level.
  let name: String
  let context: String?
  let entries: [YAMLNode.Entry]

  /// A null value counts as an empty mapping, as behind a key whose lines are commented out.
  init(
    _ node: YAMLNode, name: String, path: String, context: String? = nil
  ) throws(ConfigurationError) {
    self.path = path
    self.name = name
    self.context = context
    switch node.content {
    case .mapping(let entries): self.entries = entries
    case .null: entries = []
    default:
      let subject = name.isEmpty ? "the file" : "'\(name)'"
      throw ConfigurationError(
        "\(subject) is \(node.kind), and has to be a mapping", path: path, line: node.line,
        hint: "type 'key: value' lines, indented by spaces")
    }
  }

  /// Throws at the first key that is not among the known ones.
  func check(_ known: [String]) throws(ConfigurationError) {
    for entry in entries where !known.contains(entry.key) {
      let nearest = Suggestion.nearest(to: entry.key, among: known)
      throw ConfigurationError(
        "there is no key '\(entry.key)'\(name.isEmpty ? "" : " in '\(name)'")", path: path,
        line: entry.line,
        hint: nearest.map { "did you mean '\($0)'?" }
          ?? "the keys are \(known.joined(separator: ", "))")
    }
  }

  func entry(_ key: String) -> YAMLNode.Entry? { entries.first { $0.key == key } }

  func place(of entry: YAMLNode.Entry) -> Place {
    Place(path: path, line: entry.line, context: context)
  }

  func mismatch(
    _ entry: YAMLNode.Entry, _ problem: String? = nil, allowed: String
  ) -> ConfigurationError {
    ConfigurationError(
      "'\(entry.key)' \(problem ?? "is \(entry.value.kind)")", path: path, line: entry.line,
      hint: "type \(allowed)")
  }

  // MARK: Values

  /// A text that is not empty; nil when the key is not there.
  func text(_ key: String, allowed: String) throws(ConfigurationError) -> Setting<String>? {
    guard let entry = entry(key) else { return nil }
    guard case .scalar(let text) = entry.value.content, !text.isEmpty else {
      throw mismatch(entry, allowed: allowed)
    }
    return Setting(text, at: place(of: entry))
  }

  /// A text, or a list of texts; at least one.
  func texts(_ key: String, allowed: String) throws(ConfigurationError) -> Setting<[String]>? {
    guard let entry = entry(key) else { return nil }
    return Setting(try texts(of: entry, allowed: allowed), at: place(of: entry))
  }

  func texts(
    of entry: YAMLNode.Entry, allowed: String
  ) throws(ConfigurationError) -> [String] {
    let nodes: [YAMLNode]
    if case .list(let elements) = entry.value.content {
      nodes = elements
    } else {
      nodes = [entry.value]
    }
    var texts: [String] = []
    for node in nodes {
      guard case .scalar(let text) = node.content, !text.isEmpty else {
        throw mismatch(entry, "holds \(node.kind)", allowed: allowed)
      }
      texts.append(text)
    }
    guard !texts.isEmpty else { throw mismatch(entry, "is an empty list", allowed: allowed) }
    return texts
  }

  func boolean(_ key: String) throws(ConfigurationError) -> Setting<Bool>? {
    guard let entry = entry(key) else { return nil }
    guard case .scalar(let text) = entry.value.content, let value = Bool(text) else {
      var problem: String?
      if case .scalar(let text) = entry.value.content { problem = "is '\(text)'" }
      throw mismatch(entry, problem, allowed: "true or false")
    }
    return Setting(value, at: place(of: entry))
  }

  /// A command: a line for the shell, or a list of words that is run as it is.
  func command(_ key: String) throws(ConfigurationError) -> Setting<[String]>? {
    guard let entry = entry(key) else { return nil }
    let words = try texts(of: entry, allowed: "a line for the shell, or a list of words")
    if case .list = entry.value.content { return Setting(words, at: place(of: entry)) }
    return Setting(SecretReference.shell + words, at: place(of: entry))
  }

  /// The value of `key` itself, or of `key_file`, `key_command` or `key_env`; two of them are an
  /// error.
  func secret(
    _ key: String, paths: PathRule
  ) throws(ConfigurationError) -> Setting<SecretReference>? {
    let found = entries.filter { entry in
      entry.key == key || SecretReference.endings.contains { entry.key == key + $0 }
    }
    guard let first = found.first else { return nil }
    if let second = found.dropFirst().first {
      throw ConfigurationError(
        "'\(first.key)' and '\(second.key)' both set '\(key)'", path: path, line: second.line,
        hint: "keep one of them")
    }
    return Setting(try reference(first, key: key, paths: paths), at: place(of: first))
  }

  /// How an entry of `key` or of `key` with an ending gives its value.
  func reference(
    _ entry: YAMLNode.Entry, key: String, paths: PathRule
  ) throws(ConfigurationError) -> SecretReference {
    switch String(entry.key.dropFirst(key.count)) {
    case "_file":
      return .file(paths.resolved(try text(entry.key, allowed: "the path of a file")?.value ?? ""))
    case "_command": return .command(try command(entry.key)?.value ?? [])
    case "_env":
      return .environment(
        try text(entry.key, allowed: "the name of an environment variable")?.value ?? "")
    default:
      guard case .scalar(let text) = entry.value.content else {
        throw mismatch(
          entry,
          allowed: "a text, or \(SecretReference.endings.map { key + $0 }.joined(separator: ", "))")
      }
      return .text(text)
    }
  }
}
