internal import CommandLine

/// Which context counts, and what it and the files come to: the order of precedence as a value.
public struct ContextResolution: Sendable {
  /// A file with the part that it plays.
  public struct Source: Sendable {
    /// Where a file was found.
    public enum Kind: Sendable, Hashable {
      /// `.cdcwatch.yaml`, and whether `context trust` has been said of it as it is now.
      case project(isTrusted: Bool)
      /// The file of `--config`, which is read instead of all others.
      case named
      /// The user's own.
      case user
      /// The machine's.
      case system
    }

    /// The file.
    public var file: ConfigurationFile
    /// Where it was found.
    public var kind: Kind

    /// A file with its part.
    public init(_ file: ConfigurationFile, kind: Kind) {
      self.file = file
      self.kind = kind
    }

    /// What of the file counts.
    var counting: ConfigurationFile { kind == .project(isTrusted: false) ? file.selection : file }
  }

  /// A context's name, and what named it.
  public struct Choice: Sendable, Hashable {
    /// The name.
    public var name: String
    /// What named it, such as `--context`, for people.
    public var origin: String

    /// A name with its origin.
    public init(_ name: String, origin: String) {
      self.name = name
      self.origin = origin
    }
  }

  /// The files, the strongest first.
  public var sources: [Source]
  /// What `--context` or its variable says.
  public var wish: Choice?
  /// What `context use` has written down.
  public var remembered: Choice?

  /// A resolution of these parts.
  public init(sources: [Source], wish: Choice? = nil, remembered: Choice? = nil) {
    self.sources = sources
    self.wish = wish
    self.remembered = remembered
  }

  /// Every context of the files that count, each name once, in order.
  public var names: [String] {
    var names: [String] = []
    for source in sources {
      for context in source.counting.contexts where !names.contains(context.name) {
        names.append(context.name)
      }
    }
    return names
  }

  /// The context that counts, or nil when none does.
  ///
  /// From the strongest: the command line or its variable, a trusted project's file, `context use`,
  /// the user's file, the machine's.
  public var choice: Choice? {
    if let wish { return wish }
    let isOwn = { (source: Source) in source.kind == .user || source.kind == .system }
    let files = sources.filter { !isOwn($0) } + [nil] + sources.filter(isOwn)
    for file in files {
      if let chosen = file?.counting.chosen {
        return Choice(chosen.value, origin: chosen.place.description)
      }
      let isReplaced = sources.contains { $0.kind == .named }
      if file == nil, let remembered, !isReplaced { return remembered }
    }
    return nil
  }

  /// What it all comes to; throws when the chosen context is in no file.
  public func resolved() throws(ConfigurationError) -> ActiveContext {
    var choice = choice
    if choice?.name == ConfigurationFile.noContext { choice = nil }
    if let choice, !names.contains(choice.name) { throw unknown(choice) }
    var settings = SettingsBlock()
    for block in blocks(of: choice?.name) { settings.fill(from: block) }
    return ActiveContext(
      name: choice?.name, chosenBy: choice?.origin, settings: settings, ignored: ignored)
  }

  /// The blocks that count, the strongest first.
  ///
  /// A context that somebody asked for goes before every file's top level, so that `--context prod`
  /// is never another cluster. One that a file chose counts in the order of the files.
  private func blocks(of name: String?) -> [SettingsBlock] {
    let files = sources.map(\.counting)
    let contexts = files.map { file in
      file.contexts.first { $0.name == name }?.block ?? SettingsBlock()
    }
    let tops = files.map(\.top)
    if wish != nil { return contexts + tops }
    return zip(contexts, tops).flatMap { [$0, $1] }
  }

  /// The project's files of which a part does not count, since nobody has trusted them.
  private var ignored: [String] {
    sources.filter { $0.kind == .project(isTrusted: false) && $0.file != $0.file.selection }
      .map(\.file.path)
  }

  private func unknown(_ choice: Choice) -> ConfigurationError {
    let nearest = Suggestion.nearest(to: choice.name, among: names)
    let hint: String
    if let nearest {
      hint = "did you mean '\(nearest)'?"
    } else if names.isEmpty {
      hint = "no file has a context: `cdcwatch help context` tells where they are looked for"
    } else {
      hint = "there are \(names.joined(separator: ", "))"
    }
    return ConfigurationError(
      "there is no context '\(choice.name)'", path: choice.origin, hint: hint)
  }
}
