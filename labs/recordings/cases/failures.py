"""Signals that end badly or are never answered."""
from case import case
from scene import SIGNAL_COLUMNS


def no_answer(s, what):
    """Nothing but the signal's own row event comes of it."""
    s.quiet(6)
    s.expect(not s.notifications(), "no notification")
    s.expect(not s.events("t1"), "no row")
    return f"{what}: the signal's row arrived on the signal table's topic, no notification and no row followed for 6 s."


@case("wrong-json", "an execute-snapshot whose data is no JSON: the row event alone")
def wrong_json(s):
    s.make(t1=50)
    s.start()
    s.signal("execute-snapshot", '{"data-collections": ["public.t1"', "run-1")
    return no_answer(s, "Broken JSON")


@case("wrong-type", "a signal of an unknown type: the row event alone")
def wrong_type(s):
    s.make(t1=50)
    s.start()
    s.signal("execute-snapshots", s.order("t1"), "run-1")
    return no_answer(s, "An unknown type")


@case("wrong-snapshot-type", "an execute-snapshot whose own type is unknown: the row event alone")
def wrong_snapshot_type(s):
    s.make(t1=50)
    s.start()
    s.signal("execute-snapshot", s.order("t1") | {"type": "partial"}, "run-1")
    return no_answer(s, "type partial")


@case("empty-data", "an execute-snapshot with empty data: the row event alone")
def empty_data(s):
    s.make(t1=50)
    s.start()
    s.signal("execute-snapshot", "", "run-1")
    return no_answer(s, "Empty data")


@case("no-data-collections", "an execute-snapshot without data-collections: the row event alone")
def no_data_collections(s):
    s.make(t1=50)
    s.start()
    s.signal("execute-snapshot", {"type": "incremental"}, "run-1")
    return no_answer(s, "No data-collections")


@case("no-source-channel", "the signal table is captured but the source channel is off: the row event alone")
def no_source_channel(s):
    s.make(t1=50)
    s.start({"signal.enabled.channels": "file"})
    s.execute("t1")
    return no_answer(s, "signal.enabled.channels=file")


@case("signal-table-not-in-publication", "the signal table is not in the publication: nothing at all")
def not_in_publication(s):
    s.make(t1=50)
    s.sql(f"CREATE PUBLICATION {s.database} FOR TABLE t1")
    s.start({"publication.autocreate.mode": "disabled"})
    s.execute("t1")
    s.write("INSERT INTO t1 VALUES (201, 'streams')")
    s.quiet(6)
    s.expect(not s.notifications() and not s.events("debezium_signal", "c"), "nothing")
    s.expect(len(s.events("t1", "c")) == 1, "the insert")
    return "No event of the signal row, no notification; an insert into t1 streamed."


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


@case("no-primary-key-surrogate", "no primary key but a surrogate-key: SUCCEEDED with total_rows_scanned right, "
      "but one row a chunk reaches Kafka")
def no_primary_key_surrogate(s):
    keyless(s)
    s.start()
    s.execute("t1", surrogate_key="id")
    done = s.heard("TABLE_SCAN_COMPLETED", status="SUCCEEDED")
    s.heard("COMPLETED")
    s.settled()
    reads = len(s.events("t1"))
    s.expect(0 < reads < 50, "rows missing")
    return f"total_rows_scanned {done['additional_data']['total_rows_scanned']}, {reads} reads in the topic, keys null."


@case("message-key-columns-surrogate", "as no-primary-key-surrogate with message.key.columns: every row arrives")
def message_key_columns(s):
    keyless(s)
    s.start({"message.key.columns": "public.t1:id"})
    s.execute("t1", surrogate_key="id")
    s.heard("COMPLETED")
    s.settled()
    s.expect(len(s.events("t1")) == 50, "50 rows")
    return "50 of 50 rows."


@case("surrogate-column-absent", "a surrogate column that does not exist: SQL_EXCEPTION; the table queued after it "
      "hangs: no COMPLETED, members stay in the offset, heartbeats and streaming go on")
