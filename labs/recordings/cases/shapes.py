"""Tables, filters, patterns and topics that are not the plain ones."""

from case import case


@case("empty-table", "an empty table: TABLE_SCAN_COMPLETED EMPTY, COMPLETED")
def empty_table(s):
    s.make(t1=0)
    s.start()
    s.execute("t1")
    s.heard("COMPLETED")
    s.settled()
    s.heard("TABLE_SCAN_COMPLETED", status="EMPTY")
    return f"Sequence {', '.join(s.kinds())}; the table has no topic."


@case("filter-matches-some", "a filter: total_rows_scanned counts the matching rows only")
def filter_some(s):
    s.make(t1=60)
    s.start()
    condition = {"data-collection": "public.t1", "filter": "id > 20 AND id <= 45"}
    s.execute("t1", additional_conditions=[condition])
    s.heard("TABLE_SCAN_COMPLETED", status="SUCCEEDED", total_rows_scanned="25")
    s.heard("COMPLETED")
    s.settled()
    return "25 rows of 60, SUCCEEDED with total_rows_scanned 25."


@case("filter-matches-nothing", "a filter that matches nothing: EMPTY, COMPLETED")
def filter_nothing(s):
    s.make(t1=60)
    s.start()
    s.execute("t1", additional_conditions=[{"data-collection": "public.t1", "filter": "id > 1000"}])
    s.heard("TABLE_SCAN_COMPLETED", status="EMPTY")
    s.heard("COMPLETED")
    s.settled()
    return f"Sequence {', '.join(s.kinds())}, status EMPTY, no rows."


@case(
    "every-row-changed-meanwhile",
    "a window drops the reads of keys that changed while it was open: fewer r than "
    "rows scanned, yet every key arrived",
)
def all_changed(s):
    s.make(t1=60)
    s.slow(0.3)
    s.start()
    s.execute("t1")
    for _ in range(4):
        s.heard("IN_PROGRESS")
        s.write("UPDATE t1 SET name = name || '.'")
    s.heard("COMPLETED")
    s.settled()
    reads = len(s.events("t1"))
    s.expect(reads < 60, "reads dropped")
    scanned = s.notifications("TABLE_SCAN_COMPLETED")[0]["additional_data"]["total_rows_scanned"]
    return f"total_rows_scanned {scanned}, {reads} reads, {len(s.events('t1', 'u'))} updates."


@case("streaming-only", "no snapshot of the table, ever: inserts, updates, deletes")
def streaming_only(s):
    s.make(t1=20)
    s.start()
    s.write("INSERT INTO t1 VALUES (201, 'new'), (202, 'new')")
    s.write("UPDATE t1 SET name = 'changed' WHERE id = 3")
    s.write("UPDATE t1 SET id = 203 WHERE id = 4")
    s.write("DELETE FROM t1 WHERE id = 5")
    s.settled()
    s.expect(not s.events("t1") and s.events("t1", "d"), "changes and no reads")
    return (
        "Two inserts, an update, a key change (delete, tombstone, create), a delete with tombstone."
    )


@case(
    "pattern-takes-the-signal-table",
    "data-collections with a pattern takes in the signal table itself, window rows and all",
)
def pattern(s):
    s.make(t1=30, t2=20)
    s.start()
    s.execute("public.*")
    s.heard("COMPLETED")
    s.settled()
    started = s.notifications("STARTED")[0]["additional_data"]["data_collections"]
    s.expect(s.events("debezium_signal"), "reads of the signal table")
    return (
        f"STARTED names [{started}]; {len(s.events('debezium_signal'))} reads of the signal table."
    )


@case("three-partitions", "the change topic has three partitions: one snapshot over all of them")
def three_partitions(s):
    s.make(t1=90)
    s.three_partitions("t1")
    s.slow(0.05)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.write("DELETE FROM t1 WHERE id > 85")
    s.heard("COMPLETED")
    s.settled()
    return f"{len(s.events('t1'))} reads, {len(s.events('t1', 'd'))} deletes over three partitions."


@case(
    "json-with-schemas", "the converter puts a schema around keys and values, of notifications too"
)
def with_schemas(s):
    s.make(t1=25)
    s.start(
        {
            "key.converter": "org.apache.kafka.connect.json.JsonConverter",
            "key.converter.schemas.enable": "true",
            "value.converter": "org.apache.kafka.connect.json.JsonConverter",
            "value.converter.schemas.enable": "true",
        }
    )
    s.execute("t1")
    s.heard("COMPLETED")
    s.settled()
    s.expect(len(s.events("t1")) == 25, "25 rows")
    return "25 rows, STARTED to COMPLETED."


@case(
    "second-connector-on-the-same-signal-table",
    "two connectors share a signal table and a notification topic: one signal runs "
    "on both; connector_name (the topic prefix) tells them apart",
)
def second_connector(s):
    s.make(t1=60)
    s.slow(0.1)
    s.start()
    s.start_second({"incremental.snapshot.chunk.size": "20"})
    s.execute("t1")
    both = {s.prefix, f"{s.prefix}-2"}
    s.until(
        "both COMPLETED",
        lambda: both == {
            n["additional_data"]["connector_name"] for n in s.notifications("COMPLETED")
        },
    )
    s.settled()
    return (
        f"Both read 60 rows under run-1; {len(s.notifications())} notifications in the one topic."
    )
