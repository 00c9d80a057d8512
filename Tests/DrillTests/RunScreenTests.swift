import Drill
import JSON
import Runtime
import Testing

/// What a terminal shows of a run that is under way.
@Suite struct RunScreenTests {
  private static let start = Timestamp(milliseconds: 1_700_000_000_000)

  private static func line(
    _ event: JournalLine.Event, _ step: String? = nil, effect: String? = nil, at seconds: Int64,
    reason: String? = nil
  ) -> JournalLine {
    JournalLine(
      number: 1, time: start + .seconds(seconds), step: step, effect: effect, event: event,
      detail: reason.map { [.init(name: "reason", value: .string($0))] } ?? [],
      previous: JournalLine.noHash)
  }

  private static let steps: [RunScreen.Step] = [
    .init(id: "setup", text: "make the shadow connector, its sentinel table and more", budget: nil),
    .init(id: "stop", text: "stop the connector, and wait until no task is left", budget: nil),
    .init(id: "backup", text: "back the offsets up into /srv/archive", budget: .seconds(600)),
    .init(id: "back", text: "make the connector from the backup", budget: .seconds(5)),
    .init(id: "proof", text: "prove that every sentinel has arrived, within 5m", budget: nil),
  ]

  private static func screen(
    _ lines: [JournalLine], _ steps: [RunScreen.Step] = steps,
    title: String = "connector-deleted on shop (shadow)"
  ) -> RunScreen {
    var screen = RunScreen(title: title, steps: steps)
    for line in lines { screen.take(line) }
    return screen
  }

  private static let underWay = [
    line(.started, at: 0),
    line(.started, "setup", at: 0), line(.intent, "setup", effect: "tables", at: 0),
    line(.done, "setup", effect: "tables", at: 1), line(.done, "setup", at: 4),
    line(.started, "stop", at: 4), line(.intent, "stop", effect: "stop", at: 4),
    line(.done, "stop", effect: "stop", at: 5), line(.done, "stop", at: 65),
    line(.started, "backup", at: 65), line(.intent, "backup", effect: "backup", at: 65),
  ]

  /// The screen's text, after a look at what holds for each.
  private static func text(
    _ screen: RunScreen, after seconds: Int64, columns: Int, rows: Int = 24
  ) -> String {
    let lines = screen.lines(at: start + .seconds(seconds), columns: columns, rows: rows)
    for line in lines { #expect(DisplayText.columns(of: line) < columns, "\(line)") }
    #expect(lines.count < rows)
    return lines.joined(separator: "\n")
  }

  @Test func `the running step has its clock against its budget, and the others their words`() {
    var screen = Self.screen(Self.underWay)
    screen.sentinels = .init(written: 210, arrived: 205)
    let shown = Self.text(screen, after: 77, columns: 80)
    #expect(
      shown == """
        connector-deleted on shop (shadow)                                         1:17
        ✓ setup   make the shadow connector, its sentinel table and more          4.0 s
        ✓ stop    stop the connector, and wait until no task is left               1:01
        ▸ backup  backup · back the offsets up into /srv/archive          0:12 of 10:00
          back    make the connector from the backup
          proof   prove that every sentinel has arrived, within 5m
          sentinels: 210 written, 205 arrived
        """)
  }

