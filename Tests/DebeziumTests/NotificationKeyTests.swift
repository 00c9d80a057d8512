import Debezium
import Testing

struct NotificationKeyTests {
  @Test(
    arguments: [
      ("24000", 1, ["24000"]), ("299,2", 2, ["299", "2"]), ("cph,sku-98", 2, ["cph", "sku-98"]),
      ("39,2026-03-01 07:00:00.0", 2, ["39", "2026-03-01 07:00:00.0"]), ("a,b", 1, ["a,b"]),
      ("1,<null>", 2, ["1", "null"]), ("<null>", 1, ["null"]), (",", 2, ["", ""]), ("", 1, [""]),
      ("a,b,c", 2, nil), ("a", 2, nil), ("a", 0, nil), ("a", -1, nil), ("[B@49a821e6", 1, nil),
      ("7,[B@1", 2, nil), ("[Ljava.lang.Object;@1b", 1, nil), ("[[I@ff", 1, nil),
      ("[B@nothex", 1, ["[B@nothex"]), ("joe@cafe", 1, ["joe@cafe"]), ("[x]@1", 1, ["[x]@1"]),
      ("[B@", 1, ["[B@"]), ("[@1", 1, ["[@1"]),
    ] as [(String, Int, [String]?)])
  func aKeySplitsOnlyIntoExactlyItsColumns(text: String, count: Int, texts: [String]?) {
    #expect(NotificationKey(text).texts(count: count) == texts)
  }

  @Test(
    arguments: [
      ("24000", ["24000"], true), ("24000", ["24001"], false),
      ("cph,sku-98", ["cph", "sku-98"], true),
      ("2030-01-01", ["21915"], true), ("2030-01-01", ["21916"], false),
      ("39,2026-03-01 07:00:00.0", ["39", "1772348400000000"], true), ("a,b", ["a"], false),
      ("a,b", ["a,b"], true), ("a,b,c", ["a", "b,c"], false), ("[B@49a821e6", ["AP8Q"], false),
      ("<null>,1", ["null", "1"], true), ("1", [], false),
    ])
  func aKeyMatchesTheRowsOwnKey(text: String, rowKey: [String], matches: Bool) {
    #expect(NotificationKey(text).matches(rowKey) == matches)
  }

  @Test func aJavaObjectsNameIsUnknownAndIsToldApartFromNull() {
    let key = NotificationKey("7,[B@49a821e6,<null>")
    #expect(key.columns(count: 3) == [.text("7"), .unknown, .null])
    #expect(key.namesJavaObject)
    #expect(!NotificationKey("7,<null>").namesJavaObject)
  }
}