def surrogate_absent(s):
    s.make(t1=50, t2=30)
    s.start()
    s.execute("t1", "t2", surrogate_key="nowhere")
    s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION")
    s.write("INSERT INTO t2 VALUES (201, 'streams')")
    s.quiet(6)
    s.expect(not s.notifications("COMPLETED"), "no COMPLETED")
    s.expect("incremental_snapshot_collections" in s.offsets()[-1], "the members in the last offset")
    s.expect(s.state() == ("RUNNING", "RUNNING"), "RUNNING")
    return f"{', '.join(s.kinds())}, then nothing for 6 s; an insert into t2 streamed; the offset keeps its members."


@case("hang", "after a failure that is no SQL error with tables queued: a new execute only queues, a stop is not "
      "answered; the recording ends in the hang")
def hang(s):
    s.make(t1=50, t2=30, t3=20)
    s.start()
    s.execute("t1", "t2", surrogate_key="nowhere")
    s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION")
    s.quiet(3)
    before = len(s.notifications())
    s.execute("t3", id="run-2")
    s.quiet(3)
    s.stop("t2")
    s.write("INSERT INTO t2 VALUES (201, 'streams')")
    s.quiet(5)
    s.expect(len(s.notifications()) == before, "no answer to execute and stop")
    s.expect(not s.events("t2") and not s.events("t3"), "no row")
    return f"{', '.join(s.kinds())}; run-2 and stop-1 were not answered; t2 and t3 unread; the insert streamed."


def queue_behind_a_failure(s):
    """t1 is read, t2's surrogate column does not exist, t3 stays queued behind it."""
    s.make(t1=40, t2=30, t3=20)
    s.slow(0.15)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS")
    s.execute("t2", id="run-2", surrogate_key="nowhere")
    s.execute("t3", id="run-3")
    s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION")
    s.quiet(4)
    s.expect(not s.notifications("COMPLETED") and not s.events("t3"), "the hang")


@case("hang-behind-good-table", "one table whole, the next failed, the third queued for ever; the recording ends in the hang")
def hang_behind(s):
    queue_behind_a_failure(s)
    s.expect(len(s.events("t1")) == 40, "t1 whole")
    return f"Sequence {', '.join(s.kinds())}; t1 40 of 40 rows, t2 and t3 none."


@case("hang-freed", "a pause and a resume free a hang")
def hang_freed(s):
    queue_behind_a_failure(s)
    s.pause()
    s.quiet(2)
    s.resume()
    s.heard("COMPLETED")
    s.settled()
    return f"Sequence {', '.join(s.kinds())}; {len(s.events('t3'))} of 20 rows of t3."


@case("signal-table-narrow-id", "the signal table's id is too narrow for a window row: SQL_EXCEPTION, 0 rows, COMPLETED")
def narrow_id(s):
    s.make(SIGNAL_COLUMNS.replace("VARCHAR(42)", "VARCHAR(36)"), t1=50)
    s.start()
    s.execute("t1")
    s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION")
    s.heard("COMPLETED")
    s.settled()
    s.expect(not s.events("t1"), "no row")
    return f"{', '.join(s.kinds())}; no row."


@case("signal-table-narrow-data", "the signal table's data column takes the opening row but not the closing one: "
      "rows are scanned and none reaches Kafka")
def narrow_data(s):
    s.make(SIGNAL_COLUMNS.replace("VARCHAR(2048)", "VARCHAR(100)"), t1=50)
    s.start()
    s.signal("execute-snapshot", s.order("t1"), "run-1")
    s.quiet(6)
    s.expect(s.notifications("STARTED") and not s.events("t1"), "STARTED and no row")
    scans = [n["additional_data"] for n in s.notifications("TABLE_SCAN_COMPLETED")]
    return f"Sequence {', '.join(s.kinds())}; scans {[(a.get('total_rows_scanned'), a['status']) for a in scans]}; 0 rows."


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


@case("postgres-one-failure-takes-the-queue", "one SQL failure takes the queue along: the next table is SQL_EXCEPTION "
      "too, with the first one's total_rows_scanned")
def one_failure(s):
    s.make(t1=50, t2=30)
    s.start()
    s.execute("t1", "t2", additional_conditions=[{"data-collection": "public.t1", "filter": "id <"}])
    s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION", scanned_collection="public.t1")
    s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION", scanned_collection="public.t2")
    s.heard("COMPLETED")
    s.settled()
    s.expect(not s.events("t2"), "no row of t2")
    scans = [n["additional_data"].get("total_rows_scanned") for n in s.notifications("TABLE_SCAN_COMPLETED")]
    return f"Both tables SQL_EXCEPTION, total_rows_scanned {scans}; no row; COMPLETED."


