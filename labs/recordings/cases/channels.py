"""Signals through Kafka, and read-only connectors."""

import time

from case import case

READ_ONLY = {"read.only": "true", "signal.data.collection": None}


def read_only(s, **more):
    """A connector that is signalled through Kafka and never writes."""
    config = s.kafka_channel("kafka") | READ_ONLY | more
    if s.engine == "postgres":
        config["table.include.list"] = ",".join(s.tables)
    s.start(config)


def order(s, *tables, id="run-1", **more):
    return {"id": id, "type": "execute-snapshot", "data": s.order(*tables, **more)}


def control(kind, id):
    return {"id": id, "type": kind, "data": {"type": "incremental"}}


@case(
    "kafka-signal-completes",
    "an execute through Kafka on a connector with both channels: as through the signal table",
)
def kafka_completes(s):
    s.make(t1=60)
    s.start(s.kafka_channel())
    s.kafka_signal(order(s, "t1"))
    s.heard("COMPLETED", id="run-1")
    s.settled()
    s.expect(len(s.events("t1")) == 60, "60 rows")
    return (
        f"{', '.join(s.kinds())} under run-1; 60 rows; window rows in the signal table, no signal"
        " row there."
    )


@case(
    "kafka-channel-only-not-read-only",
    "the Kafka channel alone on a connector that is not read-only: STARTED, one "
    "IN_PROGRESS, two window rows, 0 rows for ever",
)
def kafka_only(s):
    s.make(t1=60)
    s.start(s.kafka_channel("kafka"))
    s.kafka_signal(order(s, "t1"))
    s.heard("IN_PROGRESS")
    s.write("INSERT INTO t1 VALUES (201, 'streams')")
    s.quiet(8)
    s.expect(s.kinds() == ["STARTED", "IN_PROGRESS"] and not s.events("t1"), "the hang")
    return (
        f"{', '.join(s.kinds())}, {len(s.events('debezium_signal', 'c'))} window rows, 0 rows for 8"
        " s; the insert streamed."
    )


@case(
    "kafka-signal-signal-table-not-in-publication",
    "a Kafka signal while the signal table is not in the publication: "
    "STARTED, one IN_PROGRESS, then a hang",
)
def kafka_not_in_publication(s):
    s.make(t1=60)
    s.sql(f"CREATE PUBLICATION {s.database} FOR TABLE t1")
    s.start(s.kafka_channel() | {"publication.autocreate.mode": "disabled"})
    s.kafka_signal(order(s, "t1"))
    s.heard("IN_PROGRESS")
    s.quiet(8)
    s.expect(s.kinds() == ["STARTED", "IN_PROGRESS"] and not s.events("t1"), "the hang")
    return f"{', '.join(s.kinds())}, no window row in Kafka, 0 rows for 8 s."


@case(
    "kafka-signal-wrong-key",
    "a Kafka signal whose key is not the topic prefix: never answered; a right one later is",
)
def wrong_key(s):
    s.make(t1=60)
    s.start(s.kafka_channel())
    s.kafka_signal(order(s, "t1"), key="another")
    s.quiet(8)
    s.expect(not s.notifications() and not s.events("t1"), "no answer")
    return "No notification and no row for 8 s."


@case(
    "kafka-signal-without-data",
    "a Kafka signal without data: the poller is dead, a right signal after it is not answered",
)
def without_data(s):
    s.make(t1=60)
    s.start(s.kafka_channel())
    s.kafka_signal({"id": "pause-1", "type": "pause-snapshot"})
    s.quiet(4)
    s.kafka_signal(order(s, "t1"))
    s.quiet(10)
    s.expect(not s.notifications() and not s.events("t1"), "no answer")
    return "pause-1 without data, then a right run-1: nothing for 10 s."


@case(
    "kafka-signal-without-id",
    "a Kafka signal without id: every notification has a random id of its own",
)
def without_id(s):
    s.make(t1=40)
    s.start(s.kafka_channel())
    signal = order(s, "t1")
    del signal["id"]
    s.kafka_signal(signal)
    s.heard("COMPLETED")
    s.settled()
    ids = {n["id"] for n in s.notifications()}
    s.expect(
        len(ids) == len(s.notifications()) and len(s.events("t1")) == 40,
        "one id a notification, all rows",
    )
    return f"{len(s.notifications())} notifications, {len(ids)} ids; 40 rows."


@case(
    "kafka-signal-late",
    "the Kafka channel with its default poll interval of 5 s: signals are answered late, the"
    " backlog at once",
)
def kafka_late(s):
    s.make(t1=40)
    s.start(s.kafka_channel() | {"signal.poll.interval.ms": "5000"})
    s.kafka_signal(order(s, "t1"))
    began = time.monotonic()
    s.heard("STARTED", 60)
    took = time.monotonic() - began
    s.heard("COMPLETED")
    s.settled()
    s.expect(took > 2, "a late answer")
    return f"STARTED came {took:.1f} s after the signal."


