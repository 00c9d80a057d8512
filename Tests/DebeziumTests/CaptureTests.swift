import Debezium
import JSON
import Testing

@Suite(.enabled(if: Captures.areThere, "no recorded topics beside the package"))
struct CaptureTests {
  @Test(arguments: Captures.topics("connect-offsets"))
  func everyRecordedOffsetIsUnderstood(topic: String) throws {
    let records = try Captures.records(topic)
    #expect(!records.isEmpty)
    for record in records {
      let key = try #require(SourceOffsetKey(parsing: record.key ?? ""))
      #expect(key.prefix != nil)
      guard let value = record.value else { continue }
      let offset = try #require(SourceOffset(parsing: value))
      #expect(offset.isEmpty || offset.engine != .unknown)
      #expect(offset.isEmpty || offset.lsn != nil || offset.gtids != nil)
      if case .other(let text) = offset.snapshot { Issue.record("snapshot is \(text)") }
      guard let incremental = offset.incremental else { continue }
      #expect(!incremental.tables.isEmpty)
      #expect(incremental.correlationID != nil)
      let keys = [try #require(incremental.lastKey), try #require(incremental.maximumKey)]
      for text in keys.compactMap(\.texts).joined() { #expect(!text.hasPrefix("undecodable")) }
    }
  }

  @Test(arguments: Captures.topics("-notifications"))
  func everyRecordedNotificationIsUnderstood(topic: String) throws {
    let records = try Captures.records(topic)
    #expect(!records.isEmpty)
    for record in records {
      let notification = try #require(
        Notification(parsingKey: record.key, value: record.value ?? ""))
      #expect(!notification.id.isEmpty)
      #expect(notification.timestamp != nil)
      #expect(notification.connectorName != nil)
      if case .other(let text) = notification.type { Issue.record("type is \(text)") }
      if case .other(let text) = notification.aggregate { Issue.record("aggregate is \(text)") }
      if case .other(let text)? = notification.status { Issue.record("status is \(text)") }
      if notification.type == .tableScanCompleted {
        #expect(notification.status != nil && notification.scannedCollection != nil)
      }
    }
  }

  @Test(arguments: Captures.topics("debezium_signal"))
  func everyRowOfARecordedSignalTableIsUnderstood(topic: String) throws {
    var opened: Set<String> = []
    var closed: Set<String> = []
    for record in try Captures.records(topic) {
      let value = try JSONValue.parse(record.value ?? "null")
      let isInserted = value["op"] == .string("c") || value["__op"] == .string("c")
      guard isInserted else { continue }
      let signal = try #require(Signal(event: value))
      #expect(signal.problems.isEmpty, "\(signal)")
      switch signal.kind {
      case .other(let text): Issue.record("type is \(text)")
      case .windowOpen(let window):
        #expect(window.opened != nil)
        opened.insert(window.chunk)
      case .windowClose(let window):
        #expect(window.opened != nil && window.closed != nil)
        closed.insert(window.chunk)
      default: break
      }
    }
    #expect(!opened.isEmpty)
    #expect(closed.isSubset(of: opened))
  }

  @Test(arguments: Captures.topics("-signals"))
  func everyRecordedKafkaSignalIsUnderstood(topic: String) throws {
    for record in try Captures.records(topic) {
      let signal = try #require(
        Signal(
          kafkaKey: record.key, value: .parse(record.value ?? "null"), prefix: record.key))
      let isLog = if case .log = signal.kind { true } else { false }
      #expect(signal.problems == (isLog ? [.missingID] : []))
      if case .other(let text) = signal.kind { Issue.record("type is \(text)") }
    }
  }

  @Test func theFailedTableOfTheFailoverIsNamed() throws {
    let records = try Captures.records("mysql-failover/inv-notifications.jsonl.zst")
    let failed = records.compactMap { Notification(parsingKey: $0.key, value: $0.value ?? "") }
      .filter { $0.status == .sqlException }
    #expect(failed.map(\.scannedCollection) == ["inventory.orders_large"])
    #expect(failed.map(\.totalRowsScanned) == [7100])
  }

  @Test(arguments: ["pg-incremental", "pg-ops", "mysql-incremental", "mysql-failover"])
  func theLastKeyOfEachOffsetIsARowsOwn(folder: String) throws {
    var rows: [String: [[String]]] = [:]
    var compared = 0
    for record in try Captures.records("\(folder)/connect-offsets.jsonl.zst") {
      let prefix = try #require(SourceOffsetKey(parsing: record.key ?? "")?.prefix)
      guard let incremental = record.value.flatMap(SourceOffset.init(parsing:))?.incremental,
        let lastKey = incremental.lastKey, let texts = lastKey.texts,
        let table = incremental.tables.first?.id
      else { continue }
      let topic = TableName(table).topic(prefix: prefix)
      if rows[topic] == nil {
        rows[topic] = try Captures.records("\(folder)/\(topic).jsonl.zst")
          .compactMap { try JSONValue.parse($0.key ?? "null").payload.members }
          .map { $0.map(\.value.plainText) }
      }
      let keys = rows[topic] ?? []
      #expect(keys.contains(texts) || keys.contains { lastKey.matches($0) }, "\(texts)")
      compared += 1
    }
    #expect(compared > 0)
  }

  @Test func theRowsOwnKeysMatchTheMaximumKeyOfTheOffset() throws {
    let offsets = try Captures.records("mysql-incremental/connect-offsets.jsonl.zst")
      .compactMap { $0.value.flatMap(SourceOffset.init(parsing:))?.incremental }
    let maximum = try #require(
      offsets.first { $0.tables.first?.id == "inventory.stock" }?.maximumKey)
    let keys = try Captures.records("mysql-incremental/inv.inventory.stock.jsonl.zst")
      .compactMap { try JSONValue.parse($0.key ?? "null").payload.members }
    #expect(keys.contains { maximum.matches($0.map(\.value.plainText)) })
  }
}
