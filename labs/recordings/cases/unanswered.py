"""Signals that nobody answers."""

from case import case


def no_answer(s, what):
    """Nothing but the signal's own row event comes of it."""
    s.quiet(6)
    s.expect(not s.notifications(), "no notification")
    s.expect(not s.events("t1"), "no row")
    return (
        f"{what}: the signal's row arrived on the signal table's topic, no notification and no row"
        " followed for 6 s."
    )


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


@case(
    "no-source-channel",
    "the signal table is captured but the source channel is off: the row event alone",
)
def no_source_channel(s):
    s.make(t1=50)
    s.start({"signal.enabled.channels": "file"})
    s.execute("t1")
    return no_answer(s, "signal.enabled.channels=file")


@case(
    "signal-table-not-in-publication", "the signal table is not in the publication: nothing at all"
)
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


@case(
    "wrong-signal-data-collection",
    "signal.data.collection names another table: the row event alone",
)
def wrong_signal_table(s):
    s.make(t1=50)
    s.start({"signal.data.collection": "public.debezium_signals"})
    s.execute("t1")
    return no_answer(s, "signal.data.collection=public.debezium_signals")
