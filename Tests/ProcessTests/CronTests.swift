import Drill
import Foundation
import JSON
import Runtime
import TestSupport
import Testing

/// The files for `/etc/cron.d`: that cron would take them, and that what they run mails only when
/// somebody has to look.
@Suite struct CronTests {
  private static let files = ["cron.d-cdcwatch", "cron.d-cdcwatch-drills"]

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: Places.package.appending(path: "configs/\(name)"), encoding: .utf8)
  }

  /// The lines that run something: five fields of time, a user, and a command for the shell.
  private static func jobs(_ name: String) throws -> [(
    times: [Substring], user: Substring, command: String
  )] {
    try text(name).split(separator: "\n").filter { $0.first?.isNumber == true }.map { line in
      let words = line.split(separator: " ", maxSplits: 6)
      return (Array(words[..<5]), words[5], String(words[6]))
    }
  }

  @Test(arguments: files) func `cron takes every line of it`(name: String) throws {
    let text = try Self.text(name)
    // "The crontab file has to be newline-terminated" and "% ... will be changed into newline
    // characters" (crontab(5)).
    #expect(text.hasSuffix("\n"))
    #expect(!text.contains("%"))
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let isSetting = line.hasPrefix("SHELL=/bin/bash") || line.hasPrefix("MAILTO=root")
      #expect(isSetting || line.first?.isNumber == true, "\(line)")
    }
    let jobs = try Self.jobs(name)
    #expect(jobs.count == 2)
    for job in jobs {
      #expect(job.user == "cdcwatch")
      #expect(Int(job.times[0]).map { (0..<60).contains($0) } == true)
      #expect(job.times[1] == "*" || Int(job.times[1]).map { (0..<24).contains($0) } == true)
      #expect(job.times[2...] == ["*", "*", "*"])
      #expect(job.command.contains("/usr/local/bin/cdcwatch "))
      #expect(job.command.contains("> /dev/null"), "what is well is not mailed")
    }
  }

  /// Runs a job of the drills' file as cron does, at home.
  private static func run(_ verb: String, at home: Home) async throws -> Outcome {
    let command = try #require(
      try jobs("cron.d-cdcwatch-drills").first { $0.command.contains("drill \(verb)") }?.command)
    return try await Binary.shell(
      command.replacing("/usr/local/bin/cdcwatch", with: "$CDCWATCH"),
      environment: home.environment)
  }

  /// Writes the journal of a run that began so long ago, and ended so or not at all.
  private static func run(_ name: String, hoursAgo hours: Int64, result: String?, at home: Home)
    throws
  {
    let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    let moment = now + .seconds(-3600 * hours)
    var journal = Journal()
    var bytes = try journal.append(
      .started, step: nil, effect: nil,
      detail: [
        .init(name: "connector", value: .string("shop")),
        .init(name: "drill", value: .string("connector-deleted")),
      ], at: moment)
    if let result {
      bytes += try journal.append(
        .ended, step: nil, effect: nil,
        detail: [.init(name: "result", value: .string(result))], at: moment)
    }
    try home.write(
      String(decoding: bytes, as: UTF8.self),
      to: ".local/state/cdcwatch/drills/\(name)/journal.jsonl")
  }

  @Test func `a connector that was not drilled this quarter is mailed, and one that was is not`()
    async throws
  {
    let home = try Home()
    let never = try await Self.run("status", at: home)
    #expect(never.status == 2, "\(never)")
    #expect(never.errors == "cdcwatch: critical: no drill has been run\n")
    try Self.run("old", hoursAgo: 24 * 93, result: "proved", at: home)
    try Self.run("failed", hoursAgo: 1, result: "lost", at: home)
    let late = try await Self.run("status", at: home)
    #expect(late.status == 2, "\(late)")
    #expect(late.errors.contains("no drill was proved within 92d of: shop"), "\(late)")
    try Self.run("young", hoursAgo: 24 * 91, result: "proved", at: home)
    let well = try await Self.run("status", at: home)
    #expect(well.status == 0 && well.output == "" && well.errors == "", "\(well)")
  }

  @Test func `what cannot be swept is mailed, and a young run is left alone`() async throws {
    let home = try Home()
    let nothing = try await Self.run("sweep", at: home)
    #expect(nothing.status == 0 && nothing.output == "" && nothing.errors == "", "\(nothing)")
    try Self.run("young", hoursAgo: 23, result: nil, at: home)
    let young = try await Self.run("sweep", at: home)
    #expect(young.status == 0 && young.errors == "", "\(young)")
    // Of this one nobody knows what it was started with.
    try Self.run("dead", hoursAgo: 25, result: nil, at: home)
    let dead = try await Self.run("sweep", at: home)
    #expect(dead.status == 7, "\(dead)")
    #expect(dead.output == "" && dead.errors.contains("run.json"), "\(dead)")
  }
}
