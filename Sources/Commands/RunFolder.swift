import CommandLine
import Drill
import Runtime

/// The folder of one run of a drill: journal, sentinels, evidence and reports.
struct RunFolder {
  /// The run's id.
  let run: String
  /// The folder's path.
  let path: String

  var journal: String { "\(path)/journal.jsonl" }
  var sentinels: String { "\(path)/sentinels.jsonl" }
  var plan: String { "\(path)/run.json" }
  var evidence: String { "\(path)/evidence" }

  /// Where runs are kept: `--state`, else `$XDG_STATE_HOME/cdcwatch/drills`, else below `~/.local`.
  static func root(_ invocation: Invocation, _ context: CommandContext) throws(CommandFailure)
    -> String
  {
    if let typed = invocation.text(.drillState) { return typed }
    if let state = context.environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      return "\(state)/cdcwatch/drills"
    }
    guard let home = context.environment["HOME"], !home.isEmpty else {
      throw CommandFailure(
        "there is no place for a drill's journal: HOME is not set", hint: "type --state FOLDER",
        status: .usage)
    }
    return "\(home)/.local/state/cdcwatch/drills"
  }

  /// A new run's folder, made with those above it.
  static func make(_ run: String, in root: String) throws(CommandFailure) -> RunFolder {
    let folder = RunFolder(run: run, path: "\(root)/\(run)")
    do throws(RuntimeError) {
      try Folders.make(folder.path)
      try Folders.make(folder.evidence)
    } catch {
      throw CommandFailure(
        "\(error)", hint: "type --state FOLDER with a folder that you may write", status: .refused)
    }
    return folder
  }

  /// A run's folder that is there; throws with 64 when it is not.
  static func existing(_ run: String, in root: String) throws(CommandFailure) -> RunFolder {
    let name = run.split(separator: "/").last.map(String.init) ?? run
    let path = run.contains("/") ? run : "\(root)/\(run)"
    let folder = RunFolder(run: name, path: path)
    guard Folders.exists(path) else {
      let known = (try? Folders.names(in: root)) ?? []
      throw CommandFailure(
        "there is no run '\(DisplayText.printable(run))' in \(root)",
        hint: known.isEmpty
          ? "there is none at all; --state names another folder"
          : "the runs are \(known.suffix(5).joined(separator: ", "))", status: .usage)
    }
    return folder
  }
}
