internal import CommandLine
internal import Runtime
internal import YAML

/// A configuration file: settings that hold for every context, and contexts.
public struct ConfigurationFile: Sendable, Hashable {
  /// A context as one file has it; another file may have a part of the same name.
  public struct Context: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// What it sets.
    public var block: SettingsBlock
    /// Where it begins.
    public var place: Place
  }

  /// The file, as errors name it.
  public var path: String
  /// What holds for every context.
  public var top: SettingsBlock
  /// The context that counts when nothing else names one.
  public var chosen: Setting<String>?
  /// Its contexts, in order.
  public var contexts: [Context]

  /// The word that names no context at all.
  public static let noContext = "none"

  /// The file that the bytes are; empty settings for an empty one.
  ///
  /// Paths in it are taken from its own folder; `home` stands for `~`. Throws the first thing that
  /// is wrong, with its line.
  public static func read(
    _ bytes: [UInt8], path: String, home: String?
  ) throws(ConfigurationError) -> ConfigurationFile {
    let root: YAMLNode
    do throws(YAMLError) {
      root = try YAMLReader.read(bytes)
    } catch {
      throw ConfigurationError("\(error)", path: path, line: error.line, hint: error.hint)
    }
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    let paths = PathRule(folder: folder, home: home)
    let top = try MappingReader(root, name: "", path: path)
    try top.check(["context", "contexts"] + BlockReader.keys)
    return ConfigurationFile(
      path: path, top: try BlockReader(mapping: top, paths: paths).block(),
      chosen: try top.text("context", allowed: "the name of a context"),
      contexts: try contexts(of: top, paths: paths))
  }

  private static func contexts(
    of top: MappingReader, paths: PathRule
  ) throws(ConfigurationError) -> [Context] {
    guard let entry = top.entry("contexts") else { return [] }
    let mapping = try MappingReader(entry.value, name: "contexts", path: top.path)
    var contexts: [Context] = []
    for entry in mapping.entries {
      guard isName(entry.key) else {
        throw ConfigurationError(
          "'\(entry.key)' cannot be a context's name", path: top.path, line: entry.line,
          hint: "take letters, digits, '-', '_' and '.'; '\(noContext)' means no context")
      }
      let block = try MappingReader(
        entry.value, name: "contexts.\(entry.key)", path: top.path, context: entry.key)
      try block.check(BlockReader.keys)
      contexts.append(
        Context(
          name: entry.key, block: try BlockReader(mapping: block, paths: paths).block(),
          place: Place(path: top.path, line: entry.line)))
    }
    return contexts
  }

  /// Whether a context may have this name: it is typed behind `@` and stands in a file of its own.
  private static func isName(_ text: String) -> Bool {
    text.utf8.allSatisfy(\.isOfName) && !text.isEmpty && text != noContext
      && text.utf8.count <= 100
  }

  /// What counts of a file that nobody has trusted; see `SettingsBlock.selection`.
  public var selection: ConfigurationFile {
    ConfigurationFile(path: path, top: top.selection, chosen: nil, contexts: [])
  }
}