@case("chunk-query-fails-half-way", "a chunk query fails in the middle of a table (a row whose filter divides by zero): "
      "SQL_EXCEPTION with the rows read so far, COMPLETED")
def fails_half_way(s):
    s.make(t1=100)
    s.start()
    s.execute("t1", additional_conditions=[{"data-collection": "public.t1", "filter": "1 / (id - 55) IS NOT NULL"}])
    s.heard("COMPLETED")
    s.settled()
    done = s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION")["additional_data"]
    s.expect(0 < len(s.events("t1")) < 100, "a part of the rows")
    return f"SQL_EXCEPTION, total_rows_scanned {done.get('total_rows_scanned')}, {len(s.events('t1'))} rows, COMPLETED."


@case("no-insert-right", "the connector's role may not insert into the signal table: SQL_EXCEPTION, 0 rows, COMPLETED")
def no_insert_right(s):
    s.make(t1=50)
    role = f"{s.database}_reader"
    s.sql(f"DO $$ BEGIN CREATE ROLE {role} LOGIN REPLICATION; EXCEPTION WHEN duplicate_object THEN NULL; END $$; "
          f"GRANT SELECT ON t1, debezium_signal TO {role}; CREATE PUBLICATION {s.database} FOR TABLE t1, debezium_signal")
    s.start({"database.user": role, "publication.autocreate.mode": "disabled"})
    s.execute("t1")
    s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION")
    s.heard("COMPLETED")
    s.settled()
    s.expect(not s.events("t1"), "no row")
    return f"{', '.join(s.kinds())}; no row."


@case("alter-add-column", "ALTER TABLE ADD COLUMN in the middle on PostgreSQL: the table is given up with "
      "SQL_EXCEPTION, COMPLETED")
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


@case("locked", "the chunk query waits behind a lock: STARTED is the last, streaming and heartbeats stop too, the task "
      "says RUNNING; the recording ends so", alone=True)
def locked(s):
    s.make(t1=50, t2=10)
    s.start()
    s.lock("t1")
    s.execute("t1")
    s.heard("STARTED")
    s.write("INSERT INTO t2 VALUES (201, 'does not arrive')")
    s.quiet(8)
    waiting = s.sql("SELECT application_name || ' ' || wait_event_type || '/' || wait_event FROM pg_stat_activity "
                    "WHERE wait_event_type = 'Lock'")
    s.expect(waiting, "a session behind the lock")
    s.expect(s.kinds() == ["STARTED"], "STARTED alone")
    s.expect(s.state() == ("RUNNING", "RUNNING"), "RUNNING")
    s.expect(not s.events("t2", "c"), "no streaming")
    return f"{waiting}; STARTED was the last notification; the insert into t2 did not arrive in 8 s; RUNNING."


@case("locked-half-way-then-freed", "a lock taken in the middle: rows, streaming and heartbeats stop, and all goes on "
      "when it is released", alone=True)
def locked_freed(s):
    s.make(t1=80, t2=10)
    s.slow(0.1)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    holder = s.lock("t1")
    s.write("INSERT INTO t2 VALUES (201, 'arrives late')")
    s.quiet(5)
    held = len(s.events("t1"))
    s.expect(held < 80 and not s.notifications("COMPLETED"), "a wait in the middle")
    s.step("lock released")
    holder.kill()
    s.heard("COMPLETED")
    s.settled()
    s.expect(len(s.events("t1")) == 80, "all rows")
    return f"{held} rows when locked, 80 after the release; COMPLETED."


@case("signal-table-narrow-data-one-chunk", "the same with a table smaller than a chunk: all rows scanned, none in Kafka")
def narrow_data_one_chunk(s):
    s.make(SIGNAL_COLUMNS.replace("VARCHAR(2048)", "VARCHAR(100)"), t1=8)
    s.start()
    s.execute("t1")
    s.quiet(6)
    s.expect(s.notifications("STARTED") and not s.events("t1"), "STARTED and no row")
    scans = [n["additional_data"] for n in s.notifications("TABLE_SCAN_COMPLETED")]
    return f"Sequence {', '.join(s.kinds())}; scans {[(a.get('total_rows_scanned'), a['status']) for a in scans]}; 0 rows of 8."
