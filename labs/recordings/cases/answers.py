"""One snapshot, signalled: start, pause, resume, stop."""

from case import case


@case(
    "start-completes",
    "STARTED with the signal's id, IN_PROGRESS for each chunk, TABLE_SCAN_COMPLETED, "
    "COMPLETED; an initial snapshot of the same tables came before",
)
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
    s.expect(
        s.kinds()
        == [
            "STARTED",
            "IN_PROGRESS",
            "TABLE_SCAN_COMPLETED",
            "IN_PROGRESS",
            "TABLE_SCAN_COMPLETED",
            "COMPLETED",
        ],
        "the plain sequence",
    )
    return """Both tables were read by the initial snapshot and again by run-1; three rows inserted, two
        updated, one deleted (with its tombstone) in t1 meanwhile."""


@case(
    "pause-resume",
    "PAUSED within 0.5 s of the pause signal, then silence while streaming goes on, "
    "RESUMED, COMPLETED; all carry the run's id, never the pause or resume signal's",
)
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


@case(
    "paused",
    "while paused the topics are silent but for streaming and heartbeats; the offset keeps the "
    "incremental members; the recording ends so",
)
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
    s.expect(
        "incremental_snapshot_collections" in s.offsets()[-1], "the members in the last offset"
    )
    return (
        f"PAUSED after {held} rows of 100; one insert streamed; the last offset holds the"
        " incremental members."
    )


@case(
    "pause-twice-and-resume-when-none",
    "a second pause, and pause or resume with no snapshot running, get no "
    "notification; a pause before a start is forgotten",
)
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


@case(
    "stop-whole",
    "a stop without tables: COMPLETED with the run's id and no TABLE_SCAN_COMPLETED, then ABORTED "
    "with a random id naming the tables; so it is ABORTED",
)
def stop_whole(s):
    s.make(t1=100, t2=40)
    s.slow(0.05)
    s.start()
    s.execute("t1", "t2")
    s.heard("IN_PROGRESS", times=4)
    s.stop()
    s.heard("ABORTED")
    s.settled()
    s.expect(
        s.kinds() == ["STARTED", "IN_PROGRESS", "COMPLETED", "ABORTED"], "COMPLETED, then ABORTED"
    )
    ended = s.notifications("ABORTED")[0]
    s.expect(ended["id"] != "run-1", "a random id")
    return (
        f"{len(s.events('t1'))} rows of t1 and none of t2; ABORTED names "
        f"[{ended['additional_data'].get('data_collections')}]."
    )


@case(
    "stop-wrong-name",
    "a stop that names an unknown table (or the wrong case): ABORTED with the run's id and "
    'data_collections ""; the snapshot goes on',
)
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
    return (
        f"ABORTED with data_collections {ended['additional_data']['data_collections']!r}; all 80"
        " rows, COMPLETED."
    )


@case(
    "stop-while-paused-then-resume",
    "a stop while paused is not answered until the resume, then RESUMED, "
    "COMPLETED and ABORTED(random id) come together",
)
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


@case("running-still", "the recording ends in the middle of a running snapshot")
def running_still(s):
    s.make(t1=100)
    s.slow(0.4)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=5)
    return f"About {len(s.events('t1'))} of 100 rows when the recording was cut."


@case("stop-when-none", "a stop with no snapshot running: no notification")
def stop_none(s):
    s.make(t1=40)
    s.start()
    s.stop()
    s.quiet(5)
    return f"{len(s.notifications())} notifications ({', '.join(s.kinds())}); 0 rows."
