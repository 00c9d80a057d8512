import Debezium
import JSON
import Runtime
import Testing

struct NotificationTests {
  static func notification(
    type: String = "IN_PROGRESS", aggregate: String = "Incremental Snapshot",
    timestamp: String = "1795248685029", data: String = "{}"
  ) -> Notification? {
    Notification(
      parsingKey: #"{"id":"run-1"}"#,
      value: """
        {"id":"run-1","type":"\(type)","aggregate_type":"\(aggregate)","additional_data":\(data),
         "timestamp":\(timestamp)}
        """)
  }

  @Test func aChunksNotificationTellsTheTableAndBothKeys() throws {
    let notification = try #require(
      Self.notification(
        data: """
          {"current_collection_in_progress":"public.orders_large","connector_name":"shop",
           "maximum_key":"24000","last_processed_key":"8",
           "data_collections":"public.orders_large,public.payments"}
          """))
    #expect(notification.id == "run-1")
    #expect(notification.aggregate == .incrementalSnapshot)
    #expect(notification.type == .inProgress)
    #expect(notification.timestamp == Timestamp(milliseconds: 1_795_248_685_029))
    #expect(notification.connectorName == "shop")
    #expect(notification.dataCollections == ["public.orders_large", "public.payments"])
    #expect(notification.currentCollection == "public.orders_large")
    #expect(notification.lastProcessedKey?.texts(count: 1) == ["8"])
    #expect(notification.maximumKey?.text == "24000")
    #expect(notification.scannedCollection == nil)
    #expect(notification.totalRowsScanned == nil)
    #expect(notification.status == nil)
  }

  @Test(
    arguments: [
      ("STARTED", .started), ("IN_PROGRESS", .inProgress),
      ("TABLE_SCAN_COMPLETED", .tableScanCompleted),
      ("TABLE_CHUNK_IN_PROGRESS", .tableChunkInProgress),
      ("TABLE_CHUNK_COMPLETED", .tableChunkCompleted), ("COMPLETED", .completed),
      ("ABORTED", .aborted), ("SKIPPED", .skipped), ("PAUSED", .paused), ("RESUMED", .resumed),
      ("BRAND_NEW", .other("BRAND_NEW")), ("", .other("")),
    ] as [(String, NotificationType)])
  func eachTypeIsKnownAndAnUnknownOneIsKept(text: String, type: NotificationType) {
    #expect(Self.notification(type: text)?.type == type)
    #expect(type.description == text)
  }

  @Test(
    arguments: [
      ("SUCCEEDED", .succeeded), ("EMPTY", .empty), ("NO_PRIMARY_KEY", .noPrimaryKey),
      ("SKIPPED", .skipped), ("SQL_EXCEPTION", .sqlException),
      ("UNKNOWN_SCHEMA", .unknownSchema), ("STOPPED", .other("STOPPED")),
    ] as [(String, Notification.ScanStatus)])
  func aScansStatusAndRowsAreTold(text: String, status: Notification.ScanStatus) throws {
    let notification = try #require(
      Self.notification(
        type: "TABLE_SCAN_COMPLETED",
        data: #"{"scanned_collection":"a.b","total_rows_scanned":"7100","status":"\#(text)"}"#))
    #expect(notification.status == status)
    #expect(notification.totalRowsScanned == 7100)
    #expect(notification.scannedCollection == "a.b")
  }

  @Test func aParallelSnapshotsChunksAreNumbered() {
    let notification = Self.notification(
      type: "TABLE_CHUNK_COMPLETED", aggregate: "Initial Snapshot",
      data: #"{"chunk_index":"0","total_chunks":4,"total_rows_scanned":"x"}"#)
    #expect(notification?.aggregate == .initialSnapshot)
    #expect(notification?.chunkIndex == 0)
    #expect(notification?.totalChunks == 4)
    #expect(notification?.totalRowsScanned == nil)
  }

  @Test(
    arguments: [
      ("1795248685029", 1_795_248_685_029), (#""1795248685029""#, 1_795_248_685_029),
      (#""2026-11-21T08:11:25.029Z""#, 1_795_248_685_029), ("null", nil), (#""soon""#, nil),
      ("1.5", nil), ("[]", nil),
    ] as [(String, Int64?)])
  func theTimeIsANumberOrAText(text: String, milliseconds: Int64?) {
    #expect(Self.notification(timestamp: text)?.timestamp?.milliseconds == milliseconds)
  }

  @Test func schemasAreUnwrapped() {
    let notification = Notification(
      parsingKey: #"{"schema":{},"payload":{"id":"ro-1"}}"#,
      value: """
        {"schema":{"type":"struct"},"payload":{"type":"COMPLETED","timestamp":1,
         "aggregate_type":"Incremental Snapshot","additional_data":null}}
        """)
    #expect(notification?.id == "ro-1")
    #expect(notification?.type == .completed)
    #expect(notification?.additionalData.isEmpty == true)
  }

  @Test func aStopThatNamedNoTableHasNoTables() {
    let notification = Self.notification(type: "ABORTED", data: #"{"data_collections":""}"#)
    #expect(notification?.dataCollections == [])
    #expect(notification?.additionalData["data_collections"] == "")
  }

  @Test(
    arguments: [
      "", "null", "[]", "7", "{}", #"{"type":"STARTED"}"#,
      #"{"aggregate_type":"Initial Snapshot"}"#,
      #"{"type":1,"aggregate_type":"Initial Snapshot"}"#, "{", #"{"ts_ms":1}"#,
    ])
  func whatIsNoNotificationIsNil(text: String) {
    #expect(Notification(parsingKey: nil, value: text) == nil)
  }
}
