import Checks
import Databases
import Debezium
import Testing

@Suite struct WriterProofTests {
  private static let elsewhere = PostgreSQLFigures(host: "10.0.0.9")

  @Test func `the configured address proves it`() {
    guard case .proved(let words) = WriterProof.of(postgreSQL(position(2000))) else {
      Issue.record("not proved")
      return
    }
    #expect(words.contains("db:5432/shop"))
  }

  @Test(arguments: [
    ("localhost", "127.0.0.1", true), ("LOCALHOST", "/var/run/postgresql", true),
    ("db.example.", "DB.example", true), ("db1", "db2", false), ("${file:x:y}", "db", false),
  ])
  func `hosts are compared as people mean them`(configured: String, found: String, isSame: Bool) {
    // Its slot stands elsewhere, so that only the address can prove it.
    let facts = postgreSQL(
      position(3000), PostgreSQLFigures(host: found), ["database.hostname": configured])
    if case .proved = WriterProof.of(facts) { #expect(isSame) } else { #expect(!isSame) }
  }

  @Test func `a slot at a position of the connector's proves it whatever the address`() {
    guard case .proved(let words) = WriterProof.of(postgreSQL(position(2000), Self.elsewhere))
    else {
      Issue.record("not proved")
      return
    }
    #expect(words.contains("0/7D0"))
    let other = postgreSQL(position(2001), Self.elsewhere)
    guard case .unproved = WriterProof.of(other) else {
      Issue.record("proved")
      return
    }
  }

  @Test func `a slot that is seen from another database of the server proves nothing`() {
    var figures = Self.elsewhere
    figures.database = "accounts"
    let facts = postgreSQL(position(2000), figures, ["database.dbname": "accounts"])
    guard case .unproved(let why) = WriterProof.of(facts) else {
      Issue.record("proved")
      return
    }
    #expect(why.contains("is of the database accounts"))
  }

  @Test func `what the context says proves it and is told as that, but never a standby`() {
    var facts = postgreSQL(position(2001), Self.elsewhere)
    facts.writerWord = "writer-of of databases.shop, config.yaml:7"
    guard case .proved(let words) = WriterProof.of(facts) else {
      Issue.record("not proved")
      return
    }
    #expect(words.contains("config.yaml:7"))
    var standby = PostgreSQLFigures(isInRecovery: true)
    standby.host = "10.0.0.9"
    facts.database = standby.state
    if case .proved = WriterProof.of(facts) { Issue.record("a standby") }
    var replica = binlog(gtids("1-90"), BinlogFigures(host: "elsewhere", isReadOnly: true))
    replica.writerWord = "config.yaml:7"
    guard case .proved = WriterProof.of(replica) else {
      Issue.record("a replica that the connector reads from is allowed")
      return
    }
  }

  @Test func `a standby is never the writer`() {
    let facts = postgreSQL(position(2000), PostgreSQLFigures(isInRecovery: true))
    guard case .unproved(let why) = WriterProof.of(facts) else {
      Issue.record("proved")
      return
    }
    #expect(why.contains("standby"))
  }

  @Test func `GTIDs and a server id prove MySQL, but not a replica`() {
    var facts = binlog(gtids("1-90"), BinlogFigures(host: "elsewhere"))
    guard case .proved = WriterProof.of(facts) else {
      Issue.record("not proved")
      return
    }
    facts.database = BinlogFigures(host: "elsewhere", isReadOnly: true).state
    guard case .unproved(let why) = WriterProof.of(facts) else {
      Issue.record("proved")
      return
    }
    #expect(why.contains("read-only"))
    facts = binlog(gtids("1-90", uuid: foreignUUID), BinlogFigures(host: "elsewhere"))
    guard case .unproved = WriterProof.of(facts) else {
      Issue.record("proved")
      return
    }
  }

  @Test func `without a database the verdict is UNKNOWN, and the command names one`() {
    var facts = postgreSQL(position(2000))
    facts.database = nil
    let judgement = OffsetJudge.judge(facts)
    #expect(judgement.verdict == .unknown)
    #expect(
      judgement.next == "cdcwatch offsets check -c shop --db postgresql://USER@db:5432/shop")
    #expect(judgement.checks.first { $0.id == "database" }?.result == .notChecked)
  }

  @Test func `what needs no database is said without one`() {
    var facts = postgreSQL(nil)
    facts.database = nil
    #expect(OffsetJudge.judge(facts).verdict == .willResnapshot)
    facts.offset = offset(#"{"lsn":"abc"}"#)
    #expect(OffsetJudge.judge(facts).verdict == .willRefuse)
  }

  @Test func `an unproved database gives UNKNOWN and what it would be`() {
    let judgement = OffsetJudge.judge(postgreSQL(position(1500), Self.elsewhere))
    #expect(judgement.verdict == .unknown)
    #expect(judgement.reason.contains("WILL_SKIP"))
  }

  @Test func `a connector's name is quoted in the command`() {
    var facts = postgreSQL(position(1500))
    facts.connector = "it's; rm -rf"
    #expect(
      OffsetJudge.judge(facts).next == #"cdcwatch offsets set -c 'it'\''s; rm -rf' --to-slot"#)
  }
}
