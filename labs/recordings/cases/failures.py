"""Tables that are given up, and what the signal table must be like."""

from case import case
from scene import SIGNAL_COLUMNS


@case("unknown-table", "an unknown table: STARTED, TABLE_SCAN_COMPLETED UNKNOWN_SCHEMA, COMPLETED")
def unknown_table(s):
    s.make(t1=50)
    s.start()
    s.execute("public.T1")
    s.heard("TABLE_SCAN_COMPLETED", status="UNKNOWN_SCHEMA")
    s.heard("COMPLETED")
    s.settled()
    s.expect(not s.events("t1"), "no row")
    return f"public.T1 (wrong case): {', '.join(s.kinds())}; no row."


@case("unknown-and-known-table", "after an unknown table the next one is still read")
def unknown_and_known(s):
    s.make(t1=50)
    s.start()
    s.execute("nowhere", "t1")
    s.heard("TABLE_SCAN_COMPLETED", status="UNKNOWN_SCHEMA")
    s.heard("TABLE_SCAN_COMPLETED", status="SUCCEEDED", scanned_collection="public.t1")
    s.heard("COMPLETED")
    s.settled()
    s.expect(len(s.events("t1")) == 50, "50 rows")
    return "public.nowhere UNKNOWN_SCHEMA, public.t1 SUCCEEDED with 50 rows, COMPLETED."


def keyless(s, rows=50):
    s.make()
    s.sql("CREATE TABLE t1 (id INT NOT NULL, name VARCHAR(40))")
    s.tables.append("public.t1")
    s.fill("t1", 1, rows)


@case("no-primary-key", "no primary key: NO_PRIMARY_KEY, COMPLETED")
def no_primary_key(s):
    keyless(s)
    s.start()
    s.execute("t1")
    s.heard("TABLE_SCAN_COMPLETED", status="NO_PRIMARY_KEY")
    s.heard("COMPLETED")
    s.settled()
    s.expect(not s.events("t1"), "no row")
    return f"{', '.join(s.kinds())}; no row."


@case(
    "no-primary-key-surrogate",
    "no primary key but a surrogate-key: SUCCEEDED with total_rows_scanned right, "
    "but one row a chunk reaches Kafka",
)
def no_primary_key_surrogate(s):
    keyless(s)
    s.start()
    s.execute("t1", surrogate_key="id")
    done = s.heard("TABLE_SCAN_COMPLETED", status="SUCCEEDED")
    s.heard("COMPLETED")
    s.settled()
    reads = len(s.events("t1"))
    s.expect(0 < reads < 50, "rows missing")
    return (
        f"total_rows_scanned {done['additional_data']['total_rows_scanned']}, {reads} reads in the"
        " topic, keys null."
    )


@case(
    "message-key-columns-surrogate",
    "as no-primary-key-surrogate with message.key.columns: every row arrives",
)
def message_key_columns(s):
    keyless(s)
    s.start({"message.key.columns": "public.t1:id"})
    s.execute("t1", surrogate_key="id")
    s.heard("COMPLETED")
    s.settled()
    s.expect(len(s.events("t1")) == 50, "50 rows")
    return "50 of 50 rows."


@case(
    "signal-table-narrow-id",
    "the signal table's id is too narrow for a window row: SQL_EXCEPTION, 0 rows, COMPLETED",
)
def narrow_id(s):
    s.make(SIGNAL_COLUMNS.replace("VARCHAR(42)", "VARCHAR(36)"), t1=50)
    s.start()
    s.execute("t1")
    s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION")
    s.heard("COMPLETED")
    s.settled()
    s.expect(not s.events("t1"), "no row")
    return f"{', '.join(s.kinds())}; no row."


@case(
    "signal-table-narrow-data",
    "the signal table's data column takes the opening row but not the closing one: "
    "rows are scanned and none reaches Kafka",
)
def narrow_data(s):
    s.make(SIGNAL_COLUMNS.replace("VARCHAR(2048)", "VARCHAR(100)"), t1=50)
    s.start()
    s.signal("execute-snapshot", s.order("t1"), "run-1")
    s.quiet(6)
    s.expect(s.notifications("STARTED") and not s.events("t1"), "STARTED and no row")
    scans = [n["additional_data"] for n in s.notifications("TABLE_SCAN_COMPLETED")]
    return (
        f"Sequence {', '.join(s.kinds())}; scans"
        f" {[(a.get('total_rows_scanned'), a['status']) for a in scans]}; 0 rows."
    )


@case("filter-syntax-error", "a filter with a syntax error: STARTED, SQL_EXCEPTION, COMPLETED")
def filter_syntax(s):
    s.make(t1=50)
    s.start()
    s.execute("t1", additional_conditions=[{"data-collection": "public.t1", "filter": "id <"}])
    s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION")
    s.heard("COMPLETED")
    s.settled()
    s.expect(not s.events("t1"), "no row")
    return f"{', '.join(s.kinds())}; no row."


