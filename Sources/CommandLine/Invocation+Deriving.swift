extension Invocation {
  /// The command line of another command with the same flags, but for these.
  ///
  /// `values` has the texts of flags by the flag, `[""]` for a toggle that is on, none for one that
  /// is not given. They count as typed.
  public func deriving(_ arguments: [String], _ values: [(Flag, [String])]) -> Invocation {
    var settings = settings
    for (flag, texts) in values {
      settings[flag.name] = texts.isEmpty ? nil : Setting(texts: texts, origin: .commandLine)
    }
    return Invocation(path: path, arguments: arguments, settings: settings)
  }
}
