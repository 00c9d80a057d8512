/// The names of the properties that Debezium's connectors for PostgreSQL, MySQL (3.6.3) and MariaDB
/// (3.5.0) declare on Connect 4.3.0, by `GET /connector-plugins/CLASS/config`, without those whose
/// name is an expression.
enum DocumentedProperties {
  static let declared = """
    bigint.unsigned.handling.mode binary.handling.mode binlog.buffer.size binlog.net.read.timeout
    binlog.net.write.timeout column.exclude.list column.include.list column.propagate.source.type
    config.action.reload connect.keep.alive connect.keep.alive.interval.ms connect.timeout.ms
    connection.validation.timeout.ms connector.class connector.plugin.version converters
    custom.metric.tags custom.sanitize.pattern database.dbname database.exclude.list
    database.hostname database.include.list database.initial.statements database.jdbc.driver
    database.password database.port database.protocol database.query.timeout.ms
    database.server.id database.server.id.offset database.ssl.keystore
    database.ssl.keystore.password database.ssl.mode database.ssl.truststore
    database.ssl.truststore.password database.sslcert database.sslfactory database.sslkey
    database.sslmode database.sslpassword database.sslrootcert database.tcpKeepAlive
    database.user datatype.propagate.source.type ddl.parser.type decimal.handling.mode
    enable.time.adjuster errors.log.enable errors.log.include.messages errors.max.retries
    errors.retry.delay.max.ms errors.retry.timeout errors.tolerance
    event.deserialization.failure.handling.mode event.processing.failure.handling.mode
    exactly.once.support executor.shutdown.timeout.ms extended.headers.enabled flush.lsn.source
    gtid.ignore.on.recovery gtid.source.excludes gtid.source.filter.dml.events
    gtid.source.includes guardrail.collections.limit.action guardrail.collections.max
    header.converter header.converter.plugin.version heartbeat.action.query heartbeat.interval.ms
    heartbeat.topics.prefix hstore.handling.mode include.query include.schema.changes
    include.schema.comments include.unknown.datatypes inconsistent.schema.handling.mode
    incremental.snapshot.allow.schema.changes incremental.snapshot.chunk.size
    incremental.snapshot.watermarking.strategy internal.advanced.metrics.enable
    internal.legacy.snapshot.max.threads internal.log.position.check.enable
    internal.snapshot.scan.all.columns.force interval.handling.mode key.converter
    key.converter.plugin.version legacy.snapshot.max.threads lsn.flush.mode
    lsn.flush.timeout.action lsn.flush.timeout.ms max.batch.size max.queue.size
    max.queue.size.in.bytes memory.management.schemas.class memory.management.tables.class
    message.key.columns message.prefix.exclude.list message.prefix.include.list
    min.row.count.to.stream.results name notification.enabled.channels
    notification.sink.topic.name offsets.storage.topic openlineage.integration.config.file.path
    openlineage.integration.dataset.kafka.bootstrap.servers openlineage.integration.enabled
    openlineage.integration.job.description openlineage.integration.job.namespace
    openlineage.integration.job.owners openlineage.integration.job.tags plugin.name
    poll.interval.ms post.processors predicates provide.transaction.metadata
    publication.autocreate.mode publication.name publish.via.partition.root query.fetch.size
    replica.identity.autoset.values retriable.restart.connector.wait.ms schema.exclude.list
    schema.history.internal schema.history.internal.skip.unparseable.ddl
    schema.history.internal.store.only.captured.databases.ddl
    schema.history.internal.store.only.captured.tables.ddl schema.include.list
    schema.name.adjustment.mode schema.refresh.mode signal.data.collection
    signal.enabled.channels signal.poll.interval.ms skipped.operations slot.drop.on.stop
    slot.failover slot.max.retries slot.name slot.retry.delay.ms slot.stream.params
    snapshot.delay.ms snapshot.fetch.size snapshot.include.collection.list
    snapshot.isolation.mode snapshot.lock.timeout.ms snapshot.locking.mode
    snapshot.locking.mode.custom.name snapshot.max.threads snapshot.max.threads.multiplier
    snapshot.mode snapshot.mode.configuration.based.snapshot.data
    snapshot.mode.configuration.based.snapshot.on.data.error
    snapshot.mode.configuration.based.snapshot.on.schema.error
    snapshot.mode.configuration.based.snapshot.schema
    snapshot.mode.configuration.based.start.stream snapshot.mode.custom.name snapshot.query.mode
    snapshot.query.mode.custom.name snapshot.select.statement.overrides
    snapshot.tables.order.by.row.count sourceinfo.struct.maker statistics.metrics.enabled
    status.update.interval.ms streaming.delay.ms table.exclude.list table.ignore.builtin
    table.include.list tasks.max tasks.max.enforce time.precision.mode tombstones.on.delete
    topic.creation.groups topic.naming.strategy topic.prefix transaction.boundary
    transaction.boundary.interval.ms transaction.metadata.factory transforms
    unavailable.value.placeholder use.nongraceful.disconnect value.converter
    value.converter.plugin.version xmin.fetch.interval.ms
    """

  /// Those that documentation has and no plugin declares: of drivers, clients, converters, history and
  /// older versions.
  static let passedOn = """
    binlog.net.write.timeout database.sslrootcert driver.allowPublicKeyRetrieval errors.tolerance
    event.converting.failure.handling.mode field.name.adjustment.mode gtid.new.channel.position
    offset.mismatch.strategy read.only signal.kafka.topic signal.kafka.bootstrap.servers
    signal.kafka.groupId signal.consumer.security.protocol signal.file
    slot.seek.to.known.offset.on.start snapshot.select.statement.overrides.public.orders
    snapshot.new.tables schema.history.internal.kafka.topic
    schema.history.internal.kafka.bootstrap.servers
    schema.history.internal.kafka.recovery.attempts schema.history.internal.ddl.filter
    schema.history.internal.producer.sasl.jaas.config
    schema.history.internal.consumer.ssl.keystore.location topic.delimiter topic.cache.size
    topic.heartbeat.prefix topic.transaction topic.creation.default.partitions
    transforms.unwrap.type predicates.p.type producer.override.compression.type
    consumer.override.max.poll.records admin.override.security.protocol
    key.converter.schemas.enable value.converter.schema.registry.url
    header.converter.schemas.enable column.mask.with.12.chars column.truncate.to.20.chars
    column.mask.hash.SHA-256.with.salt.x database.history.kafka.topic database.server.name
    database.whitelist table.whitelist table.blacklist schema.whitelist
    database.initial.statements openlineage.integration.tags
    """

  static let all = (declared + " " + passedOn).split(whereSeparator: \.isWhitespace).map(
    String.init)
}
