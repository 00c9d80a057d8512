public import Foundation

/// Where the tests find what is not compiled into them.
public enum Places {
  /// The package's own folder.
  public static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of the test bundle, in which the build puts the programs too.
  public static let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()

  /// The answers to signals that labs/recordings has recorded, a folder a case.
  public static let recordings = package.appending(path: "Tests/Recordings")

  /// The recorded topics beside the package; nil when they are not on this machine.
  public static let captures: URL? = existing("CDCWATCH_CAPTURES", "shared/captures")

  /// The script that starts real servers; nil when there is none, or `CDCWATCH_STACK` is `none`.
  public static let stack: URL? = existing("CDCWATCH_STACK", "shared/stack/stack")

  private static func existing(_ variable: String, _ besidePackage: String) -> URL? {
    let named = ProcessInfo.processInfo.environment[variable].map { URL(filePath: $0) }
    let place = named ?? package.deletingLastPathComponent().appending(path: besidePackage)
    guard place.lastPathComponent != "none" else { return nil }
    return FileManager.default.fileExists(atPath: place.path) ? place : nil
  }

  /// A new folder of its own in the temporary folder.
  public static func newFolder(_ word: String) throws -> URL {
    let number = String(UInt64.random(in: 0 ... .max), radix: 36)
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "cdcwatch-\(word)-\(number)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}
