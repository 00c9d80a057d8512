"""Snapshots that stand still: hangs and locks."""

from case import case


@case(
    "surrogate-column-absent",
    "a surrogate column that does not exist: SQL_EXCEPTION; the table queued after it "
    "hangs: no COMPLETED, members stay in the offset, heartbeats and streaming go on",
)
def surrogate_absent(s):
    s.make(t1=50, t2=30)
    s.start()
    s.execute("t1", "t2", surrogate_key="nowhere")
    s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION")
    s.write("INSERT INTO t2 VALUES (201, 'streams')")
    s.quiet(6)
    s.expect(not s.notifications("COMPLETED"), "no COMPLETED")
    s.expect(
        "incremental_snapshot_collections" in s.offsets()[-1], "the members in the last offset"
    )
    s.expect(s.state() == ("RUNNING", "RUNNING"), "RUNNING")
    return (
        f"{', '.join(s.kinds())}, then nothing for 6 s; an insert into t2 streamed; the offset"
        " keeps its members."
    )


@case(
    "hang",
    "after a failure that is no SQL error with tables queued: a new execute only queues, a stop is"
    " not answered; the recording ends in the hang",
)
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
    return (
        f"{', '.join(s.kinds())}; run-2 and stop-1 were not answered; t2 and t3 unread; the insert"
        " streamed."
    )


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


@case(
    "hang-behind-good-table",
    "one table whole, the next failed, the third queued for ever; the recording ends in the hang",
)
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


@case(
    "locked",
    "the chunk query waits behind a lock: STARTED is the last, streaming and heartbeats stop too,"
    " the task says RUNNING; the recording ends so",
    alone=True,
)
def locked(s):
    s.make(t1=50, t2=10)
    s.start()
    s.lock("t1")
    s.execute("t1")
    s.heard("STARTED")
    s.write("INSERT INTO t2 VALUES (201, 'does not arrive')")
    s.quiet(8)
    waiting = s.sql(
        "SELECT application_name || ' ' || wait_event_type || '/' || wait_event FROM"
        " pg_stat_activity WHERE wait_event_type = 'Lock'"
    )
    s.expect(waiting, "a session behind the lock")
    s.expect(s.kinds() == ["STARTED"], "STARTED alone")
    s.expect(s.state() == ("RUNNING", "RUNNING"), "RUNNING")
    s.expect(not s.events("t2", "c"), "no streaming")
    return (
        f"{waiting}; STARTED was the last notification; the insert into t2 did not arrive in 8 s;"
        " RUNNING."
    )


@case(
    "locked-half-way-then-freed",
    "a lock taken in the middle: rows, streaming and heartbeats stop, and all goes on "
    "when it is released",
    alone=True,
)
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
