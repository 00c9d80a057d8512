"""Signals that are answered: start, pause, resume, stop, queue."""
from case import case


@case("start-completes", "STARTED with the signal's id, IN_PROGRESS for each chunk, TABLE_SCAN_COMPLETED, "
      "COMPLETED; an initial snapshot of the same tables came before")
def start_completes(s):
    s.make(t1=100, t2=40)
    s.slow(0.05)
    s.start({"snapshot.mode": "initial"})
    s.execute("t1", "t2")
    s.heard("IN_PROGRESS", times=3)
    s.write("INSERT INTO t1 VALUES (201, 'new'), (202, 'new'), (203, 'new')")
    s.write("UPDATE t1 SET name = 'changed' WHERE id IN (5, 95)")
    s.write("DELETE FROM t1 WHERE id = 7")
    s.heard("COMPLETED")
    s.settled()
    s.expect(s.kinds() == ["STARTED", "IN_PROGRESS", "TABLE_SCAN_COMPLETED", "IN_PROGRESS",
                           "TABLE_SCAN_COMPLETED", "COMPLETED"], "the plain sequence")
    return """Both tables were read by the initial snapshot and again by run-1; three rows inserted, two
        updated, one deleted (with its tombstone) in t1 meanwhile."""


@case("pause-resume", "PAUSED within 0.5 s of the pause signal, then silence while streaming goes on, "
      "RESUMED, COMPLETED; all carry the run's id, never the pause or resume signal's")
def pause_resume(s):
    s.make(t1=100)
    s.slow(0.05)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=4)
    s.pause()
    s.heard("PAUSED", id="run-1")
    s.write("INSERT INTO t1 VALUES (201, 'while paused'), (202, 'while paused')")
    s.quiet(3)
    held = len(s.events("t1"))
    s.expect(0 < held < 100, "a part of the rows while paused")
    s.expect(len(s.events("t1", "c")) == 2, "both inserts while paused")
    s.resume()
    s.heard("RESUMED", id="run-1")
    s.heard("COMPLETED", id="run-1")
    s.settled()
    return f"{held} rows when paused, 100 at the end; the two inserts arrived while it was paused."


@case("paused", "while paused the topics are silent but for streaming and heartbeats; the offset keeps the "
      "incremental members; the recording ends so")
def paused(s):
    s.make(t1=100)
    s.slow(0.05)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=4)
    s.pause()
    s.heard("PAUSED", id="run-1")
    s.write("INSERT INTO t1 VALUES (201, 'while paused')")
    s.quiet(5)
    held = len(s.events("t1"))
    s.expect(0 < held < 100, "a part of the rows")
    s.expect("incremental_snapshot_collections" in s.offsets()[-1], "the members in the last offset")
    return f"PAUSED after {held} rows of 100; one insert streamed; the last offset holds the incremental members."


@case("pause-twice-and-resume-when-none", "a second pause, and pause or resume with no snapshot running, get no "
      "notification; a pause before a start is forgotten")
def pause_twice(s):
    s.make(t1=60)
    s.slow(0.05)
    s.start()
    s.pause("pause-0")
    s.quiet(2)
    s.resume("resume-0")
    s.quiet(2)
    s.expect(not s.notifications(), "no notification yet")
    s.pause("pause-1")
    s.quiet(2)
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.pause("pause-2")
    s.heard("PAUSED")
    s.pause("pause-3")
    s.quiet(3)
    s.expect(len(s.notifications("PAUSED")) == 1, "one PAUSED")
    s.resume("resume-1")
    s.heard("COMPLETED")
    s.resume("resume-2")
    s.settled()
    s.expect(len(s.notifications("RESUMED")) == 1, "one RESUMED")
    return """pause-0, resume-0 and pause-1 before the start: nothing; run-1 ran all the same. pause-2 answered,
        pause-3 not; resume-1 answered, resume-2 after the end not."""


@case("stop-whole", "a stop without tables: COMPLETED with the run's id and no TABLE_SCAN_COMPLETED, then ABORTED "
      "with a random id naming the tables; so it is ABORTED")
