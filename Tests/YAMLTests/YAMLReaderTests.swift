import Testing
import YAML

@Suite struct YAMLReaderTests {
  private static func read(_ text: String) throws(YAMLError) -> YAMLNode {
    try YAMLReader.read(Array(text.utf8))
  }

  @Test func `mappings, lists and texts keep their order and lines`() throws {
    let node = try Self.read(
      """
      # a comment
      kafka:
        brokers: [a:1, 'b:2']
      note: |
        two
        lines
      """)
    guard case .mapping(let entries) = node.content else { throw CancellationError() }
    #expect(entries.map(\.key) == ["kafka", "note"])
    #expect(entries.map(\.line) == [2, 4])
    #expect(node["note"]?.content == .scalar("two\nlines"))
    let brokers = try #require(node["kafka"]?["brokers"])
    #expect(brokers.line == 3)
    guard case .list(let elements) = brokers.content else { throw CancellationError() }
    #expect(elements.map(\.content) == [.scalar("a:1"), .scalar("b:2")])
  }

  @Test(arguments: [
    ("", true), ("# nothing\n", true), ("~", true), ("null", true), ("''", false),
    ("\"null\"", false),
    ("no", false), ("0x10", false),
  ])
  func `only an unquoted null is no text`(text: String, isNull: Bool) throws {
    #expect((try Self.read(text).content == .null) == isNull, "\(text)")
  }

  @Test(arguments: [
    ("a: *b", 1, YAMLError.Problem.alias("b")),
    ("a: &x 1\nb: *x", 2, .alias("x")),
    ("\na: !!str 1", 2, .tag("tag:yaml.org,2002:str")),
    ("a: 1\nb: 2\na: 3", 3, .repeatedKey("a")),
    ("? [a]\n: 1", 1, .keyIsNoText),
    ("a: 1\n---\nb: 2", 2, .severalDocuments),
    (String(repeating: "[", count: 40), 1, .tooDeep),
    ("[" + String(repeating: "1,", count: 30_000) + "]", 1, .tooManyValues),
    (String(repeating: " ", count: 300_000), 1, .tooLarge),
  ])
  func `what is not read is told with its line`(
    text: String, line: Int, problem: YAMLError.Problem
  ) throws {
    #expect(throws: YAMLError(problem: problem, line: line)) { try Self.read(text) }
  }

  @Test func `libyaml's own words come with a line`() throws {
    let error = try #require(throws: YAMLError.self) { try Self.read("a: 1\n\tb: 2\n") }
    #expect(error.line == 2)
    guard case .syntax(let words) = error.problem else { throw error }
    #expect(words.contains("found a tab character"))
  }

  @Test(arguments: [
    [0xFF, 0x41], [0x61, 0x0A, 0xC3], [0x61, 0x0A, 0x01], [0xFF, 0xFE, 0x61, 0x00],
  ])
  func `bytes that are no UTF-8 are told`(bytes: [UInt8]) throws {
    let error = try #require(throws: YAMLError.self) { try YAMLReader.read(bytes) }
    guard case .characters = error.problem else { throw error }
    #expect(error.line == (bytes.contains(0x0A) ? 2 : 1))
  }

  /// Nine levels of nine aliases each would be 387 million values.
  @Test func `a small text cannot stand for a large value`() throws {
    var text = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
    for level in 1...9 {
      let aliases = [String](repeating: "*a\(level - 1)", count: 9).joined(separator: ",")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    #expect(throws: YAMLError(problem: .alias("a0"), line: 2)) { try Self.read(text) }
  }
}