@case(
    "postgres-one-failure-takes-the-queue",
    "one SQL failure takes the queue along: the next table is SQL_EXCEPTION "
    "too, with the first one's total_rows_scanned",
)
def one_failure(s):
    s.make(t1=50, t2=30)
    s.start()
    s.execute(
        "t1", "t2", additional_conditions=[{"data-collection": "public.t1", "filter": "id <"}]
    )
    s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION", scanned_collection="public.t1")
    s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION", scanned_collection="public.t2")
    s.heard("COMPLETED")
    s.settled()
    s.expect(not s.events("t2"), "no row of t2")
    scans = [
        n["additional_data"].get("total_rows_scanned")
        for n in s.notifications("TABLE_SCAN_COMPLETED")
    ]
    return f"Both tables SQL_EXCEPTION, total_rows_scanned {scans}; no row; COMPLETED."


@case(
    "chunk-query-fails-half-way",
    "a chunk query fails in the middle of a table (a row whose filter divides by zero): "
    "SQL_EXCEPTION with the rows read so far, COMPLETED",
)
def fails_half_way(s):
    s.make(t1=100)
    s.start()
    s.execute(
        "t1",
        additional_conditions=[
            {"data-collection": "public.t1", "filter": "1 / (id - 55) IS NOT NULL"}
        ],
    )
    s.heard("COMPLETED")
    s.settled()
    done = s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION")["additional_data"]
    s.expect(0 < len(s.events("t1")) < 100, "a part of the rows")
    return (
        f"SQL_EXCEPTION, total_rows_scanned {done.get('total_rows_scanned')}, {len(s.events('t1'))}"
        " rows, COMPLETED."
    )


@case(
    "no-insert-right",
    "the connector's role may not insert into the signal table: SQL_EXCEPTION, 0 rows, COMPLETED",
)
def no_insert_right(s):
    s.make(t1=50)
    role = f"{s.database}_reader"
    s.sql(
        f"DO $$ BEGIN CREATE ROLE {role} LOGIN REPLICATION; EXCEPTION WHEN duplicate_object THEN"
        f" NULL; END $$; GRANT SELECT ON t1, debezium_signal TO {role}; CREATE PUBLICATION"
        f" {s.database} FOR TABLE t1, debezium_signal"
    )
    s.start({"database.user": role, "publication.autocreate.mode": "disabled"})
    s.execute("t1")
    s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION")
    s.heard("COMPLETED")
    s.settled()
    s.expect(not s.events("t1"), "no row")
    return f"{', '.join(s.kinds())}; no row."


@case(
    "alter-add-column",
    "ALTER TABLE ADD COLUMN in the middle on PostgreSQL: the table is given up with "
    "SQL_EXCEPTION, COMPLETED",
)
def alter_add_column(s):
    s.make(t1=100)
    s.slow(0.2)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.write("ALTER TABLE t1 ADD COLUMN more INT")
    s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION")
    s.heard("COMPLETED")
    s.settled()
    return f"SQL_EXCEPTION after {len(s.events('t1'))} of 100 rows, COMPLETED."


@case(
    "signal-table-narrow-data-one-chunk",
    "the same with a table smaller than a chunk: all rows scanned, none in Kafka",
)
def narrow_data_one_chunk(s):
    s.make(SIGNAL_COLUMNS.replace("VARCHAR(2048)", "VARCHAR(100)"), t1=8)
    s.start()
    s.execute("t1")
    s.quiet(6)
    s.expect(s.notifications("STARTED") and not s.events("t1"), "STARTED and no row")
    scans = [n["additional_data"] for n in s.notifications("TABLE_SCAN_COMPLETED")]
    return (
        f"Sequence {', '.join(s.kinds())}; scans"
        f" {[(a.get('total_rows_scanned'), a['status']) for a in scans]}; 0 rows of 8."
    )


@case(
    "alter-while-paused-then-restart",
    "PostgreSQL: pause, ADD COLUMN, restart: SUCCEEDED, the later rows with the new column",
)
def alter_paused_restart(s):
    s.make(t1=80)
    s.slow(0.15)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.pause()
    s.heard("PAUSED")
    s.quiet(2)
    s.write("ALTER TABLE t1 ADD COLUMN more INT")
    s.restart()
    s.heard("TABLE_SCAN_COMPLETED", status="SUCCEEDED")
    s.heard("COMPLETED")
    s.settled()
    with_it = sum("more" in e["after"] for e in s.events("t1"))
    return (
        f"{len(s.events('t1'))} reads of 80 rows, {with_it} of them with the new column;"
        f" {', '.join(s.kinds())}."
    )