def stop_whole(s):
    s.make(t1=100, t2=40)
    s.slow(0.05)
    s.start()
    s.execute("t1", "t2")
    s.heard("IN_PROGRESS", times=4)
    s.stop()
    s.heard("ABORTED")
    s.settled()
    s.expect(s.kinds() == ["STARTED", "IN_PROGRESS", "COMPLETED", "ABORTED"], "COMPLETED, then ABORTED")
    ended = s.notifications("ABORTED")[0]
    s.expect(ended["id"] != "run-1", "a random id")
    return (f"{len(s.events('t1'))} rows of t1 and none of t2; ABORTED names "
            f"[{ended['additional_data'].get('data_collections')}].")


@case("stop-one-of-several", "a stop that names one table: ABORTED with the run's id naming it, no "
      "TABLE_SCAN_COMPLETED for it, the others go on to COMPLETED")
def stop_one(s):
    s.make(t1=60, t2=40, t3=40)
    s.slow(0.05)
    s.start()
    s.execute("t1", "t2", "t3")
    s.heard("IN_PROGRESS", times=3)
    s.stop("t2")
    s.heard("COMPLETED")
    s.settled()
    ended = s.heard("ABORTED", id="run-1")
    s.expect(not s.notifications("TABLE_SCAN_COMPLETED", scanned_collection="public.t2"), "no scan of t2")
    s.expect(not s.events("t2") and len(s.events("t3")) == 40, "t2 empty and t3 whole")
    return f"t2 was taken out while t1 ran: ABORTED [{ended['additional_data']['data_collections']}]; t1 and t3 whole."


@case("stop-the-one-in-progress", "a stop that names the table in progress while another is queued: rows of it "
      "end, the queue goes on")
def stop_current(s):
    s.make(t1=100, t2=40)
    s.slow(0.05)
    s.start()
    s.execute("t1", "t2")
    s.heard("IN_PROGRESS", times=3)
    s.stop("t1")
    s.heard("ABORTED")
    s.heard("COMPLETED")
    s.settled()
    s.expect(len(s.events("t1")) < 100, "a part of t1")
    return f"{len(s.events('t1'))} of 100 rows of t1, {len(s.events('t2'))} of 40 of t2; sequence {', '.join(s.kinds())}."


@case("stop-wrong-name", "a stop that names an unknown table (or the wrong case): ABORTED with the run's id and "
      "data_collections \"\"; the snapshot goes on")
def stop_wrong_name(s):
    s.make(t1=80)
    s.slow(0.05)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=2)
    s.stop("public.T1")
    ended = s.heard("ABORTED", id="run-1")
    s.heard("COMPLETED")
    s.settled()
    s.expect(len(s.events("t1")) == 80, "all rows")
    return f"ABORTED with data_collections {ended['additional_data']['data_collections']!r}; all 80 rows, COMPLETED."


@case("stop-while-paused-then-resume", "a stop while paused is not answered until the resume, then RESUMED, "
      "COMPLETED and ABORTED(random id) come together")
def stop_paused_resume(s):
    s.make(t1=100)
    s.slow(0.05)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.pause()
    s.heard("PAUSED")
    s.stop()
    s.quiet(3)
    s.expect(not s.notifications("ABORTED"), "no answer while paused")
    s.resume()
    s.heard("ABORTED")
    s.settled()
    return f"Sequence {', '.join(s.kinds())}; {len(s.events('t1'))} rows of 100."


@case("second-table-while-running", "a second execute while one runs is queued last: no STARTED; the next "
      "notifications, also of the old table, have the new id; one COMPLETED, newest id")
def second_table(s):
    s.make(t1=80, t2=40)
    s.slow(0.05)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.execute("t2", id="run-2")
    s.heard("COMPLETED")
    s.settled()
    s.expect(len(s.notifications("STARTED")) == 1, "one STARTED")
    s.expect(len(s.notifications("COMPLETED")) == 1, "one COMPLETED")
    s.expect(s.notifications("TABLE_SCAN_COMPLETED", scanned_collection="public.t1")[0]["id"] == "run-2",
             "t1's end under run-2")
    s.expect(len(s.events("t1")) == 80 and len(s.events("t2")) == 40, "all rows")
    return "run-2 got no STARTED; t1's scan ended under run-2; COMPLETED under run-2 only."


@case("same-table-again", "the same table again while it runs is queued again: all its rows twice")
def same_again(s):
    s.make(t1=60)
    s.slow(0.05)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.execute("t1", id="run-2")
    s.heard("COMPLETED")
    s.settled()
    s.expect(len(s.events("t1")) == 120, "120 rows")
    return f"120 reads of 60 keys; {len(s.notifications('TABLE_SCAN_COMPLETED'))} TABLE_SCAN_COMPLETED, one COMPLETED."