@case(
    "read-only-postgres",
    "a read-only connector through Kafka: no signal table, no window rows; paused and resumed",
)
def read_only_postgres(s):
    s.make(t1=100)
    read_only(s)
    slow = {"data-collection": "public.t1", "filter": "pg_sleep(0.03) IS NOT NULL"}
    s.kafka_signal(order(s, "t1", additional_conditions=[slow]))
    s.heard("IN_PROGRESS", times=3)
    s.kafka_signal(control("pause-snapshot", "pause-1"))
    s.heard("PAUSED", id="run-1")
    s.quiet(2)
    held = len(s.events("t1"))
    s.expect(held < 100, "a part of the rows")
    s.kafka_signal(control("resume-snapshot", "resume-1"))
    s.heard("COMPLETED", id="run-1")
    s.settled()
    s.expect(len(s.events("t1")) == 100, "all rows")
    return f"{held} rows when paused, 100 at the end; {', '.join(s.kinds())}."


@case("read-only-postgres-stopped", "a read-only connector, stopped through Kafka")
def read_only_postgres_stopped(s):
    s.make(t1=100)
    read_only(s)
    slow = {"data-collection": "public.t1", "filter": "pg_sleep(0.03) IS NOT NULL"}
    s.kafka_signal(order(s, "t1", additional_conditions=[slow]))
    s.heard("IN_PROGRESS", times=3)
    s.kafka_signal(control("stop-snapshot", "stop-1"))
    s.heard("ABORTED")
    s.settled()
    s.expect(len(s.events("t1")) < 100, "a part of the rows")
    return f"{len(s.events('t1'))} rows of 100; {', '.join(s.kinds())}."


@case(
    "read-only-mysql",
    "a read-only MySQL connector through Kafka with writes under way: no window rows, COMPLETED",
    engine="mysql",
)
def read_only_mysql(s):
    s.make(t1=60, t2=0)
    read_only(s)
    s.kafka_signal(order(s, "t1"))
    s.step("one INSERT INTO t2 every 0.3 s until COMPLETED")
    for number in range(1, 100):
        s.fill("t2", number, number)
        time.sleep(0.3)
        if s.notifications("COMPLETED", id="run-1"):
            break
    s.heard("COMPLETED", id="run-1")
    s.settled()
    s.expect(len(s.events("t1")) == 60, "60 rows")
    return f"{', '.join(s.kinds())}; 60 rows; {s.count('t2')} inserts into t2."


@case(
    "read-only-mysql-idle",
    "a read-only MySQL connector on an idle server: STARTED, one IN_PROGRESS, then nothing until "
    "something is written; the recording ends in the wait",
    engine="mysql",
    alone=True,
)
def read_only_mysql_idle(s):
    s.make(t1=60)
    read_only(s)
    s.kafka_signal(order(s, "t1"))
    s.heard("IN_PROGRESS")
    s.quiet(10)
    s.expect(s.kinds() == ["STARTED", "IN_PROGRESS"] and not s.events("t1"), "the wait")
    return f"{', '.join(s.kinds())}, then nothing for 10 s, 0 rows."


@case(
    "window-insert-delete",
    "the watermarking strategy insert_delete: windows close by a delete of the opening row",
)
def insert_delete(s):
    s.make(t1=60)
    s.start({"incremental.snapshot.watermarking.strategy": "insert_delete"})
    s.execute("t1")
    s.heard("COMPLETED")
    s.settled()
    s.expect(len(s.events("t1")) == 60 and s.events("debezium_signal", "d"), "rows and deletes")
    return (
        f"60 rows; {len(s.events('debezium_signal', 'd'))} deletes on the signal table's topic,"
        " each with a tombstone."
    )


@case(
    "read-only-mariadb",
    "a read-only MariaDB connector through Kafka with writes under way",
    engine="mariadb",
)
def read_only_mariadb(s):
    return read_only_mysql(s)


@case(
    "read-only-mysql-idle-then-write",
    "the wait of an idle read-only MySQL connector ends with one write on the server",
    engine="mysql",
    alone=True,
)
def read_only_mysql_idle_then_write(s):
    s.make(t1=30, t2=0)
    read_only(s)
    s.kafka_signal(order(s, "t1"))
    s.heard("IN_PROGRESS")
    s.quiet(6)
    s.expect(not s.events("t1"), "the wait")
    s.write("INSERT INTO t2 VALUES (1, 'a write')")
    s.quiet(4)
    first = len(s.events("t1"))
    s.write("INSERT INTO t2 VALUES (2, 'a write')")
    s.quiet(4)
    return (
        f"0 rows for 6 s, {first} after one write, {len(s.events('t1'))} after two;"
        f" {', '.join(s.kinds())}."
    )
