import Foundation
import JSON
import TestSupport
import Testing

/// `cdcwatch demo` as a user runs it: the built program, its output and its exit status.
@Suite(.timeLimit(.minutes(3))) struct DemoProcessTests {
  @Test func `a recorded snapshot is watched from its signal to its end`() async throws {
    let run = try await Binary.run(["demo", "-o", "jsonl"], within: .seconds(60))
    #expect(run.status == 0)
    #expect(run.errors.contains("This is a recording"))
    #expect(run.errors.contains("Debezium 3.6.3.Final"))

    let lines = try run.jsonLines()
    let states = lines.compactMap { $0["state"]?.stringValue }
    #expect(states.contains("REQUESTED"))
    #expect(states.count { $0 == "RUNNING" } >= 5)
    let reads = lines.compactMap { $0["reads"]?.integerValue }
    #expect(reads == reads.sorted())
    #expect(Set(reads).count >= 8)

    let last = try #require(lines.last)
    #expect(last["state"]?.stringValue == "COMPLETED")
    #expect(last["id"]?.stringValue == "adhoc-1")
    #expect(last["connector"]?.stringValue == "shop")
    #expect(last["reads"]?.integerValue == 3000)
    #expect(last["repeated"]?.integerValue == 0)
    #expect(last["streamed"]?.integerValue == 4)
    #expect(last["chunks"]?["done"]?.integerValue == 12)
    #expect(last["key"]?["last"]?.elements?.first?.stringValue == "900009")
    #expect(last["warnings"]?.elements == [])
    #expect(last["started_at"]?.stringValue?.prefix(4) == "\(year)")
  }

  private var year: Int { Calendar(identifier: .gregorian).component(.year, from: .now) }

  @Test func `an interrupt ends it at once with 130`() async throws {
    let demo = try await Self.reading("-o", "jsonl")
    let begin = ContinuousClock.now
    demo.signal(SIGINT)
    let run = try await demo.outcome(within: .seconds(20))
    #expect(run.status == 130)
    // The embedded broker takes a second to go, however it ends.
    #expect(.now - begin < .seconds(4))
    #expect(run.errors.hasSuffix("cdcwatch: interrupted\n"))
  }

  @Test func `quiet says nothing beside the data`() async throws {
    let demo = try await Self.reading("-q", "-o", "jsonl")
    demo.signal(SIGINT)
    let run = try await demo.outcome(within: .seconds(20))
    #expect(run.errors == "cdcwatch: interrupted\n")
    #expect(try !run.jsonLines().isEmpty)
  }

  /// A demo that has printed its first reading.
  private static func reading(_ arguments: String...) async throws -> RunningProgram {
    let demo = try Binary.start(["demo"] + arguments)
    try #require(try await demo.wait(for: .seconds(20)) { $0.output.contains("\n") })
    return demo
  }
}
