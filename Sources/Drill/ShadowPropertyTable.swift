/// What becomes of each property of Debezium's connectors for PostgreSQL, MySQL and MariaDB, and of
/// Connect's own.
///
/// The names are those that the plugins declare (`GET /connector-plugins/CLASS/config`, Debezium
/// 3.6.3 and 3.5.0, Connect 4.3.0), and those that their documentation has beside these.
enum ShadowPropertyTable {
  static let byName: [String: ShadowPropertyRule] = {
    var rules: [String: ShadowPropertyRule] = [:]
    for name in copied { rules[name] = .copied }
    for (reason, names) in own { for name in names { rules[name] = .own(else: reason) } }
    for (reason, names) in dropped { for name in names { rules[name] = .dropped(reason) } }
    for name in ["key.converter", "value.converter", "header.converter"] {
      rules[name] = .decided(.converters)
    }
    for name in ["transforms", "predicates"] { rules[name] = .decided(.transforms) }
    for name in ["schema.history.internal"] { rules[name] = .decided(.schemaHistory) }
    return rules
  }()

  /// The first one that a name begins with counts.
  static let byBeginning: [(beginning: String, rule: ShadowPropertyRule)] = [
    ("key.converter.", .decided(.converters)), ("value.converter.", .decided(.converters)),
    ("header.converter.", .decided(.converters)), ("transforms.", .decided(.transforms)),
    ("predicates.", .decided(.transforms)),
    ("schema.history.internal.", .decided(.schemaHistory)),
    ("producer.override.", .decided(.clientOverride)),
    ("consumer.override.", .decided(.clientOverride)),
    ("admin.override.", .decided(.clientOverride)),
    ("snapshot.mode.configuration.based.", .copied),
    ("snapshot.select.statement.overrides", .dropped(tables)), ("snapshot.", .dropped(snapshots)),
    ("database.history.", .dropped(old)),
    // What else begins so goes to the JDBC driver.
    ("driver.", .copied), ("database.", .copied),
    ("signal.", .dropped(signals)), ("notification.", .dropped(notifications)),
    ("topic.creation.", .dropped(topics)), ("topic.", .dropped(topics)),
    ("incremental.snapshot.", .dropped(snapshots)), ("column.", .dropped(tables)),
    ("openlineage.", .dropped(others)), ("guardrail.", .dropped(tables)),
    ("internal.", .dropped(unproved)),
  ]

  private static let tables = "it is about the live connector's tables"
  private static let snapshots = "the shadow's snapshot is of its sentinel table alone"
  private static let signals = "a signal for the live connector must not reach the shadow"
  private static let notifications =
    "the shadow's notifications would be taken for the live connector's"
  private static let topics = "the shadow's topics have names of their own and are made beforehand"
  private static let old = "a name from before Debezium 2.0"
  private static let others = "other systems must not learn of the shadow"
  private static let losses = "at its default an error ends the task, so that no loss is hidden"
  private static let pace = "the shadow carries a few rows a second"
  private static let code = "what it does to the shadow's records is not known"
  private static let extras = "the proof does not need it"
  private static let unproved = "nothing is promised of it"
  private static let transactions = "the worker decides; a transaction ends with each poll"
  private static let publication = "the shadow's publication is made beforehand, of its table alone"

