import Debezium
import Testing

struct TablePatternTests {
  @Test(
    arguments: [
      ("public.orders", "public.orders", true), ("public.orders", "public_orders", true),
      ("public\\.orders", "public_orders", false), ("orders", "public.orders", false),
      ("public\\.orders.*", "public.orders_large", true),
      ("fleet.*", "fleet.debezium_signal", true),
      ("public\\.(orders|items)", "public.items", true), ("public.T1", "public.t1", false),
      ("(?i)public.T1", "public.t1", true), ("public\\.(?!tmp_).*", "public.tmp_1", false),
      ("public\\.t_[0-9]{2}", "public.t_07", true), ("[", "[", true), ("[", "x", false),
      ("public.(", "public.(", true), ("a{99999}", "a{99999}", true), ("", "", true),
      ("", "a", false),
      ("\"public\".\"t1\"", "\"public\".\"t1\"", true),
    ])
  func anExpressionMatchesAWholeNameOrIsTheNameItself(
    pattern: String, table: String, matches: Bool
  ) {
    #expect(TablePattern(pattern).matches(table) == matches)
  }

  @Test(
    arguments: [
      "(a*)*b", "(a+)+b", "(a|a)*b", "((a?){30})b", ".*.*.*.*.*.*.*.*=x",
      String(repeating: "a?", count: 30), "(a|aa)+$", "(((((a*)*)*)*)*)*",
      String(repeating: "(", count: 5000),
    ])
  func anExpressionThatCouldTakeVeryLongIsOnlyItsOwnName(pattern: String) {
    let name = String(repeating: "a", count: 60)
    #expect(!TablePattern(pattern).isExpression(forNamesOf: name.utf8.count))
    #expect(!TablePattern(pattern).matches(name))
    #expect(TablePattern(pattern).matches(pattern))
  }

  @Test(arguments: ["public\\..*", ".*_.*_.*", "(public|sales)\\.(a|b|c)(_\\d+)?", "a?b*c+d{1,3}"])
  func whatPeopleWriteIsAnExpression(pattern: String) {
    #expect(TablePattern(pattern).isExpression(forNamesOf: 60))
  }

  @Test func aListIsPartedByCommasThatAreNotEscaped() {
    let patterns = TablePattern.list(" a.b , c{1\\,2},, d\\\\,e ")
    #expect(patterns.map(\.text) == ["a.b", "c{1,2}", "d\\\\", "e"])
    #expect(patterns[0].matches("A.B"))
  }
}
