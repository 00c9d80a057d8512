import Foundation
import Kafka
import TestSupport
import Testing

/// The tests against real servers: one suite after another, each with servers of its own.
@Suite(.serialized, .enabled(if: World.isThere, "the script that starts real servers is not there"))
enum RealServers {}

/// The servers of a suite.
struct Servers: Sendable {
  @TaskLocal static var current: Servers?

  let world: World
  /// What `stack env` says.
  let places: [String: String]
  /// What curl needs to be let in by Connect.
  var login: [String] = []

  /// The servers of the suite that is running.
  static func here() throws -> Servers { try #require(current) }

  /// The brokers, as `-b` takes them.
  var kafka: String { places["KAFKA"] ?? "" }

  /// Connect's address.
  var connect: String { places["CONNECT"] ?? "" }

  /// Runs curl with what Connect wants to know.
  @discardableResult
  func curl(_ words: String...) async throws -> String {
    try await Tool.run(URL(filePath: "/usr/bin/env"), ["curl"] + login + words)
  }

  func configuration() throws -> Configuration { try Configuration(bootstrapServers: kafka) }

  /// Runs `cdcwatch ARGUMENTS -b KAFKA`.
  func run(_ arguments: String..., within limit: Duration = .seconds(40)) async throws -> Outcome {
    try await Binary.run(arguments + ["-b", kafka], within: limit)
  }
}

/// Starts servers for a suite, and takes them down behind it whatever happens.
struct ServersTrait: SuiteTrait, TestScoping {
  var names: [String]
  var contents: [RecordedContents] = []

  func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    let world = try await World(names)
    do {
      let servers = Servers(world: world, places: try await world.places())
      for each in contents {
        try Loader.load(await each.topics(), into: servers.configuration())
      }
      try await Servers.$current.withValue(servers) { try await function() }
      await world.close()
    } catch {
      await world.close()
      throw error
    }
  }
}

/// Recorded topics that a broker gets before the tests.
struct RecordedContents: Sendable {
  var capture: String
  var before: Int64?
  var leavingOut: Set<String> = []

  func topics() async throws -> [RecordedTopic] {
    let captures = try #require(Places.captures)
    let topics = try await RecordedTopic.all(in: captures.appending(path: capture)) {
      !leavingOut.contains($0)
    }
    return before.map { moment in topics.map { $0.cut(before: moment) } } ?? topics
  }
}

extension Trait where Self == ServersTrait {
  /// Servers of the suite's own.
  static func servers(_ names: String...) -> Self { ServersTrait(names: names) }

  /// A broker of the suite's own that holds a capture: all of it, or what was before a moment.
  static func broker(
    holding capture: String, before moment: Int64? = nil, leavingOut topics: Set<String> = []
  ) -> Self {
    ServersTrait(
      names: ["kafka"],
      contents: [RecordedContents(capture: capture, before: moment, leavingOut: topics)])
  }
}