  private static let copied = [
    // Which plugin, which server, who.
    "connector.class", "connector.plugin.version", "config.action.reload", "plugin.name",
    "connect.timeout.ms", "connect.keep.alive", "connect.keep.alive.interval.ms",
    "connection.validation.timeout.ms", "binlog.net.read.timeout", "binlog.net.write.timeout",
    "use.nongraceful.disconnect", "status.update.interval.ms",
    // How it goes on after an error: a recovery's time is made of it.
    "errors.max.retries", "errors.retry.delay.max.ms", "errors.retry.timeout",
    "retriable.restart.connector.wait.ms", "slot.max.retries", "slot.retry.delay.ms",
    // What a restored offset does: a rehearsal without these would be of another connector.
    "snapshot.mode", "snapshot.mode.custom.name", "slot.failover", "offset.mismatch.strategy",
    "slot.seek.to.known.offset.on.start", "lsn.flush.mode", "lsn.flush.timeout.action",
    "lsn.flush.timeout.ms", "flush.lsn.source", "gtid.source.includes", "gtid.source.excludes",
    "gtid.source.filter.dml.events", "gtid.ignore.on.recovery", "gtid.new.channel.position",
    "internal.log.position.check.enable",
    // How values are written.
    "decimal.handling.mode", "time.precision.mode", "binary.handling.mode",
    "hstore.handling.mode", "interval.handling.mode", "bigint.unsigned.handling.mode",
    "include.unknown.datatypes", "datatype.propagate.source.type", "enable.time.adjuster",
    "schema.name.adjustment.mode", "field.name.adjustment.mode", "unavailable.value.placeholder",
    "schema.refresh.mode",
  ]

  private static let own: [(String, [String])] = [
    ("", ["name", "topic.prefix", "tasks.max", "table.include.list", "heartbeat.interval.ms"]),
    ("", ["skipped.operations", "snapshot.locking.mode"]),
    ("PostgreSQL alone has it", ["slot.name", "publication.name", "publication.autocreate.mode"]),
    ("PostgreSQL alone has it", ["message.prefix.include.list"]),
    ("MySQL and MariaDB alone have it", ["database.server.id", "database.include.list"]),
    ("MySQL and MariaDB alone have it", ["include.schema.changes"]),
    (signals, ["signal.data.collection", "signal.enabled.channels"]),
  ]

  private static let dropped: [(String, [String])] = [
    (
      tables,
      [
        "table.exclude.list", "table.whitelist", "table.blacklist", "table.ignore.builtin",
        "schema.include.list", "schema.exclude.list", "schema.whitelist", "schema.blacklist",
        "database.exclude.list", "database.whitelist", "database.blacklist", "database.names",
        "message.key.columns", "message.prefix.exclude.list", "min.row.count.to.stream.results",
        "replica.identity.autoset.values",
      ]
    ),
    (publication, ["publish.via.partition.root", "slot.stream.params"]),
    ("its slot is dropped at the drill's end, and not at each stop", ["slot.drop.on.stop"]),
    ("the shadow writes nothing into the database", ["heartbeat.action.query"]),
    (
      "statements of others are not run a second time",
      ["database.initial.statements", "driver.initSql", "database.initSql"]
    ),
    (signals, ["read.only"]),
    (topics, ["heartbeat.topics.prefix", "database.server.name"]),
    (
      "its offsets are in the workers' topic, where the drill's steps look",
      ["offsets.storage.topic"]
    ),
    (transactions, ["exactly.once.support", "transaction.boundary"]),
    (transactions, ["transaction.boundary.interval.ms"]),
    (
      losses,
      [
        "errors.tolerance", "event.processing.failure.handling.mode",
        "event.converting.failure.handling.mode", "event.deserialization.failure.handling.mode",
        "inconsistent.schema.handling.mode",
      ]
    ),
    (
      pace,
      [
        "poll.interval.ms", "max.batch.size", "max.queue.size", "max.queue.size.in.bytes",
        "query.fetch.size", "streaming.delay.ms", "xmin.fetch.interval.ms", "binlog.buffer.size",
        "executor.shutdown.timeout.ms", "legacy.snapshot.max.threads", "tasks.max.enforce",
        "database.server.id.offset", "memory.management.schemas.class",
        "memory.management.tables.class", "ddl.parser.type",
      ]
    ),
    (
      code,
      [
        "converters", "post.processors", "sourceinfo.struct.maker", "transaction.metadata.factory",
      ]
    ),
    (
      extras,
      [
        "tombstones.on.delete", "provide.transaction.metadata", "include.query",
        "include.schema.comments", "extended.headers.enabled", "custom.metric.tags",
        "custom.sanitize.pattern", "statistics.metrics.enabled", "errors.log.enable",
        "errors.log.include.messages",
      ]
    ),
  ]
}
