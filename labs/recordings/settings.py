"""How the recorded connectors are set up, before a case changes what it is about."""


def connector(scene, number):
    """The settings of a case's connector; `number` tells binlog readers of one server apart."""
    common = {
        "tasks.max": "1",
        "database.hostname": "127.0.0.1",
        "database.port": scene.world.port(scene.engine),
        "topic.prefix": scene.prefix,
        "table.include.list": ",".join(scene.tables + [scene.signal_table]),
        "signal.data.collection": scene.signal_table,
        "signal.poll.interval.ms": "300",
        "notification.enabled.channels": "sink",
        "notification.sink.topic.name": f"{scene.prefix}-notifications",
        "incremental.snapshot.chunk.size": "10",
        "heartbeat.interval.ms": "1000",
        "poll.interval.ms": "100",
        "snapshot.mode": "no_data",
    }
    if scene.engine == "postgres":
        return common | {
            "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
            "database.user": "postgres",
            "database.password": "postgres",
            "database.dbname": scene.database,
            "plugin.name": "pgoutput",
            "slot.name": scene.database,
            "publication.name": scene.database,
            "publication.autocreate.mode": "filtered",
        }
    makers = {"mysql": "mysql.MySqlConnector", "mariadb": "mariadb.MariaDbConnector"}
    return common | {
        "connector.class": f"io.debezium.connector.{makers[scene.engine]}",
        "database.user": "dbz",
        "database.password": "dbz",
        "database.server.id": str(number),
        "database.include.list": scene.database,
        "schema.history.internal.kafka.bootstrap.servers": scene.world.kafka,
        "schema.history.internal.kafka.topic": f"{scene.prefix}-schema-history",
        "schema.history.internal.store.only.captured.tables.ddl": "true",
        "snapshot.locking.mode": "none",
    }
