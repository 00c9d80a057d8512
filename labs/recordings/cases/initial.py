"""Initial and blocking snapshots."""

import time

from case import case


def slow_initial(tables, seconds):
    """A SELECT of the snapshot's own that sleeps for each row, fetched ten rows at a time."""
    config = {
        "snapshot.mode": "initial",
        "snapshot.fetch.size": "10",
        "snapshot.select.statement.overrides": ",".join(tables),
    }
    for table in tables:
        config[f"snapshot.select.statement.overrides.{table}"] = (
            f"SELECT * FROM {table} WHERE pg_sleep({seconds}) IS NOT NULL"
        )
    return config


def slow_blocking(table, seconds=0.03):
    return {
        "type": "blocking",
        "additional_conditions": [
            {
                "data-collection": table,
                "filter": f"SELECT * FROM {table} WHERE pg_sleep({seconds}) IS NOT NULL",
            }
        ],
    }


def markers(s, table="t1"):
    return [e["source"]["snapshot"] for e in s.events(table)]


@case("initial-completes", "an initial snapshot of three tables, one of them empty, then streaming")
def initial_completes(s):
    s.make(t1=60, t2=0, t3=1)
    s.start({"snapshot.mode": "initial"})
    s.write("INSERT INTO t2 VALUES (201, 'streams')")
    s.settled()
    s.expect(s.initial_notifications("COMPLETED"), "COMPLETED")
    s.expect(len(s.events("t1")) == 60, "60 rows")
    return (
        f"Markers of t1 {markers(s)[0]}, ..., {markers(s)[-1]}; of t3 {markers(s, 't3')}; t2 got"
        " its insert only."
    )


@case("initial-all-empty", "an initial snapshot of empty tables: no rows, no markers")
def initial_empty(s):
    s.make(t1=0)
    s.start({"snapshot.mode": "initial"})
    s.settled()
    s.expect(s.initial_notifications("COMPLETED"), "COMPLETED")
    return "STARTED to COMPLETED without a row."


@case(
    "initial-skipped",
    "a restart after a whole initial snapshot: SKIPPED; the first one is still the reading",
)
def initial_skipped(s):
    s.make(t1=40)
    s.start({"snapshot.mode": "initial"})
    s.quiet(2)
    s.restart()
    s.settled()
    s.expect(s.initial_notifications("SKIPPED"), "SKIPPED")
    return "COMPLETED with 40 rows, then SKIPPED of the restarted task."


@case("initial-running", "the recording ends in the middle of an initial snapshot")
def initial_running(s):
    s.make(t1=200, t2=30)
    s.start(slow_initial(s.tables, 0.03), streaming=False)
    s.until("rows and an offset", lambda: len(s.events("t1")) >= 60 and s.offsets())
    s.expect(not s.initial_notifications("COMPLETED"), "no end")
    return f"{len(s.events('t1'))} of 200 rows of t1, none of t2."


@case(
    "initial-running-second-table",
    "the recording ends in the second of three tables of an initial snapshot",
)
def initial_running_second(s):
    s.make(t1=40, t2=120, t3=20)
    s.start(slow_initial(s.tables, 0.03), streaming=False)
    s.until("rows of t2", lambda: len(s.events("t2")) >= 40)
    s.expect(not s.initial_notifications("COMPLETED"), "no end")
    return f"t1 whole, {len(s.events('t2'))} of 120 rows of t2, none of t3."


@case(
    "initial-killed",
    "kill -9 in an initial snapshot: it starts from the beginning, a second `first`; rows deleted"
    " between the two stay in the topic without a delete",
    alone=True,
)
def initial_killed(s):
    s.make(t1=150)
    s.start(slow_initial(s.tables, 0.03), streaming=False)
    s.until("rows", lambda: len(s.events("t1")) >= 60)
    s.step("kill -9 of the Connect worker")
    s.world.kill_worker()
    s.write("DELETE FROM t1 WHERE id <= 5")
    s.step("Connect worker started")
    s.world.start_worker()
    s.until("COMPLETED", lambda: s.initial_notifications("COMPLETED"), 90)
    s.settled()
    found = markers(s)
    s.expect(found.count("first") == 2, "two first")
    return (
        f"{len(found)} reads of 145 rows, {len({e['after']['id'] for e in s.events('t1')})} keys;"
        f" two `first`, {found.count('last')} `last`."
    )


