import Foundation
import TestSupport

/// A home folder of a test's own, with configuration files in it.
final class Home: Sendable {
  let folder: URL

  init() throws { folder = try Places.newFolder("home") }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A home whose `config.yaml` holds this text.
  convenience init(config text: String) throws {
    try self.init()
    try write(text, to: ".config/cdcwatch/config.yaml")
  }

  /// What makes it the home of the program.
  var environment: [String: String] { ["HOME": folder.path] }

  /// The path of a file in it.
  func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Writes a file, with the folders above it; it is its owner's alone unless `mode` says more.
  func write(_ text: String, to name: String, mode: Int = 0o600) throws {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
  }

  /// Runs the program at home.
  func run(
    _ arguments: String..., environment: [String: String] = [:]
  ) async throws -> Outcome {
    try await Binary.run(arguments, environment: self.environment.merging(environment) { $1 })
  }

  /// Runs the program in one of its folders.
  func run(_ line: String, in name: String) async throws -> Outcome {
    try await Binary.shell(
      "cd '\(path(name))' && exec $CDCWATCH \(line)", environment: environment)
  }
}
