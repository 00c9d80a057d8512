import Foundation
import Testing

@testable import Runtime

@Suite struct CommandOutputTests {
  private static func run(
    _ words: String..., within limit: Duration = .seconds(20), stop: StopFlag = StopFlag()
  ) throws(RuntimeError) -> String {
    String(
      decoding: try CommandOutput.of(words, until: Deadline(after: limit), stop: stop),
      as: UTF8.self)
  }

  @Test func `a program's output is given as it is, and its standard input is empty`() throws {
    #expect(try Self.run("printf", "a b\\n") == "a b\n")
    #expect(try Self.run("cat") == "")
    #expect(try Self.run("/bin/sh", "-c", "echo out; echo err >&2") == "out\n")
  }

  @Test(arguments: [
    (["/nonexistent/program"], "cannot be started"), ([], "is empty"),
    (["/bin/sh", "-c", "echo why >&2; echo more >&2; exit 7"], "ended with status 7: why"),
    (["/bin/sh", "-c", "kill -9 $$"], "was ended by 9"),
    (["head", "-c", "100000", "/dev/zero"], "printed more than 65536 bytes"),
  ])
  func `what goes wrong is told`(words: [String], reason: String) throws {
    let error = try #require(throws: RuntimeError.self) {
      try CommandOutput.of(words, until: Deadline(after: .seconds(20)), stop: StopFlag())
    }
    #expect("\(error)".contains(reason), "\(error)")
  }

  @Test func `a program that takes too long is ended, and a raised flag ends the wait`() throws {
    let begin = ContinuousClock.now
    let late = try #require(throws: RuntimeError.self) {
      try Self.run("sleep", "60", within: .milliseconds(200))
    }
    #expect("\(late)".contains("was not done in time"))
    let stop = StopFlag()
    stop.raise(.interrupted)
    let stopped = try #require(throws: RuntimeError.self) {
      try Self.run("sleep", "60", stop: stop)
    }
    #expect("\(stopped)".contains("was interrupted"))
    #expect(ContinuousClock.now - begin < .seconds(20))
  }
}