  @Test func `at 40 columns the names and the clocks stay`() {
    let shown = Self.text(Self.screen(Self.underWay), after: 3765, columns: 40)
    #expect(
      shown == """
        connector-deleted on shop (sha… 1:02:45
        ✓ setup                           4.0 s
        ✓ stop                             1:01
        ▸ backup             1:01:40 over 10:00
          back
          proof
          sentinels: none yet
        """)
  }

  @Test func `an overrun, a failure and what was undone are told`() {
    let screen = Self.screen(
      Self.underWay + [
        Self.line(.done, "backup", effect: "backup", at: 80), Self.line(.done, "backup", at: 80),
        Self.line(.started, "back", at: 80), Self.line(.done, "back", at: 91),
        Self.line(.started, "proof", at: 91),
        Self.line(.failed, "proof", at: 150, reason: "2 changes are lost"),
        Self.line(.undone, "stop", at: 151),
      ])
    #expect(
      Self.text(screen, after: 155, columns: 80) == """
        connector-deleted on shop (shadow)                                         2:35
        ✓ setup   make the shadow connector, its sentinel table and mo…           4.0 s
        ↶ stop    undone
        ✓ backup  back the offsets up into /srv/archive                          15.0 s
        ✓ back    make the connector from the backup                     0:11 over 0:05
        ✗ proof   2 changes are lost
          sentinels: none yet
        """)
  }

  @Test func `long names and wide characters keep the columns`() {
    let long = "quarterly.connector-deleted-and-back"
    let steps: [RunScreen.Step] = [
      .init(id: long, text: "データベースを止めて、コネクタを消してから元に戻す", budget: .seconds(90)),
      .init(id: "待つ", text: "wait \u{1B}[2J until it is so", budget: nil),
    ]
    let screen = Self.screen(
      [Self.line(.started, at: 0), Self.line(.started, long, at: 0)], steps,
      title: "四半期 on 店の注文データベースのとても長い名前のコネクタ (shadow)")
    #expect(
      Self.text(screen, after: 5, columns: 80) == """
        四半期 on 店の注文データベースのとても長い名前のコネクタ (shadow)          0:05
        ▸ quarterly.connector-delet…  データベースを止めて、コネクタを消…  0:05 of 1:30
          待つ                        wait \\u{1B}[2J until it is so
          sentinels: none yet
        """)
    #expect(
      Self.text(screen, after: 5, columns: 40) == """
        四半期 on 店の注文データベースの…  0:05
        ▸ quarterly.co…            0:05 of 1:30
          待つ
          sentinels: none yet
        """)
  }

  @Test func `a terminal too low for all steps shows those around the running one`() {
    let steps = (1...30).map { RunScreen.Step(id: "step-\($0)", text: "do \($0)", budget: nil) }
    let lines =
      [Self.line(.started, at: 0)]
      + (1...19).flatMap {
        [Self.line(.started, "step-\($0)", at: 0), Self.line(.done, "step-\($0)", at: 0)]
      }
    let screen = Self.screen(lines + [Self.line(.started, "step-20", at: 1)], steps)
    #expect(
      Self.text(screen, after: 2, columns: 40, rows: 10) == """
        connector-deleted on shop (shadow) 0:02
          … 17 above
        ✓ step-18  do 18                  0.0 s
        ✓ step-19  do 19                  0.0 s
        ▸ step-20  do 20                   0:01
          step-21  do 21
          step-22  do 22
          … 8 below
          sentinels: none yet
        """)
  }

  @Test(arguments: [1, 2, 3, 7, 13, 19], [1, 2, 4, 7])
  func `no terminal is too small`(columns: Int, rows: Int) {
    let lines = Self.screen(Self.underWay).lines(
      at: Self.start + .seconds(80), columns: columns, rows: rows)
    #expect(lines.allSatisfy { DisplayText.columns(of: $0) <= max(columns - 1, 1) })
    #expect(lines.count <= max(rows - 1, 5))
  }

  @Test func `colour is there only where it is wanted, and cut with care`() {
    let screen = Self.screen(Self.underWay)
    let now = Self.start + .seconds(80)
    let plain = screen.lines(at: now, columns: 80, rows: 24)
    let coloured = screen.lines(at: now, columns: 80, rows: 24, hasColor: true)
    #expect(!plain.joined().contains("\u{1B}"))
    #expect(coloured[1].hasPrefix("\u{1B}[32m✓\u{1B}[0m setup"))
    #expect(
      zip(plain, coloured).allSatisfy { DisplayText.columns(of: $0) == DisplayText.columns(of: $1) }
    )
  }

  @Test func `a clock that was set back gives no negative time`() {
    let screen = Self.screen(Self.underWay)
    #expect(screen.lines(at: Self.start, columns: 80, rows: 24)[3].hasSuffix("0:00 of 10:00"))
  }

  @Test func `a person is being asked from the step's beginning to its end`() {
    let steps: [RunScreen.Step] = [
      .init(id: "ask", text: "ask: go on? [yes]", budget: nil, asks: true),
      .init(id: "rest", text: "wait", budget: nil),
    ]
    var screen = Self.screen([Self.line(.started, at: 0)], steps)
    #expect(!screen.isAsking)
    screen.take(Self.line(.started, "ask", at: 0))
    screen.take(Self.line(.intent, "ask", effect: "word", at: 0))
    #expect(screen.isAsking)
    screen.take(Self.line(.done, "ask", effect: "word", at: 1))
    screen.take(Self.line(.done, "ask", at: 1))
    #expect(!screen.isAsking)
    screen.take(Self.line(.started, "rest", at: 1))
    #expect(!screen.isAsking)
  }
}
