import TestSupport
import Testing

/// What `offsets check` says before it has asked anybody.
@Suite struct OffsetCheckProcessTests {
  private static let nobody = "http://127.0.0.1:1"

  @Test(arguments: [
    (["offsets", "check"], "no connector was named"),
    (["offsets", "check", "-c", "shop"], "no Connect cluster was named"),
    (["offsets", "check", "-c", "shop", "--db", "db:5432/shop"], "does not begin with"),
    (["offsets", "check", "/nonexistent/offsets.json", "-c", "shop"], "is no backup"),
    (["offsets", "check", "/dev/null", "-c", "shop"], "is no answer of Connect about offsets"),
  ])
  func `wrong use is told with what to type`(arguments: [String], words: String) async throws {
    let run = try await Binary.run(arguments)
    #expect(run.status == 64, "\(run)")
    #expect(run.errors.contains(words), "\(run)")
    #expect(run.errors.contains("\nhint: "), "\(run)")
    #expect(run.output == "")
  }

  @Test func `a file of one connector is not judged for all`() async throws {
    let run = try await Binary.shell(
      #"echo '{"offsets":[{"partition":{"server":"a"},"offset":{"lsn":1}}]}' > /tmp/one-$$.json; "$CDCWATCH" offsets check /tmp/one-$$.json --all; code=$?; rm /tmp/one-$$.json; exit $code"#
    )
    #expect(run.status == 64, "\(run)")
    #expect(run.errors.contains("does not say whose offsets"), "\(run)")
  }

  @Test(arguments: ["mysql://u:geheim@db:port", "postgresql://u:ge/heim@db", "x://u:geheim@db"])
  func `a password in a URI that is none is not shown`(uri: String) async throws {
    let run = try await Binary.run("offsets", "check", "-c", "shop", "--db", uri)
    #expect(run.status == 64, "\(run)")
    #expect(!run.errors.contains("heim"), "\(run)")
  }

  @Test func `a password on the command line gets a warning, one in the environment none`()
    async throws
  {
    let common = ["offsets", "check", "-c", "shop", "--connect", Self.nobody]
    let shown = try await Binary.run(common + ["--db", "shop=mysql://u:geheim@db"])
    #expect(shown.status == 5, "\(shown)")
    #expect(shown.errors.contains("warning: '--db' showed a password"), "\(shown)")
    let hidden = try await Binary.run(
      common, environment: ["CDCWATCH_DB": "shop=mysql://u:geheim@db"])
    #expect(hidden.status == 5, "\(hidden)")
    #expect(!hidden.errors.contains("warning"), "\(hidden)")
    #expect(!(shown.errors + hidden.errors).contains("geheim"))
  }
}
