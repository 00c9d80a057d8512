import CommandLine
import Contexts
import Runtime

/// Finds and reads the configuration files: the edge below `ContextResolution`.
struct ConfigurationFiles {
  static let projectFile = ".cdcwatch.yaml"
  static let systemFile = "/etc/cdcwatch/config.yaml"

  let context: CommandContext

  /// What the files come to for a command line.
  func active(_ invocation: Invocation) throws(CommandFailure) -> ActiveContext {
    let resolution = try resolution(invocation)
    do throws(ConfigurationError) {
      return try resolution.resolved()
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The files, and what names a context.
  func resolution(_ invocation: Invocation) throws(CommandFailure) -> ContextResolution {
    ContextResolution(
      sources: try sources(named: invocation.text(.configurationFile)),
      wish: wish(invocation), remembered: try remembered())
  }

  private func wish(_ invocation: Invocation) -> ContextResolution.Choice? {
    guard let name = invocation.text(.context) else { return nil }
    switch invocation.origin(.context) {
    case .environment(let variable): return .init(name, origin: variable)
    default: return .init(name, origin: "--context")
    }
  }

  private func sources(
    named path: String?
  ) throws(CommandFailure) -> [ContextResolution.Source] {
    if let path {
      let bytes = try read(path)
      return [.init(try file(bytes, path: path), kind: .named)]
    }
    var sources: [ContextResolution.Source] = []
    if let path = projectFilePath {
      let bytes = try read(path)
      let kind = ContextResolution.Source.Kind.project(
        isTrusted: trust?.holds(bytes, of: path) ?? false)
      sources.append(.init(try file(bytes, path: path), kind: kind))
    }
    if let path = userFolder.map({ $0 + "/config.yaml" }), FileFacts(path) != nil {
      sources.append(.init(try file(try read(path), path: path), kind: .user))
    }
    if FileFacts(Self.systemFile) != nil {
      let path = Self.systemFile
      sources.append(.init(try file(try read(path), path: path), kind: .system))
    }
    return sources
  }

  // MARK: Places

  /// `$XDG_CONFIG_HOME/cdcwatch`, or the same below `~/.config`; nil when neither is known.
  var userFolder: String? {
    // "All paths set in these environment variables must be absolute. If an implementation
    // encounters a relative path [...] it should consider the path invalid and ignore it." (XDG
    // Base Directory Specification)
    if let folder = context.environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
      return folder + "/cdcwatch"
    }
    return home.map { $0 + "/.config/cdcwatch" }
  }

  /// The project's file: the first from the folder up to its repository's root; without a
  /// repository in this folder alone.
  var projectFilePath: String? {
    // A folder that is gone has no path.
    guard context.folder.hasPrefix("/") else { return nil }
    var folders: [String] = []
    var folder = Substring(context.folder)
    var root: Int?
    // A path has at most so many folders.
    for _ in 0..<2048 {
      folders.append(folder.hasSuffix("/") ? String(folder) : folder + "/")
      if FileFacts((folders.last ?? "") + ".git") != nil {
        root = folders.count
        break
      }
      guard let slash = folder.lastIndex(of: "/"), folder.count > 1 else { break }
      folder = slash == folder.startIndex ? "/" : folder[..<slash]
    }
    // Anybody's folder may hold a pipe of that name, which would be waited for.
    return folders.prefix(root ?? 1).map { $0 + Self.projectFile }
      .first { FileFacts($0)?.isRegularFile == true }
  }

  /// The files that somebody has trusted; nil without a place for them.
  var trust: TrustStore? { userFolder.map { TrustStore(folder: $0 + "/trusted") } }

  /// Where `context use` keeps its choice; nil without a place for it.
  var choicePath: String? { userFolder.map { $0 + "/context" } }

  private var home: String? {
    context.environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  // MARK: Reading

  private func remembered() throws(CommandFailure) -> ContextResolution.Choice? {
    guard let path = choicePath, FileFacts(path) != nil else { return nil }
    let text = String(decoding: try read(path), as: UTF8.self)
    guard let name = text.split(whereSeparator: \.isNewline).first, !name.isEmpty else {
      return nil
    }
    return .init(String(name), origin: "`cdcwatch context use`")
  }

  func file(_ bytes: [UInt8], path: String) throws(CommandFailure) -> ConfigurationFile {
    do throws(ConfigurationError) {
      return try ConfigurationFile.read(bytes, path: path, home: home)
    } catch {
      throw CommandFailure(error)
    }
  }

  func read(_ path: String) throws(CommandFailure) -> [UInt8] {
    do throws(RuntimeError) {
      return try FileText.read(path)
    } catch {
      throw CommandFailure(
        "\(error)", hint: "--config names another configuration file", status: .usage)
    }
  }
}

extension CommandFailure {
  init(_ error: ConfigurationError) {
    self.init(
      DisplayText.printable("\(error)"), hint: error.hint.map { DisplayText.printable($0) },
      status: .usage)
  }
}
