import Debezium
import JSON
import Testing

struct ConnectorConfigurationTests {
  static let shop = ConnectorConfiguration(properties: [
    "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
    "topic.prefix": "shop", "signal.data.collection": "public.debezium_signal",
    "signal.enabled.channels": "source, kafka", "signal.kafka.topic": "shop-signals",
    "notification.enabled.channels": "sink", "notification.sink.topic.name": "shop-notifications",
    "incremental.snapshot.chunk.size": "8", "heartbeat.interval.ms": "1000",
    "table.include.list": "public\\.orders.*,public.payments", "database.password": "hunter2",
    "transforms": "unwrap,route",
    "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
    "transforms.route.type": "org.apache.kafka.connect.transforms.RegexRouter",
  ])

  @Test func whatTheConfigurationTellsIsTaken() {
    #expect(Self.shop.engine == .postgresql)
    #expect(Self.shop.topicPrefix == "shop")
    #expect(Self.shop.signalDataCollections == ["public.debezium_signal"])
    #expect(Self.shop.signalChannels == ["source", "kafka"])
    #expect(Self.shop.signalTopic == "shop-signals")
    #expect(Self.shop.notificationChannels == ["sink"])
    #expect(Self.shop.notificationTopic == "shop-notifications")
    #expect(Self.shop.chunkSize == 8)
    #expect(Self.shop.tellsChunkSize)
    #expect(Self.shop.heartbeatInterval == .seconds(1))
    #expect(Self.shop.heartbeatTopic == "__debezium-heartbeat.shop")
    #expect(Self.shop.flattensEvents)
    #expect(Self.shop.renamesTopics)
  }

  @Test func whatItDoesNotTellIsDebeziumsDefault() {
    let bare = ConnectorConfiguration(properties: ["database.server.name": "old"])
    #expect(bare.engine == .unknown)
    #expect(bare.topicPrefix == "old")
    #expect(bare.signalChannels == ["source"])
    #expect(bare.signalTopic == "old-signal")
    #expect(bare.signalPollInterval == .seconds(5))
    #expect(bare.notificationChannels.isEmpty)
    #expect(bare.chunkSize == 1024)
    #expect(!bare.tellsChunkSize)
    #expect(bare.heartbeatInterval == .zero)
    #expect(bare.snapshotMode == "initial")
    #expect(bare.topicDelimiter == ".")
    #expect(!bare.isReadOnly)
    #expect(bare.offsetsTopic == nil)
    #expect(!bare.flattensEvents)
    #expect(!bare.renamesTopics)
    #expect(ConnectorConfiguration(properties: [:]).signalTopic == nil)
    #expect(ConnectorConfiguration(properties: [:]).heartbeatTopic == nil)
  }

  @Test(
    arguments: [
      ("io.debezium.connector.mysql.MySqlConnector", .mysql),
      ("io.debezium.connector.mariadb.MariaDbConnector", .mariadb),
      ("io.debezium.connector.sqlserver.SqlServerConnector", .sqlServer),
      ("io.debezium.connector.mongodb.MongoDbConnector", .mongodb),
      ("PostgresConnector", .postgresql), ("org.example.MyPostgresConnector", .unknown),
    ] as [(String, Engine)])
  func theClassTellsTheEngine(name: String, engine: Engine) {
    #expect(ConnectorConfiguration(properties: ["connector.class": name]).engine == engine)
  }

  @Test(
    arguments: [
      ("public.orders_large", true), ("PUBLIC.ORDERS", true), ("public.payments", true),
      ("public.other", false), ("public.debezium_signal", true),
    ])
  func aListOfTablesIncludesWhatMatchesWhole(table: String, isIncluded: Bool) {
    #expect(Self.shop.includes(table: table) == isIncluded)
  }

  @Test(
    arguments: [
      ([:], "PostgresConnector", "public.t", nil),
      (["table.exclude.list": "public.t"], "PostgresConnector", "public.t", false),
      (["table.exclude.list": "public.t"], "PostgresConnector", "public.u", true),
      (["schema.include.list": "sales"], "PostgresConnector", "public.u", false),
      (
        ["schema.include.list": "sales", "table.include.list": "sales.u"], "PostgresConnector",
        "sales.u", true
      ),
      (["database.include.list": "inv.*"], "MySqlConnector", "inventory.t", true),
      (["database.exclude.list": "inv.*"], "MySqlConnector", "inventory.t", false),
      (["database.include.list": "shop"], "PostgresConnector", "public.t", nil),
      (["table.include.list": "dbo.t"], "SqlServerConnector", "db.dbo.t", true),
      (["table.whitelist": "a.b"], "MySqlConnector", "a.b", true),
      (["collection.include.list": "a.b"], "MongoDbConnector", "a.c", false),
    ] as [([String: String], String, String, Bool?)])
  func everyKindOfListHasItsSay(
    lists: [String: String], name: String, table: String, isIncluded: Bool?
  ) {
    var properties = lists
    properties["connector.class"] = "io.debezium.x." + name
    #expect(ConnectorConfiguration(properties: properties).includes(table: table) == isIncluded)
  }

  @Test func itIsReadFromAnObjectOfTexts() throws {
    let value = try JSONValue.parse(
      #"{"topic.prefix":"a","tasks.max":1,"read.only":true,"x":null}"#)
    let configuration = try #require(ConnectorConfiguration(value))
    #expect(configuration.topicPrefix == "a")
    #expect(configuration["tasks.max"] == "1")
    #expect(configuration.isReadOnly)
    #expect(configuration["x"] == nil)
    #expect(ConnectorConfiguration(.string("x")) == nil)
  }

  @Test(
    arguments: [
      ("database.password", "hunter2", "********"), ("ssl.key.password", "hunter2", "********"),
      ("producer.sasl.jaas.config", "x password=\"hunter2\";", "********"),
      ("sasl.jaas.config", "hunter2", "********"),
      ("key.converter.basic.auth.user.info", "u:hunter2", "********"),
      ("database.password", "${file:/etc/s:pw}", "${file:/etc/s:pw}"),
      ("database.password", "${file:/etc/s:pw}hunter2}", "********"),
      ("database.url", "jdbc:x://h/d?user=a&password=hunter2", "********"),
      ("key.converter.schema.registry.url", "http://u:hunter2@h:80/x", "http://u:********@h:80/x"),
      ("url", "http://u:hun@ter2@h/", "http://u:********@h/"),
      ("url", "http://h:80/x", "http://h:80/x"),
      ("topic.prefix", "shop", "shop"), ("mongodb.connection.string", "mongodb://h/", "********"),
      ("ssl.keystore.key", "hunter2", "********"), ("aws.secret.access.key", "hunter2", "********"),
    ])
  func secretsAreNeverPrinted(name: String, value: String, printed: String) {
    let configuration = ConnectorConfiguration(properties: [name: value])
    #expect(configuration.description == "\(name)=\(printed)")
    #expect(!configuration.description.contains("hunter2"))
  }
}
