"""Connectors that are paused, stopped or failed."""

from case import case


@case(
    "connector-paused-over-rest",
    "the connector is PAUSED over REST in the middle: chunks go on being read, no events; the "
    "recording ends while paused",
)
def paused_over_rest(s):
    s.make(t1=100)
    s.slow(0.15)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.call("PUT", "pause")
    s.until("PAUSED", lambda: s.state() == ("PAUSED", "PAUSED"))
    s.quiet(6)
    s.expect(not s.notifications("COMPLETED"), "no end")
    windows = s.sql("SELECT count(*) FROM debezium_signal WHERE type = 'snapshot-window-open'")
    return (
        f"{len(s.events('t1'))} of 100 rows in Kafka; {windows} windows opened in the database;"
        " silence."
    )


@case("connector-paused-over-rest-then-resumed", "and all of it comes on resume")
def paused_over_rest_resumed(s):
    s.make(t1=100)
    s.slow(0.15)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.call("PUT", "pause")
    s.until("PAUSED", lambda: s.state() == ("PAUSED", "PAUSED"))
    s.quiet(4)
    held = len(s.events("t1"))
    s.call("PUT", "resume")
    s.heard("COMPLETED")
    s.settled()
    return (
        f"{held} rows while paused over REST, {len(s.events('t1'))} at the end;"
        f" {', '.join(s.kinds())}."
    )


@case(
    "connector-stopped-over-rest",
    "the connector is STOPPED over REST in the middle, a signal waits; the recording ends so",
)
def stopped_over_rest(s):
    s.make(t1=100, t2=20)
    s.slow(0.1)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.call("PUT", "stop")
    s.until("STOPPED", lambda: s.state() == ("STOPPED", None))
    s.execute("t2", id="run-2")
    s.quiet(5)
    return (
        f"{len(s.events('t1'))} of 100 rows; run-2 stands in the table and not in Kafka; no task."
    )


@case(
    "signal-while-stopped",
    "a signal sent while the connector is STOPPED is acted on when it runs again",
)
def signal_while_stopped(s):
    s.make(t1=40)
    s.start()
    s.call("PUT", "stop")
    s.until("STOPPED", lambda: s.state() == ("STOPPED", None))
    s.execute("t1")
    s.quiet(3)
    s.call("PUT", "resume")
    s.heard("COMPLETED")
    s.settled()
    return "40 rows, STARTED to COMPLETED, after the resume."


@case(
    "task-failed",
    "the replication slot is lost in the middle of an incremental snapshot: the task is FAILED",
)
def task_failed(s):
    s.make(t1=100)
    s.slow(0.2)
    s.start({"retriable.restart.connector.wait.ms": "1000"})
    s.execute("t1")
    s.heard("IN_PROGRESS", times=4)
    s.step("walsender ended and slot dropped")
    s.sql(
        "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name ="
        f" '{s.database}'; SELECT pg_sleep(0.1); SELECT pg_drop_replication_slot('{s.database}')"
    )
    s.until("FAILED", lambda: s.state()[1] == "FAILED", 60)
    s.settled()
    return f"{len(s.events('t1'))} of 100 rows; connector {s.state()[0]}, task FAILED."