@case(
    "blocking",
    "a blocking snapshot: notifications of an Initial Snapshot under a random id, markers first to"
    " last, streaming stops while it runs",
)
def blocking(s):
    s.make(t1=80, t2=5)
    s.start({"snapshot.fetch.size": "10"})
    s.write("INSERT INTO t1 VALUES (201, 'before')")
    s.quiet(2)
    s.execute("t1", **slow_blocking("public.t1"))
    s.until("rows", lambda: len(s.events("t1")) >= 20)
    s.write("INSERT INTO t2 VALUES (201, 'meanwhile')")
    s.until("COMPLETED", lambda: s.initial_notifications("COMPLETED"))
    s.settled()
    s.expect(
        len(s.events("t1")) == 81 and len(s.events("t2", "c")) == 1,
        "rows, and the insert in the end",
    )
    return f"81 reads, {markers(s)[0]} to {markers(s)[-1]}; the insert into t2 arrived after it."


@case("blocking-running", "the recording ends in the middle of a blocking snapshot")
def blocking_running(s):
    s.make(t1=200)
    s.start({"snapshot.fetch.size": "10"})
    s.execute("t1", **slow_blocking("public.t1"))
    s.until("rows", lambda: len(s.events("t1")) >= 60)
    return f"{len(s.events('t1'))} of 200 rows."


@case(
    "blocking-failed",
    "a blocking snapshot with a SQL error: TABLE_SCAN_COMPLETED SQL_EXCEPTION, ABORTED",
)
def blocking_failed(s):
    s.make(t1=50)
    s.start()
    broken = [{"data-collection": "public.t1", "filter": "SELECT * FROM public.nowhere"}]
    s.execute("t1", type="blocking", additional_conditions=broken)
    s.until("ABORTED", lambda: s.initial_notifications("ABORTED"))
    s.settled()
    return f"{len(s.events('t1'))} rows; ABORTED."


def blocking_cut_short(s, break_it):
    s.make(t1=120)
    s.start({"snapshot.fetch.size": "10"})
    s.execute("t1", **slow_blocking("public.t1"))
    s.until("rows", lambda: len(s.events("t1")) >= 40)
    time.sleep(1.2)  # so that an offset of the snapshot is flushed
    break_it()
    s.write("INSERT INTO t1 VALUES (201, 'after')")
    s.until("the insert", lambda: s.events("t1", "c"), 60)
    s.settled()
    s.expect(
        not s.initial_notifications("COMPLETED") and not s.initial_notifications("ABORTED"),
        "no end",
    )
    return (
        f"{len(s.events('t1'))} of 120 rows; no ABORTED, no COMPLETED; the later insert has"
        f" source.snapshot {s.events('t1', 'c')[0]['source']['snapshot']!r}; the last offset says"
        f" {s.offsets()[-1].get('snapshot')!r}."
    )


@case(
    "blocking-killed",
    "kill -9 during a blocking snapshot: never run again, no ABORTED, later inserts carry"
    ' source.snapshot "true"',
    alone=True,
)
def blocking_killed(s):
    return blocking_cut_short(s, s.crash_worker)


@case(
    "blocking-restarted",
    "a restart during a blocking snapshot: no ABORTED, no COMPLETED, never run again",
)
def blocking_restarted(s):
    def restart():
        s.call("POST", "restart?includeTasks=true&onlyFailed=false")
        time.sleep(2)
        s.until("the task runs", lambda: s.state() == ("RUNNING", "RUNNING"), 60)

    return blocking_cut_short(s, restart)


