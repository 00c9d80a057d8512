import Runtime
import Testing

@Suite struct DisplayTextTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("注文", 4), ("한글", 4), ("Ａ", 2),
    ("🚀", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤\u{FE0F}", 2), ("❤", 1), ("·", 1), ("…", 1), ("\u{200B}", 0),
    ("a\tb", 2), ("\u{1B}[32mRUNNING\u{1B}[0m", 7), ("\u{1B}", 0), ("\u{1B}[1;3", 0), ("\r\n", 0),
  ])
  func `columns are counted as a terminal shows them`(text: String, columns: Int) {
    #expect(DisplayText.columns(of: text) == columns)
  }

  @Test(arguments: [
    ("orders", 10, "orders"), ("orders", 6, "orders"), ("orders", 5, "orde…"), ("orders", 1, "…"),
    ("orders", 0, ""), ("orders", -1, ""), ("orders", Int.min, ""), ("注文表", 6, "注文表"),
    ("注文表", 5, "注文…"), ("注文表", 4, "注…"), ("e\u{301}tat", 2, "e\u{301}…"),
    ("\u{1B}[32mRUNNING\u{1B}[0m", 7, "\u{1B}[32mRUNNING\u{1B}[0m"),
    ("\u{1B}[32mRUNNING\u{1B}[0m", 4, "\u{1B}[32mRUN…\u{1B}[0m"),
  ])
  func `a line is cut at whole characters and keeps its colours`(
    text: String, columns: Int, expected: String
  ) {
    let cut = DisplayText.truncated(text, to: columns)
    #expect(cut == expected)
    #expect(DisplayText.columns(of: cut) <= max(columns, 0))
  }

  @Test(arguments: [
    ("orders", 8, "orders  "), ("注文", 5, "注文 "), ("orders", 3, "orders"), ("a", Int.min, "a"),
  ])
  func `padding counts columns`(text: String, columns: Int, expected: String) {
    #expect(DisplayText.padded(text, to: columns) == expected)
  }

  @Test(arguments: [
    ("public.orders", "public.orders"), ("naïve 注文 🚀", "naïve 注文 🚀"),
    ("\u{1B}[2Jgone", "\\u{1B}[2Jgone"), ("a\nb\r\0", "a\\u{A}b\\u{D}\\u{0}"),
    ("\u{9B}31m", "\\u{9B}31m"), ("\u{202E}abc", "\\u{202E}abc"), ("\u{7F}", "\\u{7F}"),
  ])
  func `foreign text cannot steer the terminal`(text: String, expected: String) {
    #expect(DisplayText.printable(text) == expected)
  }
}

@Suite struct LiveLineTests {
  @Test func `a line is drawn in place, cut one column short of the edge`() {
    var line = LiveLine()
    #expect(line.draw("orders 10%", columns: 80) == "\rorders 10%\u{1B}[K")
    #expect(line.draw("orders 12%", columns: 8) == "\rorders…\u{1B}[K")
  }

  @Test func `drawing the same again costs nothing`() {
    var line = LiveLine()
    _ = line.draw("orders", columns: 80)
    #expect(line.draw("orders", columns: 80).isEmpty)
    #expect(line.draw("orders", columns: 80).isEmpty)
  }

  @Test func `a cleared line is drawn again and a finished one stands`() {
    var line = LiveLine()
    #expect(line.clear().isEmpty)
    #expect(line.finish().isEmpty)
    _ = line.draw("orders", columns: 80)
    #expect(line.clear() == "\r\u{1B}[K")
    #expect(line.draw("orders", columns: 80) == "\rorders\u{1B}[K")
    #expect(line.finish() == "\n")
    #expect(line.finish().isEmpty)
  }

  @Test(arguments: [Int.min, -1, 0, 1, 2])
  func `a terminal without room does no harm`(columns: Int) {
    var line = LiveLine()
    #expect(!line.draw("orders", columns: columns).contains("orders"))
  }
}
