import Debezium
import Testing

@testable import Watch

private let cluster = [
  "__consumer_offsets", "__debezium-heartbeat.shop", "connect-configs", "connect-offsets",
  "connect-status", "shop", "shop-notifications", "shop-signal", "shop.public.debezium_signal",
  "shop.public.order_items", "shop.public.orders_large",
]

private func finder(
  _ topics: [String] = cluster, tables: [String] = [],
  connectors: [TopicFinder.KnownConnector] = [],
  wishes change: (inout TopicFinder.Wishes) -> Void = { _ in }
) -> TopicFinder {
  var wishes = TopicFinder.Wishes()
  wishes.tables = tables
  change(&wishes)
  return TopicFinder(topics: topics, wishes: wishes, connectors: connectors)
}

private func connector(
  _ name: String, prefix: String, _ properties: [String: String]
) -> TopicFinder.KnownConnector {
  TopicFinder.KnownConnector(
    name: name, prefix: prefix, configuration: ConnectorConfiguration(properties: properties))
}

@Suite struct TopicFinderTests {
  // MARK: Tables

  @Test(arguments: ["orders_large", "public.orders_large", "shop.public.orders_large"])
  func `a table is found by its last part, by its id and by the whole topic`(name: String) throws {
    let plan = try finder(tables: [name]).plan()
    #expect(
      plan.tables == [
        WatchPlan.Table(id: "public.orders_large", topic: "shop.public.orders_large")
      ])
    #expect(plan.prefix == "shop")
    #expect(plan.connector == nil)
  }

  @Test func `the names of topics alone make a whole plan`() throws {
    let plan = try finder(tables: ["orders_large"]).plan()
    #expect(plan.notifications == "shop-notifications")
    #expect(plan.offsets == ["connect-offsets"])
    #expect(plan.signalTable == "shop.public.debezium_signal")
    #expect(plan.kafkaSignals == "shop-signal")
    #expect(
      plan.controlTopics == [
        "shop-notifications", "shop.public.debezium_signal", "shop-signal", "connect-offsets",
      ])
  }

  @Test func `a name that two topics end in is ambiguous, and both are named`() {
    let topics = ["shop.archive.orders", "shop.public.orders"]
    #expect(throws: TopicFinder.Failure.ambiguous("orders", topics: topics)) {
      try finder(topics, tables: ["orders"]).plan()
    }
  }

  @Test(arguments: [
    ("public.orders", "shop.public.orders"), ("shop.archive.orders", "shop.archive.orders"),
    // A topic of exactly that name goes before those that end in it.
    ("orders", "orders"),
  ])
  func `a longer name, or the whole one, is not ambiguous`(name: String, topic: String) throws {
    let topics = ["orders", "shop.archive.orders", "shop.public.orders"]
    #expect(try finder(topics, tables: [name]).plan().tables.map(\.topic) == [topic])
  }

  @Test(arguments: [
    ("orders_lagre", ["shop.public.orders_large"]),
    ("ORDER_ITEMS", ["shop.public.order_items"]),
    ("shop.public.order_item", ["shop.public.order_items", "shop.public.orders_large"]),
    ("something_else_altogether", []),
    // Part of a name is no name: the dot counts.
    ("large", []),
  ])
  func `a table without a topic is refused with the names that come near`(
    name: String, similar: [String]
  ) {
    #expect(throws: TopicFinder.Failure.noTopic(name, similar: similar)) {
      try finder(tables: [name]).plan()
    }
  }

  @Test func `a MySQL table is found beside the topic of schema changes`() throws {
    let topics = ["inv", "inv.inventory.stock", "inv.inventory.orders_large"]
    let plan = try finder(topics, tables: ["stock"]).plan()
    #expect(plan.prefix == "inv")
    #expect(plan.tables.first?.id == "inventory.stock")
  }

  // MARK: Offsets topics

  @Test(arguments: [
    (["connect-offsets"], ["connect-offsets"]), (["*-offsets"], ["a-offsets", "connect-offsets"]),
    (["a*", "*-offsets"], ["a-offsets", "connect-offsets"]), (["positions"], ["positions"]),
  ])
  func `named offsets topics may be patterns, and each topic comes once`(
    wishes: [String], found: [String]
  ) throws {
    let topics = ["a-offsets", "connect-offsets", "positions", "shop.public.t1"]
    let finder = finder(topics, tables: ["t1"]) { $0.offsets = wishes }
    #expect(try finder.plan().offsets == found)
    #expect(try finder.offsetTopics() == found)
  }

  @Test func `a named offsets topic that is not there is an error with its flag`() {
    let failure = TopicFinder.Failure.noNamedTopic(
      flag: "--offsets-topic", topic: "conect-offsets", similar: ["connect-offsets"])
    #expect(throws: failure) {
      try finder(tables: ["orders_large"]) { $0.offsets = ["conect-offsets"] }.plan()
    }
  }

  @Test func `Kafka's own offsets topic is none of Connect's`() throws {
    #expect(try finder(["__consumer_offsets", "shop.public.t1"]).offsetTopics() == [])
  }

  @Test func `a named notification or signal topic that is not there is an error`() {
    #expect(
      throws: TopicFinder.Failure.noNamedTopic(
        flag: "--notifications-topic", topic: "nope", similar: [])
    ) { try finder(tables: ["orders_large"]) { $0.notifications = "nope" }.plan() }
    #expect(
      throws: TopicFinder.Failure.noNamedTopic(flag: "--signal-topic", topic: "nope", similar: [])
    ) { try finder(tables: ["orders_large"]) { $0.signals = "nope" }.plan() }
  }

  // MARK: Names that mislead

  @Test(arguments: ["notify", "signals", "my-signal", "notifications"])
  func `a prefix that has a control topic's word in it misleads nobody`(prefix: String) throws {
    let topics = [
      "\(prefix).public.t1", "\(prefix).public.t2", "\(prefix)-notif", "connect-offsets",
    ]
    let plan = try finder(topics, tables: ["t1"]).plan()
    #expect(plan.prefix == prefix)
    #expect(plan.notifications == "\(prefix)-notif")
    #expect(plan.kafkaSignals == nil)
    #expect(plan.signalTable == nil)
    #expect(plan.offsets == ["connect-offsets"])
  }

  @Test(arguments: ["shop.public.order_offsets", "offsets.public.t1", "offset-service.public.t1"])
  func `a watched table's topic is none of offsets, whatever it is called`(topic: String) throws {
    let plan = try finder([topic, "connect-offsets"], tables: [topic]).plan()
    #expect(plan.tables.map(\.topic) == [topic])
    #expect(plan.offsets == ["connect-offsets"])
  }

  @Test func `the other tables of a prefix that has the word offset hold no offsets`() throws {
    let topics = ["connect-offsets", "offsets.public.t1", "offsets.public.t2"]
    #expect(try finder(topics, tables: ["t1"]).plan().offsets == ["connect-offsets"])
    let known = TopicFinder.KnownConnector(name: "o", prefix: "offsets")
    #expect(try finder(topics, connectors: [known]).offsetTopics() == ["connect-offsets"])
  }

  @Test func `a table of notifications is no topic of notifications`() throws {
    let topics = ["shop.public.notifications", "shop.public.t1", "connect-offsets"]
    let plan = try finder(topics, tables: ["t1"]).plan()
    #expect(plan.notifications == nil)
  }

  @Test func `a control topic is the connector's whose prefix it begins with`() throws {
    let topics = [
      "eu-notifications", "eu.public.t1", "us-notifications", "us.public.t1", "connect-offsets",
    ]
    let plan = try finder(topics, tables: ["us.public.t1"]).plan()
    #expect(plan.notifications == "us-notifications")
  }

  // MARK: Connectors told of by REST

  @Test func `a connector without notifications has no notification topic`() throws {
    let shop = connector(
      "shop-connector", prefix: "shop",
      ["topic.prefix": "shop", "signal.data.collection": "public.debezium_signal"])
    let plan = try finder(tables: ["orders_large"], connectors: [shop]).plan()
    #expect(plan.connector == "shop-connector")
    #expect(plan.notifications == nil)
    #expect(plan.kafkaSignals == nil)
    #expect(plan.signalTable == "shop.public.debezium_signal")
  }

  @Test func `a connector's configuration names its topics`() throws {
    let shop = connector(
      "c1", prefix: "shop",
      [
        "topic.prefix": "shop", "notification.enabled.channels": "log,sink",
        "notification.sink.topic.name": "told", "signal.enabled.channels": "source,kafka",
        "signal.kafka.topic": "asked", "offsets.storage.topic": "own-positions",
      ])
    let topics = cluster + ["told", "asked", "own-positions"]
    let plan = try finder(topics, tables: ["orders_large"], connectors: [shop]).plan()
    #expect(plan.notifications == "told")
    #expect(plan.kafkaSignals == "asked")
    #expect(plan.signalTable == nil)
    #expect(plan.offsets == ["own-positions", "connect-offsets"])
  }

  @Test func `a table that the configuration includes and that has no topic yet is planned`() throws
  {
    let shop = connector(
      "c1", prefix: "shop",
      ["topic.prefix": "shop", "table.include.list": #"public.orders_large, public\.new_one"#])
    let plan = try finder(tables: ["new_one"], connectors: [shop]).plan()
    #expect(
      plan.tables == [
        WatchPlan.Table(id: "public.new_one", topic: "shop.public.new_one", exists: false)
      ])
    #expect(plan.connector == "c1")
  }

  @Test func `an expression in the list of tables names no table`() {
    let shop = connector(
      "c1", prefix: "shop", ["topic.prefix": "shop", "table.include.list": "public.new.*"])
    #expect(throws: TopicFinder.Failure.noTopic("new_one", similar: [])) {
      try finder(tables: ["new_one"], connectors: [shop]).plan()
    }
  }

  private static let two = [
    connector("eu", prefix: "eu", ["topic.prefix": "eu"]),
    connector("us", prefix: "us", ["topic.prefix": "us"]),
  ]
  private static let topicsOfTwo = ["connect-offsets", "eu.public.t1", "us.public.t2"]

  @Test func `a table's connector is the one whose topic it is`() throws {
    let plan = try finder(Self.topicsOfTwo, tables: ["t2"], connectors: Self.two).plan()
    #expect(plan.connector == "us")
    #expect(plan.prefix == "us")
  }

  @Test func `tables of several connectors are refused, and these are named`() {
    #expect(throws: TopicFinder.Failure.severalConnectors(["eu", "us"])) {
      try finder(Self.topicsOfTwo, tables: ["t1", "t2"], connectors: Self.two).plan()
    }
  }

  @Test func `a connector that was named decides which topic of a name is meant`() throws {
    let topics = ["eu.public.t1", "us.public.t1"]
    let finder = finder(topics, tables: ["t1"], connectors: Self.two) { $0.connector = "us" }
    #expect(try finder.plan().tables.map(\.topic) == ["us.public.t1"])
  }

  @Test func `a connector that Connect does not have is refused`() {
    #expect(throws: TopicFinder.Failure.noConnector("uk", known: ["eu", "us"])) {
      try finder(Self.topicsOfTwo, connectors: Self.two) { $0.connector = "uk" }.plan()
    }
  }

  @Test func `without a table each connector has a plan`() throws {
    let plans = try finder(Self.topicsOfTwo, connectors: Self.two).plans()
    #expect(plans.map(\.connector) == ["eu", "us"])
    #expect(plans.map(\.prefix) == ["eu", "us"])
    #expect(plans.allSatisfy { $0.tables.isEmpty })
  }

  // MARK: Topics to look into

  @Test func `topics are looked into only where no name tells`() {
    #expect(finder().topicsToProbe == [])
    let odd = ["__consumer_offsets", "messages", "positions", "shop.public.t1"]
    #expect(finder(odd, tables: ["t1"]).topicsToProbe == ["messages", "positions"])
    let told = finder(odd, tables: ["t1"]) {
      $0.notifications = "messages"
      $0.offsets = ["positions"]
    }
    #expect(told.topicsToProbe == [])
  }

  @Test func `what was found in topics stands in for their names`() throws {
    var wishes = TopicFinder.Wishes()
    wishes.tables = ["t1"]
    let finder = TopicFinder(
      topics: ["asked", "messages", "positions", "shop.public.control", "shop.public.t1"],
      wishes: wishes, connectors: [],
      roles: [
        "messages": .notifications, "positions": .offsets, "asked": .kafkaSignals,
        "shop.public.control": .signalTable,
      ])
    let plan = try finder.plan()
    #expect(plan.notifications == "messages")
    #expect(plan.offsets == ["positions"])
    #expect(plan.kafkaSignals == "asked")
    #expect(plan.signalTable == "shop.public.control")
  }
}
