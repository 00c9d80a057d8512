"""Several tables or several runs: what is queued, and stops that name one."""

from case import case


@case(
    "stop-one-of-several",
    "a stop that names one table: ABORTED with the run's id naming it, no "
    "TABLE_SCAN_COMPLETED for it, the others go on to COMPLETED",
)
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
    s.expect(
        not s.notifications("TABLE_SCAN_COMPLETED", scanned_collection="public.t2"), "no scan of t2"
    )
    s.expect(not s.events("t2") and len(s.events("t3")) == 40, "t2 empty and t3 whole")
    return (
        f"t2 was taken out while t1 ran: ABORTED [{ended['additional_data']['data_collections']}];"
        " t1 and t3 whole."
    )


@case(
    "stop-the-one-in-progress",
    "a stop that names the table in progress while another is queued: rows of it "
    "end, the queue goes on",
)
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
    return (
        f"{len(s.events('t1'))} of 100 rows of t1, {len(s.events('t2'))} of 40 of t2; sequence"
        f" {', '.join(s.kinds())}."
    )


@case(
    "second-table-while-running",
    "a second execute while one runs is queued last: no STARTED; the next "
    "notifications, also of the old table, have the new id; one COMPLETED, newest id",
)
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
    s.expect(
        s.notifications("TABLE_SCAN_COMPLETED", scanned_collection="public.t1")[0]["id"] == "run-2",
        "t1's end under run-2",
    )
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
    return (
        f"120 reads of 60 keys; {len(s.notifications('TABLE_SCAN_COMPLETED'))}"
        " TABLE_SCAN_COMPLETED, one COMPLETED."
    )


@case(
    "run-after-run",
    "two snapshots of one table, one after the other, each whole: the newest is the reading",
)
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


@case(
    "start-while-paused",
    "an execute while paused: no notification, the id changes, RESUMED carries the new id",
)
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
    s.until(
        "the new id in the offsets",
        lambda: (s.offsets()[-1] or {}).get("incremental_snapshot_correlation_id") == "run-2",
    )
    s.expect(not s.events("t2"), "no row of t2")
    return (
        f"t1 was running ({len(s.events('t1'))} of 100 rows, under the id run-2), t2 queued, when"
        " the recording was cut."
    )