@case("run-after-run", "two snapshots of one table, one after the other, each whole: the newest is the reading")
def run_after_run(s):
    s.make(t1=60)
    s.start()
    s.execute("t1")
    s.heard("COMPLETED", id="run-1")
    s.quiet(2)
    s.execute("t1", id="run-2")
    s.heard("COMPLETED", id="run-2")
    s.settled()
    return "run-1 and run-2, each STARTED to COMPLETED with 60 rows."


@case("start-while-paused", "an execute while paused: no notification, the id changes, RESUMED carries the new id")
def start_paused(s):
    s.make(t1=60, t2=30)
    s.slow(0.15)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=2)
    s.pause()
    s.heard("PAUSED", id="run-1")
    s.quiet(2)
    before = len(s.notifications())
    s.execute("t2", id="run-2")
    s.quiet(3)
    s.expect(len(s.notifications()) == before, "no notification for run-2")
    s.resume()
    s.heard("RESUMED", id="run-2")
    s.heard("COMPLETED")
    s.settled()
    return "run-2 sent while paused: nothing; RESUMED run-2, both tables whole, COMPLETED run-2."


@case("queued-still", "the recording ends while the second table is still queued behind the first")
def queued_still(s):
    s.make(t1=100, t2=40)
    s.slow(0.4)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=2)
    s.execute("t2", id="run-2")
    s.heard("IN_PROGRESS", id="run-2", times=2)
    s.until("the new id in the offsets", lambda: (s.offsets()[-1] or {}).get("incremental_snapshot_correlation_id") == "run-2")
    s.expect(not s.events("t2"), "no row of t2")
    return f"t1 was running ({len(s.events('t1'))} of 100 rows, under the id run-2), t2 queued, when the recording was cut."


@case("running-still", "the recording ends in the middle of a running snapshot")
def running_still(s):
    s.make(t1=100)
    s.slow(0.4)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=5)
    return f"About {len(s.events('t1'))} of 100 rows when the recording was cut."


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


@case("every-row-changed-meanwhile", "a window drops the reads of keys that changed while it was open: fewer r than "
      "rows scanned, yet every key arrived")
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


@case("stop-when-none", "a stop with no snapshot running: no notification")
def stop_none(s):
    s.make(t1=40)
    s.start()
    s.stop()
    s.quiet(5)
    return f"{len(s.notifications())} notifications ({', '.join(s.kinds())}); 0 rows."


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
    return "Two inserts, an update, a key change (delete, tombstone, create), a delete with tombstone."


@case("pattern-takes-the-signal-table", "data-collections with a pattern takes in the signal table itself, window rows and all")
def pattern(s):
    s.make(t1=30, t2=20)
    s.start()
    s.execute("public.*")
    s.heard("COMPLETED")
    s.settled()
    started = s.notifications("STARTED")[0]["additional_data"]["data_collections"]
    s.expect(s.events("debezium_signal"), "reads of the signal table")
    return f"STARTED names [{started}]; {len(s.events('debezium_signal'))} reads of the signal table."


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


@case("json-with-schemas", "the converter puts a schema around keys and values, of notifications too")
def with_schemas(s):
    s.make(t1=25)
    s.start({"key.converter": "org.apache.kafka.connect.json.JsonConverter", "key.converter.schemas.enable": "true",
             "value.converter": "org.apache.kafka.connect.json.JsonConverter", "value.converter.schemas.enable": "true"})
    s.execute("t1")
    s.heard("COMPLETED")
    s.settled()
    s.expect(len(s.events("t1")) == 25, "25 rows")
    return "25 rows, STARTED to COMPLETED."


@case("second-connector-on-the-same-signal-table", "two connectors share a signal table and a notification topic: one signal runs "
      "on both; connector_name (the topic prefix) tells them apart")
def second_connector(s):
    s.make(t1=60)
    s.slow(0.1)
    s.start()
    s.start_second({"incremental.snapshot.chunk.size": "20"})
    s.execute("t1")
    both = {s.prefix, f"{s.prefix}-2"}
    s.until("both COMPLETED", lambda: both == {n["additional_data"]["connector_name"] for n in s.notifications("COMPLETED")})
    s.settled()
    return f"Both read 60 rows under run-1; {len(s.notifications())} notifications in the one topic."
