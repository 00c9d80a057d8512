import Drill
import Testing

/// Hard configurations: what of each the shadow has, and what it has not.
enum ShadowSettings {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var engine = Shadows.postgres
    var live: [String: String]
    var has: [String: String] = [:]
    var hasNot: [String] = []
    var form = SentinelForm.envelope
    var note: String?

    init(_ words: String, _ live: [String: String]) {
      testDescription = words
      self.live = live
    }
  }

  private static func row(
    _ words: String, _ live: [String: String], engine: [String: String] = Shadows.postgres,
    has: [String: String] = [:], hasNot: [String] = [], form: SentinelForm = .envelope,
    note: String? = nil
  ) -> Row {
    var row = Row(words, live)
    row.engine = engine
    row.has = has
    row.hasNot = hasNot
    row.form = form
    row.note = note
    return row
  }

  private static let json = "org.apache.kafka.connect.json.JsonConverter"
  private static let unwrap = "io.debezium.transforms.ExtractNewRecordState"
  private static let connect = "org.apache.kafka.connect.transforms"

  static let rows: [Row] = [
    row(
      "Avro with a registry becomes JSON",
      [
        "key.converter": "io.confluent.connect.avro.AvroConverter",
        "key.converter.schema.registry.url": "http://r:8081",
        "value.converter": "io.confluent.connect.avro.AvroConverter",
        "value.converter.schema.registry.url": "http://r:8081",
        "value.converter.basic.auth.user.info": "a:b",
      ],
      has: [
        "key.converter": json, "key.converter.schemas.enable": "false", "value.converter": json,
        "value.converter.schemas.enable": "false",
      ],
      hasNot: [
        "key.converter.schema.registry.url", "value.converter.schema.registry.url",
        "value.converter.basic.auth.user.info",
      ], note: "value.converter: JSON instead of io.confluent.connect.avro.AvroConverter"),
    row(
      "JSON stays as it is, with schemas or without",
      [
        "key.converter": json, "value.converter": json, "value.converter.schemas.enable": "true",
        "value.converter.decimal.format": "NUMERIC",
        "header.converter": "org.apache.kafka.connect.storage.SimpleHeaderConverter",
      ],
      has: [
        "key.converter": json, "value.converter": json, "value.converter.schemas.enable": "true",
        "value.converter.decimal.format": "NUMERIC",
        "header.converter": "org.apache.kafka.connect.storage.SimpleHeaderConverter",
      ], hasNot: ["key.converter.schemas.enable"]),
    row(
      "without converters it is JSON, whatever the workers have",
      ["header.converter": "com.acme.Headers", "header.converter.x": "1"],
      has: [
        "key.converter": json, "value.converter": json, "value.converter.schemas.enable": "false",
      ],
      hasNot: ["header.converter", "header.converter.x"],
      note: "key.converter: JSON, whatever the worker's own converter is"),
    row(
      "an unwrap keeps its own options but for the routing, and shows deletes",
      [
        "transforms": "unwrap", "transforms.unwrap.type": unwrap,
        "transforms.unwrap.delete.tombstone.handling.mode": "drop",
        "transforms.unwrap.add.fields": "op:operation, source.ts_ms,table",
        "transforms.unwrap.add.fields.prefix": "m_", "transforms.unwrap.add.headers": "db",
        "transforms.unwrap.route.by.field": "region",
      ],
      has: [
        "transforms": "unwrap", "transforms.unwrap.type": unwrap,
        "transforms.unwrap.delete.tombstone.handling.mode": "rewrite",
        "transforms.unwrap.add.fields": "source.ts_ms,table,op",
        "transforms.unwrap.add.fields.prefix": "__", "transforms.unwrap.add.headers": "db",
      ], hasNot: ["transforms.unwrap.route.by.field"], form: .flattened,
      note: "transforms.unwrap.*: deletes are kept as rows"),
    row(
      "routers, filters and the outbox go, the rest stays in its order",
      [
        "transforms": "mask,Reroute,unwrap,outbox, cast,filter",
        "transforms.mask.type": "\(connect).MaskField$Value", "transforms.mask.fields": "email",
        "transforms.Reroute.type": "io.debezium.transforms.ByLogicalTableRouter",
        "transforms.Reroute.topic.regex": "(.*)_shard(.*)",
        "transforms.unwrap.type": unwrap,
        "transforms.outbox.type": "io.debezium.transforms.outbox.EventRouter",
        "transforms.cast.type": "Cast$Value", "transforms.cast.spec": "price:string",
        "transforms.filter.type": "io.debezium.transforms.Filter",
        "transforms.filter.condition": "value.op == 'u'",
        "transforms.orphan.type": "\(connect).MaskField$Value",
      ],
      has: [
        "transforms": "mask,unwrap,cast", "transforms.mask.fields": "email",
        "transforms.cast.spec": "price:string",
      ],
      hasNot: [
        "transforms.Reroute.type", "transforms.Reroute.topic.regex", "transforms.outbox.type",
        "transforms.filter.type", "transforms.filter.condition", "transforms.orphan.type",
      ], form: .flattened),
    row(
      "a router alone leaves no list of transformations",
      [
        "transforms": "route", "transforms.route.type": "\(connect).RegexRouter",
        "transforms.route.regex": ".*", "transforms.route.replacement": "all",
      ],
      hasNot: [
        "transforms", "transforms.route.type", "transforms.route.regex",
        "transforms.route.replacement",
      ]),
    row(
      "a class of somebody else's with a known last name is not kept",
      ["transforms": "m", "transforms.m.type": "com.acme.MaskField$Value"],
      hasNot: ["transforms", "transforms.m.type"]),
    row(
      "a predicate about tombstones stays, one about topics goes with its transformation",
      [
        "transforms": "ins,unwrap",
        "transforms.ins.type": "\(connect).InsertField$Value",
        "transforms.ins.static.field": "origin", "transforms.ins.static.value": "eu",
        "transforms.ins.predicate": "dead", "transforms.ins.negate": "true",
        "transforms.unwrap.type": unwrap, "transforms.unwrap.predicate": "mine",
        "predicates": "dead,mine,unused",
        "predicates.dead.type": "\(connect).predicates.RecordIsTombstone",
        "predicates.mine.type": "\(connect).predicates.TopicNameMatches",
        "predicates.mine.pattern": "shop.*",
        "predicates.unused.type": "\(connect).predicates.RecordIsTombstone",
      ],
      has: [
        "transforms": "ins", "transforms.ins.predicate": "dead", "transforms.ins.negate": "true",
        "predicates": "dead",
        "predicates.dead.type": "\(connect).predicates.RecordIsTombstone",
      ],
      hasNot: [
        "transforms.unwrap.type", "transforms.unwrap.predicate", "predicates.mine.type",
        "predicates.mine.pattern", "predicates.unused.type",
      ]),
    row(
      "a transformation that would change what tells sentinels apart goes",
      [
        "transforms": "a,b,c", "transforms.a.type": "\(connect).MaskField$Value",
        "transforms.a.fields": "email,NUMBER",
        "transforms.b.type": "\(connect).InsertField$Key",
        "transforms.b.offset.field": "run!", "transforms.c.type": "\(connect).InsertField$Value",
        "transforms.c.offset.field": "place?",
      ], has: ["transforms": "c", "transforms.c.offset.field": "place?"],
      hasNot: ["transforms.a.type", "transforms.b.type"]),
    row(
      "signals and notifications of every setting go",
      [
        "signal.data.collection": "public.s", "signal.enabled.channels": "source,kafka,file,jmx",
        "signal.kafka.topic": "s", "signal.kafka.bootstrap.servers": "k:1",
        "signal.kafka.groupId": "g", "signal.poll.interval.ms": "300", "signal.file": "/x",
        "signal.consumer.sasl.jaas.config": "x", "notification.enabled.channels": "sink,log,jmx",
        "notification.sink.topic.name": "n", "read.only": "true",
        "incremental.snapshot.chunk.size": "8",
      ],
      hasNot: [
        "signal.data.collection", "signal.enabled.channels", "signal.kafka.topic",
        "signal.kafka.bootstrap.servers", "signal.kafka.groupId", "signal.poll.interval.ms",
        "signal.file", "signal.consumer.sasl.jaas.config", "notification.enabled.channels",
        "notification.sink.topic.name", "read.only", "incremental.snapshot.chunk.size",
      ]),
    row(
      "what the driver is told stays, what it is to run goes",
      [
        "driver.allowPublicKeyRetrieval": "true", "database.serverTimezone": "UTC",
        "database.jdbc.driver": "x.Driver", "database.initial.statements": "DELETE FROM t",
        "driver.initSql": "DELETE FROM t", "database.query.timeout.ms": "5",
        "connect.timeout.ms": "9", "database.server.id.offset": "3",
      ], engine: Shadows.mysql,
      has: [
        "driver.allowPublicKeyRetrieval": "true", "database.serverTimezone": "UTC",
        "database.jdbc.driver": "x.Driver", "database.query.timeout.ms": "5",
        "connect.timeout.ms": "9", "database.server.id": "4711",
      ], hasNot: ["database.initial.statements", "driver.initSql", "database.server.id.offset"]),
    row(
      "heartbeats write nothing into the database",
      [
        "heartbeat.interval.ms": "60000", "heartbeat.action.query": "INSERT INTO beats VALUES (1)",
        "heartbeat.topics.prefix": "beats", "topic.heartbeat.prefix": "beats",
      ], has: ["heartbeat.interval.ms": "1000"],
      hasNot: ["heartbeat.action.query", "heartbeat.topics.prefix", "topic.heartbeat.prefix"]),
    row(
      "errors are not passed over, and retries are the live connector's",
      [
        "errors.tolerance": "all", "errors.log.enable": "true",
        "errors.log.include.messages": "true", "errors.deadletterqueue.topic.name": "dlq",
        "event.processing.failure.handling.mode": "skip",
        "inconsistent.schema.handling.mode": "skip", "errors.max.retries": "5",
        "errors.retry.timeout": "60000",
      ], has: ["errors.max.retries": "5", "errors.retry.timeout": "60000"],
      hasNot: [
        "errors.tolerance", "errors.log.enable", "errors.log.include.messages",
        "errors.deadletterqueue.topic.name", "event.processing.failure.handling.mode",
        "inconsistent.schema.handling.mode",
      ]),
    row(
      "topics, naming, exactly-once and a topic for offsets of its own go",
      [
        "topic.creation.groups": "g", "topic.creation.default.cleanup.policy": "compact",
        "topic.naming.strategy": "com.acme.Naming", "topic.delimiter": "-",
        "topic.transaction": "t", "provide.transaction.metadata": "true",
        "exactly.once.support": "required", "transaction.boundary": "interval",
        "transaction.boundary.interval.ms": "60000", "offsets.storage.topic": "mine",
      ],
      hasNot: [
        "topic.creation.groups", "topic.creation.default.cleanup.policy", "topic.naming.strategy",
        "topic.delimiter", "topic.transaction", "provide.transaction.metadata",
        "exactly.once.support", "transaction.boundary", "transaction.boundary.interval.ms",
        "offsets.storage.topic",
      ]),
    row(
      "PostgreSQL's slot and publication are its own, and what decides over a restore stays",
      [
        "slot.name": "shop", "slot.drop.on.stop": "true", "slot.failover": "true",
        "publication.name": "shop", "publication.autocreate.mode": "all_tables",
        "publish.via.partition.root": "true", "replica.identity.autoset.values": "public.*:FULL",
        "offset.mismatch.strategy": "trust_slot", "lsn.flush.mode": "manual",
        "snapshot.mode": "when_needed", "schema.include.list": "public",
        "message.prefix.exclude.list": "a",
      ],
      has: [
        "slot.name": "cdcwatch_drill_r1", "slot.failover": "true",
        "publication.name": "cdcwatch_drill_r1", "publication.autocreate.mode": "disabled",
        "offset.mismatch.strategy": "trust_slot", "lsn.flush.mode": "manual",
        "snapshot.mode": "when_needed",
      ],
      hasNot: [
        "slot.drop.on.stop", "publish.via.partition.root", "replica.identity.autoset.values",
        "schema.include.list", "message.prefix.exclude.list",
      ]),
    row(
      "MySQL takes no lock and keeps no history of others, whatever the live one does",
      [
        "snapshot.locking.mode": "extended", "snapshot.lock.timeout.ms": "1",
        "snapshot.isolation.mode": "serializable", "include.schema.changes": "true",
        "schema.history.internal.store.only.captured.tables.ddl": "false",
        "schema.history.internal.store.only.captured.databases.ddl": "false",
        "schema.history.internal.skip.unparseable.ddl": "true",
        "schema.history.internal.consumer.security.protocol": "SSL",
        "schema.history.internal.consumer.group.id": "shop",
        "schema.history.internal.producer.client.id": "shop",
        "gtid.source.includes": "a.*", "database.exclude.list": "x",
      ], engine: Shadows.mysql,
      has: [
        "snapshot.locking.mode": "none", "include.schema.changes": "false",
        "schema.history.internal.store.only.captured.tables.ddl": "true",
        "schema.history.internal.skip.unparseable.ddl": "true",
        "schema.history.internal.consumer.security.protocol": "SSL",
        "schema.history.internal.kafka.bootstrap.servers": "kafka:9092",
        "schema.history.internal.kafka.topic": "cdcwatch_drill_r1-history",
        "gtid.source.includes": "a.*",
      ],
      hasNot: [
        "snapshot.lock.timeout.ms", "snapshot.isolation.mode",
        "schema.history.internal.store.only.captured.databases.ddl",
        "schema.history.internal.consumer.group.id",
        "schema.history.internal.producer.client.id", "database.exclude.list",
      ]),
    row(
      "Kafka clients are the live connector's but for their names",
      [
        "producer.override.security.protocol": "SSL", "producer.override.client.id": "shop",
        "producer.override.transactional.id": "shop",
        "producer.override.bootstrap.servers": "other:9092",
        "consumer.override.group.id": "g", "admin.override.ssl.keystore.location": "/k",
      ],
      has: [
        "producer.override.security.protocol": "SSL",
        "producer.override.bootstrap.servers": "other:9092",
        "admin.override.ssl.keystore.location": "/k",
      ],
      hasNot: [
        "producer.override.client.id", "producer.override.transactional.id",
        "consumer.override.group.id",
      ], note: "producer.override.bootstrap.servers: the shadow's records go to that cluster"),
    row(
      "own code goes with all that belongs to it",
      [
        "converters": "isbn", "isbn.type": "com.acme.Isbn", "isbn.schema": "x",
        "post.processors": "lookup", "lookup.type": "x", "sourceinfo.struct.maker": "x",
        "openlineage.integration.enabled": "true",
      ],
      hasNot: [
        "converters", "isbn.type", "isbn.schema", "post.processors", "lookup.type",
        "sourceinfo.struct.maker", "openlineage.integration.enabled",
      ]),
  ]
}