@case(
    "blocking-during-incremental",
    "a blocking snapshot while an incremental one runs: the incremental halts and goes on by"
    " itself, without PAUSED or RESUMED",
)
def blocking_during(s):
    s.make(t1=80, t2=60)
    s.slow(0.1)
    s.start({"snapshot.fetch.size": "10"})
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.execute("t2", id="block-1", **slow_blocking("public.t2", 0.04))
    s.until("the blocking end", lambda: s.initial_notifications("COMPLETED"))
    s.heard("COMPLETED")
    s.settled()
    s.expect(
        not s.notifications("PAUSED") and not s.notifications("RESUMED"), "no PAUSED, no RESUMED"
    )
    return (
        f"{len(s.events('t1'))} incremental reads of t1, {len(s.events('t2'))} blocking reads of"
        f" t2; {', '.join(s.kinds())}."
    )


@case(
    "initial-failed",
    "an initial snapshot whose SELECT of the second table fails: SQL_EXCEPTION, ABORTED, task"
    " FAILED; the first table's last row, held back for its marker, is lost though its scan"
    " SUCCEEDED",
)
def initial_failed(s):
    s.make(t1=40, t2=20)
    broken = {
        "snapshot.select.statement.overrides.public.t2": "SELECT * FROM public.nowhere",
        "errors.max.retries": "0",
    }
    s.start(slow_initial(s.tables, 0.05) | broken, streaming=False)
    s.until("FAILED", lambda: s.state()[1] == "FAILED", 60)
    s.settled()
    kinds = [v["type"] for v in s.tail(f"{s.prefix}-notifications").values()]
    s.expect(len(s.events("t1")) == 39 and kinds[-1] == "ABORTED", "39 rows and ABORTED")
    return (
        f"{', '.join(kinds)}; {len(s.events('t1'))} of 40 rows of t1, {len(s.events('t2'))} of t2;"
        " task FAILED."
    )


@case(
    "initial-parallel",
    "an initial snapshot with two threads: TABLE_CHUNK notifications, tables interleave",
)
def initial_parallel(s):
    s.make(t1=60, t2=60, t3=20)
    s.start({"snapshot.mode": "initial", "snapshot.max.threads": "2"})
    s.settled()
    kinds = [v["type"] for v in s.tail(f"{s.prefix}-notifications").values()]
    s.expect(kinds[-1] == "COMPLETED", "COMPLETED")
    counts = {kind: kinds.count(kind) for kind in kinds}
    return f"{counts}; markers {sorted({m for t in ('t1', 't2', 't3') for m in markers(s, t)})}."


@case(
    "initial-twice-always", "snapshot.mode=always: a restart takes the whole initial snapshot again"
)
def initial_twice(s):
    s.make(t1=40)
    s.start({"snapshot.mode": "always"})
    s.quiet(2)
    s.restart()
    s.until("two COMPLETED", lambda: len(s.initial_notifications("COMPLETED")) == 2)
    s.settled()
    return f"{len(s.events('t1'))} reads of 40 rows in two whole initial snapshots."


@case(
    "initial-restarted",
    "a restart of the task in the middle of an initial snapshot: from the beginning, a second"
    " `first`",
)
def initial_restarted(s):
    s.make(t1=150)
    s.start(slow_initial(s.tables, 0.02), streaming=False)
    s.until("rows", lambda: len(s.events("t1")) >= 50)
    s.call("POST", "restart?includeTasks=true&onlyFailed=false")
    s.until("COMPLETED", lambda: s.initial_notifications("COMPLETED"), 60)
    s.settled()
    kinds = [v["type"] for v in s.tail(f"{s.prefix}-notifications").values()]
    return (
        f"{len(s.events('t1'))} reads of 150 rows; {markers(s).count('first')} first;"
        f" {', '.join(kinds)}."
    )
