import Debezium
import Drill
import Foundation
import JSON
import Testing

/// Live connectors, and the shadows that are built beside them.
enum Shadows {
  static let postgres = [
    "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
    "topic.prefix": "shop", "database.hostname": "db", "database.dbname": "shop",
    "database.user": "dbz", "database.password": "geheim", "plugin.name": "pgoutput",
  ]
  static let mysql = [
    "connector.class": "io.debezium.connector.mysql.MySqlConnector", "topic.prefix": "shop",
    "database.hostname": "db", "database.user": "dbz", "database.password": "geheim",
    "database.server.id": "7", "schema.history.internal.kafka.bootstrap.servers": "kafka:9092",
    "schema.history.internal.kafka.topic": "shop-history",
  ]
  static let mariadb = mysql.merging([
    "connector.class": "io.debezium.connector.mariadb.MariaDbConnector"
  ]) { $1 }

  /// A shadow of the run `r1`.
  static func build(
    _ settings: [String: String], run: String = "r1", signals: Bool = false,
    brokers: String? = nil
  ) throws -> ShadowConnector {
    let configuration = ConnectorConfiguration(properties: settings)
    let names = try ShadowNames(run: run)
    var request = ShadowRequest(
      live: "shop", configuration: configuration, names: names,
      sentinelTable: TableName("cdcwatch_drill.sentinel_\(run)"),
      sentinelColumns: ["run", "first_number", "number", "written_at"], serverID: 4711,
      brokers: brokers)
    if signals { request.signalTable = TableName("cdcwatch_drill.signal_\(run)") }
    return try ShadowConnector(request)
  }

  /// The properties as a dictionary.
  static func settings(_ shadow: ShadowConnector) -> [String: String] {
    Dictionary(uniqueKeysWithValues: shadow.properties.map { ($0.name, $0.value) })
  }

  /// The configuration of one of `configs/shop-*.json`.
  static func shop(_ engine: String) throws -> [String: String] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "configs/shop-\(engine).json")
    let document = try JSONValue.parse([UInt8](Data(contentsOf: file)))
    let members = try #require(document["config"]?.members)
    return Dictionary(
      uniqueKeysWithValues: members.map { ($0.name, $0.value.stringValue ?? "") })
  }
}
