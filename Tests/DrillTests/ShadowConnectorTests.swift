import Debezium
import JSON
import Testing

@testable import Drill

@Suite struct ShadowConnectorTests {
  @Test(arguments: DocumentedProperties.all)
  func `every documented property has a decision`(name: String) {
    #expect(ShadowPropertyRule.of(name) != .unknown)
  }

  @Test(arguments: [Shadows.postgres, Shadows.mysql, Shadows.mariadb], [true, false])
  func `every property is in the shadow or on the list with a reason, and never twice`(
    engine: [String: String], signals: Bool
  ) throws {
    var settings = Dictionary(
      DocumentedProperties.all.map { ($0, "x") }, uniquingKeysWith: { first, _ in first })
    settings.merge(engine) { $1 }
    settings.merge([
      "transforms": "unwrap, route,late",
      "transforms.unwrap.type":
        "io.debezium.transforms.ExtractNewRecordState", "transforms.route.type": "x.Router",
      "made.up": "1", "isbn.type": "x", "converters": "isbn",
    ]) { $1 }
    let shadow = try Shadows.build(settings, signals: signals)
    let has = shadow.properties.map(\.name)
    let dropped = shadow.dropped.map(\.name)
    #expect(Set(has).count == has.count, "\(has)")
    #expect(Set(dropped).count == dropped.count, "\(dropped)")
    #expect(Set(has).isDisjoint(with: dropped), "\(Set(has).intersection(dropped))")
    #expect(Set(settings.keys).subtracting(has).subtracting(dropped) == [])
    #expect(shadow.dropped.allSatisfy { !$0.reason.isEmpty })
    #expect(dropped == dropped.sorted())
  }

