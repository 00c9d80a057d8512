import Drill
import Testing

@Suite struct DrillTextTests {
  @Test(arguments: [
    ("", "", []), ("plain $ text", "plain $ text", []),
    ("${inputs.db}", "main", ["inputs.db"]),
    ("a ${inputs.db}/${x} b", "a main/${x} b", ["inputs.db", "x"]),
    ("$${file:x}", "${file:x}", []), ("$$${inputs.db}", "$${inputs.db}", []),
  ])
  func `variables are filled in, and what has no value stays`(
    text: String, filled: String, variables: [String]
  ) throws {
    let read = try #require(DrillText(parsing: text))
    #expect(read.filled { $0 == "inputs.db" ? "main" : nil } == filled)
    #expect(read.variables == variables)
  }

  @Test func `a variable that is not closed is no text`() {
    #expect(DrillText(parsing: "a ${inputs") == nil)
  }
}
