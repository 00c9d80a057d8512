import Debezium
import Runtime
import Testing

@testable import Snapshot

@Suite struct NextStepTests {
  private func step(
    _ engine: Engine = .postgresql, signalTable: String? = "public.debezium_signal",
    connector: String? = "shop"
  ) -> NextStep {
    var settings = TrackerSettings()
    settings.engine = engine
    settings.signalTable = signalTable
    settings.connector = connector
    return NextStep(settings: settings, now: Timestamp(milliseconds: 1_795_250_000_000))
  }

  private func position(_ columns: [String], _ values: [String]) -> KeyPosition {
    var run = SnapshotRun(
      kind: .incremental, id: "run-1", origin: .rows, begin: Timestamp(milliseconds: 0))
    let envelope = Envelope(form: .debezium, operation: .read, marker: .incremental)
    let moment = Timestamp(milliseconds: 1)
    run.rows.countRead(
      RowFact(time: moment, content: .change(envelope), fingerprint: 1), marker: .incremental)
    run.rows.noteLast(RecordKey(columns: columns, values: values), at: moment)
    return KeyPosition(run: run)
  }

  @Test func `what helps a connector, a pause and a queue that hangs is said literally`() {
    #expect(step().text(for: .lookAtConnector) == "cdcwatch connector status shop")
    #expect(step(connector: nil).text(for: .lookAtConnector) == "cdcwatch connector status")
    #expect(
      step().text(for: .resume) == """
        INSERT INTO public.debezium_signal (id, type, data) VALUES \
        ('cdcwatch-1795250000-resume', 'resume-snapshot', NULL);
        """)
    #expect(
      step(signalTable: nil).text(for: .free) == """
        INSERT INTO debezium_signal (id, type, data) VALUES \
        ('cdcwatch-1795250000-pause', 'pause-snapshot', NULL); \
        INSERT INTO debezium_signal (id, type, data) VALUES \
        ('cdcwatch-1795250000-resume', 'resume-snapshot', NULL);
        """)
    #expect(step().text(for: .readAgain) == nil)
  }

  private static func whole(_ table: String) -> String {
    """
    INSERT INTO public.debezium_signal (id, type, data) VALUES ('cdcwatch-1795250000', \
    'execute-snapshot', '{"data-collections":["\(table)"],"type":"incremental"}');
    """
  }

  private static func rest(_ filter: String) -> String {
    """
    INSERT INTO public.debezium_signal (id, type, data) VALUES ('cdcwatch-1795250000', \
    'execute-snapshot', '{"data-collections":["public.t1"],"type":"incremental",\
    "additional-conditions":[{"data-collection":"public.t1","filter":"\(filter)"}]}');
    """
  }

  @Test(
    arguments: [
      (["id"], ["7100"], "id > 7100"), (["id"], ["-5"], "id > -5"),
      (["sku"], ["sku-98"], "sku > ''sku-98''"),
      (["store", "sku"], ["cph", "12"], "(store, sku) > (''cph'', 12)"),
    ] as [([String], [String], String)])
  func `the rest of a table lies behind its last key`(
    columns: [String], values: [String], filter: String
  ) {
    let text = step().text(
      readingRestOf: "public.t1", after: position(columns, values), condition: nil)
    #expect(text == Self.rest(filter))
  }

  @Test(
    arguments: [
      (["name"], ["o'hara"]), (["name"], [#"a"b"#]), (["name"], [#"a\b"#]), (["name"], ["é"]),
      (["name"], ["a\nb"]), (["id"], ["/1oa4BKvpdTIicUK1Ceq9Q=="]), (["Id"], ["5"]),
      (["my id"], ["5"]), ([""], ["5"]), (["a", "b"], ["1", "o'hara"]),
    ] as [([String], [String])])
  func `a key that cannot be written safely gives the whole table`(
    columns: [String], values: [String]
  ) {
    let text = step().text(
      readingRestOf: "public.t1", after: position(columns, values), condition: nil)
    #expect(text == Self.whole("public.t1"))
  }

  @Test func `a table without a key is read whole`() {
    let run = SnapshotRun(
      kind: .incremental, id: nil, origin: .rows, begin: Timestamp(milliseconds: 0))
    #expect(
      step().text(readingRestOf: "public.t1", after: KeyPosition(run: run), condition: nil)
        == Self.whole("public.t1"))
    #expect(
      step().text(readingRestOf: "public.t1", after: nil, condition: nil) == Self.whole("public.t1")
    )
  }

  @Test(
    arguments: [
      (.postgresql, #"public.o'hara"#, #"public.o''hara"#), (.postgresql, #"s."T""#, #"s.\"T\""#),
      (.mysql, #"s."T""#, #"s.\\"T\\""#), (.mariadb, #"s."T""#, #"s.\\"T\\""#),
      // Of an unknown database a doubled backslash is the safer reading.
      (.unknown, #"s."T""#, #"s.\\"T\\""#), (.postgresql, #"s.a\b"#, #"s.a\\b"#),
      (.mysql, #"s.a\b"#, #"s.a\\\\b"#),
    ] as [(Engine, String, String)])
  func `a name is quoted for JSON and then for the database's literals`(
    engine: Engine, table: String, quoted: String
  ) {
    #expect(
      step(engine).text(readingRestOf: table, after: nil, condition: nil) == Self.whole(quoted))
  }
}