  @Test func `the shadow of the PostgreSQL example`() throws {
    let shadow = try Shadows.build(try Shadows.shop("postgres"))
    let secrets = "/etc/connect/secrets"
    #expect(
      Shadows.settings(shadow) == [
        "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
        "name": "cdcwatch-drill-r1", "tasks.max": "1", "topic.prefix": "cdcwatch_drill_r1",
        "database.hostname": "${env:SHOP_POSTGRES_HOST}",
        "database.port": "${env:SHOP_POSTGRES_PORT}", "database.dbname": "shop",
        "database.user": "${file:\(secrets)/shop-postgres.properties:user}",
        "database.password": "${file:\(secrets)/shop-postgres.properties:password}",
        "database.sslmode": "verify-full", "database.sslrootcert": "\(secrets)/postgres-ca.pem",
        "database.tcpKeepAlive": "true", "plugin.name": "pgoutput",
        "slot.name": "cdcwatch_drill_r1", "publication.name": "cdcwatch_drill_r1",
        "publication.autocreate.mode": "disabled",
        "message.prefix.include.list": "cdcwatch_drill_r1",
        "table.include.list": #"cdcwatch_drill\.sentinel_r1"#, "snapshot.mode": "initial",
        "snapshot.locking.mode": "none", "skipped.operations": "t",
        "heartbeat.interval.ms": "1000", "status.update.interval.ms": "5000",
        "retriable.restart.connector.wait.ms": "10000", "errors.max.retries": "-1",
        "key.converter": "org.apache.kafka.connect.json.JsonConverter",
        "key.converter.schemas.enable": "false",
        "value.converter": "org.apache.kafka.connect.json.JsonConverter",
        "value.converter.schemas.enable": "false",
      ])
    #expect(shadow.plainSecrets == [])
    #expect(shadow.notes == [])
    #expect(
      shadow.topics == [
        ShadowTopic(name: "cdcwatch_drill_r1.cdcwatch_drill.sentinel_r1", purpose: .sentinels),
        ShadowTopic(name: "__debezium-heartbeat.cdcwatch_drill_r1", purpose: .heartbeats),
      ])
    #expect(shadow.sentinelForm == .envelope)
    #expect(shadow.historyTopic == nil)
    #expect(shadow.serverID == nil)
  }

  @Test(arguments: [("mysql", "verify_identity"), ("mariadb", "verify-full")])
  func `the shadows of the MySQL and MariaDB examples`(engine: String, mode: String) throws {
    let shadow = try Shadows.build(try Shadows.shop(engine))
    let secrets = "/etc/connect/secrets"
    let file = "\(secrets)/shop-\(engine).properties"
    let host = "${env:SHOP_\(engine.uppercased())"
    let type = engine == "mysql" ? "mysql.MySqlConnector" : "mariadb.MariaDbConnector"
    let head = "schema.history.internal"
    #expect(
      Shadows.settings(shadow) == [
        "connector.class": "io.debezium.connector.\(type)", "name": "cdcwatch-drill-r1",
        "tasks.max": "1", "topic.prefix": "cdcwatch_drill_r1", "database.hostname": "\(host)_HOST}",
        "database.port": "\(host)_PORT}", "database.user": "${file:\(file):user}",
        "database.password": "${file:\(file):password}", "database.server.id": "4711",
        "database.ssl.mode": mode, "database.ssl.truststore": "\(secrets)/\(engine)-ca.p12",
        "database.ssl.truststore.password": "${file:\(file):truststore.password}",
        "connect.keep.alive": "true", "connect.keep.alive.interval.ms": "2000",
        "database.include.list": "cdcwatch_drill",
        "table.include.list": #"cdcwatch_drill\.sentinel_r1"#,
        "\(head).kafka.bootstrap.servers": "${env:KAFKA_BOOTSTRAP}",
        "\(head).kafka.topic": "cdcwatch_drill_r1-history",
        "\(head).store.only.captured.tables.ddl": "true", "include.schema.changes": "false",
        "snapshot.mode": "initial", "snapshot.locking.mode": "none", "skipped.operations": "t",
        "heartbeat.interval.ms": "1000", "retriable.restart.connector.wait.ms": "10000",
        "errors.max.retries": "-1",
        "key.converter": "org.apache.kafka.connect.json.JsonConverter",
        "key.converter.schemas.enable": "false",
        "value.converter": "org.apache.kafka.connect.json.JsonConverter",
        "value.converter.schemas.enable": "false",
      ])
    #expect(shadow.plainSecrets == [])
    #expect(shadow.topics.last?.name == "cdcwatch_drill_r1-history")
    #expect(shadow.serverID == 4711)
  }

  @Test func `a signal table of the drill's own is the only one that is read`() throws {
    let settings = Shadows.postgres.merging([
      "signal.data.collection": "public.signal", "signal.enabled.channels": "kafka,source",
      "signal.kafka.topic": "signals", "read.only": "true",
    ]) { $1 }
    let shadow = try Shadows.build(settings, signals: true)
    #expect(shadow["signal.data.collection"] == "cdcwatch_drill.signal_r1")
    #expect(shadow["signal.enabled.channels"] == "source")
    #expect(shadow["signal.kafka.topic"] == nil)
    #expect(shadow["read.only"] == nil)
    #expect(shadow.topics.map(\.purpose) == [.sentinels, .heartbeats, .signals])
    #expect(shadow.tables.count == 2)
    let none = try Shadows.build(settings)
    #expect(none["signal.data.collection"] == nil)
    #expect(none["signal.enabled.channels"] == nil)
  }

  @Test func `secrets in plain text are named, references and texts without one are not`() throws {
    let shadow = try Shadows.build(
      Shadows.mysql.merging([
        "producer.override.sasl.jaas.config": "x.PlainLoginModule required password=\"a\";",
        "schema.history.internal.producer.ssl.key.password": "b",
        "database.ssl.truststore.password": "${file:/x:y}",
        "value.converter.basic.auth.user.info": "c", "signal.kafka.password": "d",
        "schema.history.internal.consumer.sasl.jaas.config":
          "x.PlainLoginModule required username=\"u\" password=\"${file:/x:y}\";",
        "producer.override.ssl.truststore.location": "/x",
        "database.url": "jdbc:x?user=a&password=b",
      ]) { $1 })
    #expect(
      shadow.plainSecrets == [
        "database.password", "database.url", "producer.override.sasl.jaas.config",
        "schema.history.internal.producer.ssl.key.password",
      ])
  }

  @Test func `a topic that is not the shadow's own is named`() throws {
    let shadow = try Shadows.build(Shadows.mysql)
    let own = shadow.topics.map(\.name)
    #expect(shadow.strangeTopics(among: own) == [])
    #expect(shadow.strangeTopics(among: []) == [])
    #expect(shadow.strangeTopics(among: own + ["shop.b", "shop.a"]) == ["shop.a", "shop.b"])
  }

  @Test(arguments: [
    (["connector.class": "io.debezium.connector.mongodb.MongoDbConnector"], "its class is"),
    (["connector.class": ""], "its class is not known"),
    (["topic.prefix": ""], "it has no topic.prefix"),
    (["database.password": "********"], "Connect does not show database.password"),
    (["schema.history.internal.kafka.bootstrap.servers": ""], "no brokers are known"),
  ])
  func `no shadow is built of what it cannot be built of`(
    settings: [String: String], words: String
  ) {
    let error = #expect(throws: ShadowError.self) {
      try Shadows.build(Shadows.mysql.merging(settings) { $1 }.filter { !$0.value.isEmpty })
    }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    #expect(error?.hint.isEmpty == false)
  }

  @Test func `a history outside Kafka becomes a topic of the named brokers`() throws {
    let settings = Shadows.mysql.merging([
      "schema.history.internal": "io.debezium.storage.jdbc.history.JdbcSchemaHistory",
      "schema.history.internal.jdbc.connection.url": "jdbc:x",
      "schema.history.internal.jdbc.connection.password": "e",
    ]) { $1 }.filter { !$0.key.contains(".kafka.") }
    let shadow = try Shadows.build(settings, brokers: "b:9092")
    #expect(shadow["schema.history.internal"] == nil)
    #expect(shadow["schema.history.internal.kafka.bootstrap.servers"] == "b:9092")
    #expect(shadow["schema.history.internal.jdbc.connection.url"] == nil)
    #expect(shadow.notes.contains { $0.hasPrefix("schema history: in Kafka instead of") })
    #expect(shadow.plainSecrets == ["database.password"])
  }
}
