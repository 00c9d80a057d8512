"""What a restart or a crash does to a snapshot."""

from case import case
from cases.hangs import queue_behind_a_failure


@case("restart-paused", "a restart while paused: runs un-paused, without RESUMED or STARTED")
def restart_paused(s):
    s.make(t1=100)
    s.slow(0.05)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=4)
    s.pause()
    s.heard("PAUSED")
    s.quiet(3)
    held = len(s.events("t1"))
    s.restart()
    s.heard("COMPLETED")
    s.settled()
    s.expect(
        not s.notifications("RESUMED") and len(s.notifications("STARTED")) == 1,
        "no RESUMED, no second STARTED",
    )
    return (
        f"{held} rows when paused; after the restart it went on by itself: {len(s.events('t1'))}"
        " reads, COMPLETED."
    )


@case(
    "restart-running",
    "a restart in the middle: goes on, no STARTED again; total_rows_scanned counts since the"
    " restart",
)
def restart_running(s):
    s.make(t1=100)
    s.slow(0.15)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=5)
    s.restart()
    s.heard("COMPLETED")
    s.settled()
    s.expect(len(s.notifications("STARTED")) == 1, "one STARTED")
    scanned = s.notifications("TABLE_SCAN_COMPLETED")[-1]["additional_data"]["total_rows_scanned"]
    return f"{len(s.events('t1'))} reads of 100 rows; total_rows_scanned {scanned}."


@case(
    "restart-queued",
    "a restart with a second execute queued: the queue is kept under the newest id",
)
def restart_queued(s):
    s.make(t1=80, t2=30)
    s.slow(0.15)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=2)
    s.execute("t2", id="run-2")
    s.heard("IN_PROGRESS", id="run-2")
    s.until(
        "run-2 in the offsets",
        lambda: (s.offsets()[-1] or {}).get("incremental_snapshot_correlation_id") == "run-2",
    )
    s.restart()
    s.heard("COMPLETED", id="run-2")
    s.settled()
    return f"{len(s.events('t1'))} reads of t1, {len(s.events('t2'))} of t2; COMPLETED run-2."


@case(
    "stop-while-paused-then-restart",
    "a stop while paused, then a restart: both are lost and it runs to its end",
)
def stop_paused_restart(s):
    s.make(t1=100)
    s.slow(0.05)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.pause()
    s.heard("PAUSED")
    s.stop()
    s.quiet(3)
    s.restart()
    s.heard("COMPLETED")
    s.settled()
    s.expect(not s.notifications("ABORTED"), "no ABORTED")
    return f"Sequence {', '.join(s.kinds())}; {len(s.events('t1'))} reads."


@case("hang-restarted", "a restart frees a hang: the queued table is read")
def hang_restarted(s):
    queue_behind_a_failure(s)
    s.restart()
    s.heard("COMPLETED")
    s.settled()
    return f"Sequence {', '.join(s.kinds())}; {len(s.events('t3'))} of 20 rows of t3."


@case(
    "kill-worker-running",
    "kill -9 of the worker in the middle: goes on by itself after its start, rows since the last "
    "flushed offset are repeated, STARTED does not come again",
    alone=True,
)
def kill_worker(s):
    s.make(t1=300)
    s.slow(0.06)
    s.start()
    s.execute("t1")
    s.until("half of the rows", lambda: len(s.events("t1")) >= 130)
    s.crash_worker()
    s.heard("COMPLETED", 90)
    s.settled()
    reads = [e["after"]["id"] for e in s.events("t1")]
    s.expect(len(s.notifications("STARTED")) == 1, "one STARTED")
    s.expect(len(reads) > 300 and len(set(reads)) == 300, "repeated rows")
    scanned = s.notifications("TABLE_SCAN_COMPLETED")[-1]["additional_data"]["total_rows_scanned"]
    return (
        f"{len(reads)} reads of 300 rows: {len(reads) - 300} repeated; total_rows_scanned"
        f" {scanned}."
    )


@case(
    "worker-down",
    "the worker was killed in the middle and is still down: the topics just end",
    alone=True,
)
def worker_down(s):
    s.make(t1=200)
    s.slow(0.06)
    s.start()
    s.execute("t1")
    s.until("half of the rows", lambda: len(s.events("t1")) >= 80)
    said = s.world.rest("GET", "/connectors?expand=info&expand=status")
    s.step("kill -9 of the Connect worker")
    s.world.kill_worker()
    s.quiet(5)
    s.said = said
    reads = len(s.events("t1"))
    s.expect(reads < 200, "a part of the rows")
    return (
        f"{reads} of 200 rows, then silence; connectors.json is what REST said just before the"
        " kill."
    )


@case(
    "kill-just-after-completed",
    "kill -9 just after COMPLETED, before the offsets were flushed: rows are read again and "
    "TABLE_SCAN_COMPLETED and COMPLETED come a second time under the same id",
    alone=True,
)
def kill_after_completed(s):
    s.make(t1=200)
    s.slow(0.02)
    s.start()
    s.execute("t1")
    s.heard("COMPLETED")
    s.step("kill -9 of the Connect worker")
    s.world.kill_worker()
    s.step("Connect worker started")
    s.world.start_worker()
    s.heard("COMPLETED", 60, times=2)
    s.settled()
    reads = len(s.events("t1"))
    return f"{reads} reads of 200 rows; COMPLETED twice; {', '.join(s.kinds())}."


@case(
    "restart-twice",
    "a second restart before the first chunk after the first one: the key marker was overwritten"
    " with null, the table is read from its start again",
)
def restart_twice(s):
    s.make(t1=80)
    s.slow(0.1)
    s.start()
    s.execute("t1")
    s.until("half", lambda: len(s.events("t1")) >= 40)
    s.slow(2.5)
    s.call("POST", "restart?includeTasks=true&onlyFailed=false")
    key = "incremental_snapshot_primary_key"
    s.until("the null marker", lambda: s.offsets()[-1].get(key) == "aced000570", 20)
    s.slow(0.05)
    s.restart()
    s.heard("COMPLETED", 60)
    s.settled()
    reads = len(s.events("t1"))
    s.expect(reads > 90, "rows read again from the start")
    return f"{reads} reads of 80 rows; the offset's key was null (aced000570) between the restarts."
