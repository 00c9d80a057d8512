"""Connectors without notifications: only rows, the signal table and offsets tell."""

import time

from case import case

SILENT = {"notification.enabled.channels": None, "notification.sink.topic.name": None}
MEMBERS = "incremental_snapshot_collections"


def gone(s):
    """The last offset has no incremental members, an earlier one had."""
    found = s.offsets()
    return any(o and MEMBERS in o for o in found) and found[-1] and MEMBERS not in found[-1]


@case(
    "notifications-off",
    "no notifications, heartbeats on: the offsets show the last key reach the maximum, then the "
    "members are gone",
)
def off(s):
    s.make(t1=60)
    s.slow(0.8)
    s.start(SILENT)
    s.execute("t1")
    s.until("all rows", lambda: len(s.events("t1")) == 60, 60)
    s.until("members gone", lambda: gone(s), 30)
    s.settled()
    last = [o for o in s.offsets() if o and MEMBERS in o][-1]
    same = last["incremental_snapshot_primary_key"] == last["incremental_snapshot_maximum_key"]
    s.expect(same, "the last key at the maximum")
    return (
        "60 rows; the last offset with members has its key at the maximum, the next has no members."
    )


@case(
    "notifications-off-fast",
    "no notifications, a snapshot faster than the offset flush: offsets tell little or nothing",
)
def off_fast(s):
    s.make(t1=60)
    s.start(SILENT)
    s.execute("t1")
    s.until("all rows", lambda: len(s.events("t1")) == 60)
    s.settled()
    held = [o for o in s.offsets() if o and MEMBERS in o]
    return f"60 rows; {len(held)} offset records with incremental members."


@case(
    "notifications-off-stopped",
    "no notifications, a stop signal: seen in the signal table, and the members are gone "
    "below the maximum",
)
def off_stopped(s):
    s.make(t1=100)
    s.slow(0.4)
    s.start(SILENT)
    s.execute("t1")
    s.until("rows", lambda: len(s.events("t1")) >= 40)
    s.stop()
    s.until("members gone", lambda: gone(s), 30)
    s.settled()
    last = [o for o in s.offsets() if o and MEMBERS in o][-1]
    s.expect(
        last["incremental_snapshot_primary_key"] != last["incremental_snapshot_maximum_key"],
        "below the maximum",
    )
    return f"{len(s.events('t1'))} rows of 100; members gone with the key below the maximum."


@case(
    "notifications-off-failed",
    "no notifications and a failing chunk query: the members are gone below the maximum "
    "with no stop signal",
)
def off_failed(s):
    s.make(t1=100)
    s.slow(0.4)
    s.start(SILENT)
    s.execute(
        "t1",
        additional_conditions=[
            {"data-collection": "public.t1", "filter": "1 / (id - 55) IS NOT NULL"}
        ],
    )
    s.until("members gone", lambda: gone(s), 30)
    s.settled()
    s.expect(len(s.events("t1")) < 100, "a part of the rows")
    return f"{len(s.events('t1'))} rows of 100; members gone below the maximum; no stop signal."


@case(
    "notifications-off-no-heartbeat",
    "no notifications, no heartbeats, no traffic, with a signal table: the last window's closing"
    " row comes with an offset that has no members any more; an offset with the key at the maximum"
    " may never be flushed",
)
def off_no_heartbeat(s):
    s.make(t1=60)
    s.slow(0.3)
    s.start(SILENT | {"heartbeat.interval.ms": "0"})
    s.execute("t1")
    s.until("all rows", lambda: len(s.events("t1")) == 60, 60)
    s.settled()
    time.sleep(3)
    s.expect(gone(s), "the members gone")
    last = [o for o in s.offsets() if o and MEMBERS in o][-1]
    same = last["incremental_snapshot_primary_key"] == last["incremental_snapshot_maximum_key"]
    return f"""60 rows of 60; members gone without any heartbeat; the last offset with members had its key
        {'at' if same else 'below'} the maximum."""


@case(
    "notifications-off-no-heartbeat-read-only",
    "no notifications, no heartbeats, no traffic, read-only: nothing is sent after "
    "the last row, so the offsets keep showing the snapshot as running",
)
def off_no_heartbeat_read_only(s):
    s.make(t1=60)
    s.start(
        s.kafka_channel("kafka") | SILENT | {
            "heartbeat.interval.ms": "0",
            "read.only": "true",
            "signal.data.collection": None,
            "table.include.list": "public.t1",
        }
    )
    slow = {"data-collection": "public.t1", "filter": "pg_sleep(0.05) IS NOT NULL"}
    s.kafka_signal(
        {
            "id": "run-1",
            "type": "execute-snapshot",
            "data": s.order("t1", additional_conditions=[slow]),
        }
    )
    s.until("all rows", lambda: len(s.events("t1")) == 60, 60)
    s.settled()
    time.sleep(5)
    s.expect(MEMBERS in s.offsets()[-1], "the members still there")
    last = s.offsets()[-1]
    same = last["incremental_snapshot_primary_key"] == last["incremental_snapshot_maximum_key"]
    return (
        "60 rows of 60; the last offset still has its members 8 s later, the key"
        f" {'at' if same else 'not at'} the maximum."
    )
