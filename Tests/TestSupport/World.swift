public import Foundation

/// Real servers in a folder of their own, up until `close`.
public final class World: Sendable {
  /// The folder with their data and logs.
  public let folder: URL
  private let stack: URL
  private let keeper: RunningProgram

  /// Whether servers can be started on this machine.
  public static let isThere = Places.stack != nil

  /// Starts servers.
  public init(_ names: [String]) async throws {
    guard let stack = Places.stack else { throw CocoaError(.fileNoSuchFile) }
    self.stack = stack
    folder = try Places.newFolder("world")
    keeper = try Self.keeper(of: folder, stack)
    do {
      try await up(names)
    } catch {
      await close()
      throw error
    }
  }

  /// Takes the servers down when this process ends without having done so, however it ends.
  private static func keeper(of folder: URL, _ stack: URL) throws -> RunningProgram {
    let script = """
      while kill -0 "$1" 2> /dev/null && [ -d "$2" ]; do sleep 1; done
      [ ! -d "$2" ] || { "$3" down "$2"; rm -rf "$2"; }
      """
    let process = String(ProcessInfo.processInfo.processIdentifier)
    return try RunningProgram(
      URL(filePath: "/bin/bash"), ["-c", script, "keeper", process, folder.path, stack.path],
      environment: ProcessInfo.processInfo.environment)
  }

  /// Starts servers, or starts them again with their data and ports.
  public func up(_ names: [String]) async throws {
    try await Tool.run(stack, ["up", folder.path] + names, within: .seconds(120))
  }

  /// Stops servers in order; their data and ports stay.
  public func down(_ names: [String]) async throws {
    try await Tool.run(stack, ["down", folder.path] + names, within: .seconds(60))
  }

  /// Puts settings behind a server's own, from its next start on.
  public func set(_ name: String, _ properties: String) throws {
    let home = folder.appending(path: name)
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    let file = home.appending(path: "extra.properties")
    try properties.write(to: file, atomically: true, encoding: .utf8)
  }

  /// Ends one at once, as a crash would, and waits until it is gone: `up` would find it alive.
  ///
  /// Where the first process of a machine is slow to collect the dead, the process number in
  /// MySQL's `socket.lock` still exists, and a server that starts takes it for a living one and ends
  /// (error MY-010259); so that file goes with the server.
  public func kill(_ name: String) async throws {
    try await Tool.run(stack, ["kill", folder.path, name])
    for _ in 0..<100 {
      let status = try await Tool.run(stack, ["status", folder.path])
      if status.split(separator: "\n").contains(where: { $0.hasPrefix("\(name) - ") }) {
        try? FileManager.default.removeItem(at: folder.appending(path: "\(name)/socket.lock"))
        return
      }
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  /// Ends Kafka and Connect at once, and takes away all that Kafka held; the next `up` makes another
  /// cluster, with another id, at the same ports.
  public func loseKafka() async throws {
    for name in ["connect", "kafka"] { try await kill(name) }
    try FileManager.default.removeItem(at: folder.appending(path: "kafka/data"))
  }

  /// Runs SQL on one of the databases.
  @discardableResult
  public func sql(_ text: String, on server: String = "postgres") async throws -> String {
    try await Tool.run(stack, ["sql", folder.path, server, text])
  }

  /// Where the servers are: `KAFKA`, `CONNECT`, `POSTGRES_PORT` and the like.
  public func places() async throws -> [String: String] {
    let text = try await Tool.run(stack, ["env", folder.path])
    var places: [String: String] = [:]
    for line in text.split(separator: "\n") {
      guard let equals = line.firstIndex(of: "=") else { continue }
      places[String(line[..<equals])] = String(line[line.index(after: equals)...])
    }
    return places
  }

  /// Stops the servers and removes the folder.
  public func close() async {
    _ = try? await Tool.run(stack, ["down", folder.path], within: .seconds(90))
    try? FileManager.default.removeItem(at: folder)
    _ = try? await keeper.outcome(within: .seconds(5))
  }
}
