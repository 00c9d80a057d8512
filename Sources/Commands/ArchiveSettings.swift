import CommandLine
import Contexts
import OffsetBackup
import Runtime

/// The place of the backups that the command line, the environment or the context names.
struct ArchiveSettings {
  let invocation: Invocation
  let context: CommandContext

  /// The archive that is named, else the one in `CDCWATCH_ARCHIVE`, else the context's.
  func archive() throws(CommandFailure) -> any BackupStore {
    guard let text = invocation.arguments.first ?? usual else {
      throw CommandFailure(
        "no place for backups was named",
        hint:
          "type a folder or s3://BUCKET/PREFIX, set CDCWATCH_ARCHIVE, or name a context with archive",
        status: .usage)
    }
    return try store(text)
  }

  /// The backup that a text names: a run's place, or `latest`.
  func backup(_ text: String) throws(CommandFailure) -> (store: any BackupStore, run: String) {
    if text == "latest" {
      guard let usual else {
        throw CommandFailure(
          "'latest' is of no archive",
          hint: "set CDCWATCH_ARCHIVE, name a context with archive, or name the backup",
          status: .usage)
      }
      return try newest(of: try store(usual), as: usual)
    }
    var place = text
    while place.count > 1, place.hasSuffix("/") { place.removeLast() }
    let name = String(place.split(separator: "/").last ?? "")
    if name == "latest" {
      let archive = String(place.dropLast("/latest".count))
      return try newest(of: try store(archive), as: archive)
    }
    let isManifestThere = !place.hasPrefix("s3:") && hasManifest(place)
    guard RunName.isOne(name) || isManifestThere else {
      throw CommandFailure(
        "'\(text)' is no backup",
        hint: "type a run's place, such as \(place)/2026-11-21T08-04-51.200Z, or \(place)/latest",
        status: .usage)
    }
    let parent = place.contains("/") ? String(place.dropLast(name.count + 1)) : "."
    return (try store(parent.isEmpty ? "/" : parent), name)
  }

  /// Where the offsets go that a restore replaces: a folder of the archive that is no run, so that
  /// `latest` never means them.
  func safety(of archive: any BackupStore) throws(CommandFailure) -> any BackupStore {
    try store(archive.place(of: "before-changes"))
  }

  /// The place that counts when none is typed: of `CDCWATCH_ARCHIVE`, else of the context.
  var usual: String? {
    context.environment["CDCWATCH_ARCHIVE"].flatMap { $0.isEmpty ? nil : $0 }
      ?? context.active.settings.archive?.value.place
  }

  private func hasManifest(_ folder: String) -> Bool {
    (try? Folders.names(in: folder))?.contains(BackupManifest.fileName) ?? false
  }

  private func newest(
    of store: any BackupStore, as text: String
  ) throws(CommandFailure) -> (store: any BackupStore, run: String) {
    let check = try withStore { () throws(StoreError) in
      try ArchiveCheck(store, maximumAge: .zero, now: context.clock())
    }
    guard let run = check.newest else {
      throw CommandFailure(
        "'\(text)' holds no sound backup",
        hint: check.broken.first ?? "`cdcwatch offsets backup \(text)` makes one",
        status: .critical)
    }
    return (store, run)
  }

  /// The store at a place; connects to nothing yet.
  func store(_ text: String) throws(CommandFailure) -> any BackupStore {
    guard text.hasPrefix("s3:") else { return FolderStore(text) }
    return try withStore { () throws(StoreError) in
      try S3Store(
        S3Location(text), access: S3Settings(invocation: invocation, context: context).access(),
        stop: context.stop)
    }
  }
}
