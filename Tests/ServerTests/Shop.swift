import Foundation
import JSON
import TestSupport
import Testing

/// A table of orders in PostgreSQL and the connector that reads it, under a prefix of their own.
struct Shop {
  let servers: Servers
  let prefix: String

  /// Its rows, and how many of them a chunk takes.
  static let rows: Int64 = 2000
  static let chunk: Int64 = 50

  var topic: String { "\(prefix).\(prefix).orders_large" }
  private var signals: String { "\(prefix).debezium_signal" }

  /// Makes the tables and the connector, and waits until it runs.
  ///
  /// A trigger waits at each window that a snapshot opens, so that there is something to watch.
  static func open(
    _ prefix: String, on servers: Servers, settings: [String: String] = [:]
  ) async throws -> Shop {
    let shop = Shop(servers: servers, prefix: prefix)
    try await servers.world.sql(
      """
      CREATE SCHEMA \(prefix);
      CREATE TABLE \(prefix).orders_large (id int PRIMARY KEY, note text);
      INSERT INTO \(prefix).orders_large SELECT i, 'order ' || i FROM generate_series(1, \(rows)) i;
      CREATE TABLE \(shop.signals) (id varchar(64) PRIMARY KEY, type varchar(32), data varchar(2048));
      CREATE FUNCTION \(prefix).wait() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN IF NEW.type = ''snapshot-window-open'' THEN PERFORM pg_sleep(0.18); END IF; RETURN NEW; END';
      CREATE TRIGGER wait BEFORE INSERT ON \(shop.signals)
        FOR EACH ROW EXECUTE FUNCTION \(prefix).wait();
      """)
    try await shop.make(prefix, settings, until: "RUNNING")
    return shop
  }

  /// Makes a connector for the table, and waits until its task is in a state.
  func make(
    _ name: String, _ settings: [String: String], until state: String
  ) async throws {
    let all = [
      "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
      "topic.prefix": prefix, "database.hostname": "127.0.0.1",
      "database.port": servers.places["POSTGRES_PORT"] ?? "", "database.dbname": "postgres",
      "database.user": "postgres", "database.password": "x", "plugin.name": "pgoutput",
      "slot.name": name, "publication.name": prefix, "publication.autocreate.mode": "filtered",
      "table.include.list": "\(prefix).orders_large", "snapshot.mode": "no_data",
      "signal.enabled.channels": "source", "signal.data.collection": signals,
      "signal.poll.interval.ms": "300", "incremental.snapshot.chunk.size": String(Self.chunk),
      "heartbeat.interval.ms": "1000", "notification.enabled.channels": "sink",
      "notification.sink.topic.name": "\(prefix)-notifications",
    ].merging(settings) { $1 }
    try await Connect(servers).make(name, all)
    try await Connect(servers).waitUntil(name, state)
  }

  /// Asks Debezium to read the table.
  func startSnapshot(id: String) async throws {
    let data = #"{"data-collections": ["\#(prefix).orders_large"], "type": "incremental"}"#
    try await servers.world.sql(
      "INSERT INTO \(signals) VALUES ('\(id)', 'execute-snapshot', '\(data)')")
  }
}

/// Connect's REST interface, by curl.
struct Connect {
  let servers: Servers

  init(_ servers: Servers) { self.servers = servers }

  /// Makes a connector, or changes it.
  func make(_ name: String, _ settings: [String: String]) async throws {
    let members = settings.sorted { $0.key < $1.key }.map {
      JSONValue.Member(name: $0.key, value: .string($0.value))
    }
    try await servers.curl(
      "-sS", "--fail-with-body", "-X", "PUT", "-H", "Content-Type: application/json",
      "--data", JSONValue.object(members).text, "\(servers.connect)/connectors/\(name)/config")
  }

  /// Waits until the connector's one task is in a state.
  func waitUntil(_ name: String, _ state: String) async throws {
    for _ in 0..<200 {
      let text = try? await servers.curl("-sSf", "\(servers.connect)/connectors/\(name)/status")
      let task = text.flatMap { try? JSONValue.parse($0) }?["tasks"]?.elements?.first
      if task?["state"] == .string(state) { return }
      try await Task.sleep(for: .milliseconds(150))
    }
    Issue.record("\(name) never came to \(state)")
  }
}
