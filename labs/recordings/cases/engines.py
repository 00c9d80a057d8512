"""What MySQL and MariaDB do their own way."""

from case import case


@case(
    "mysql-incremental",
    "MySQL: start, pause, resume, completed; schema-change topic beside the data",
    engine="mysql",
)
def mysql_incremental(s):
    s.make(t1=80)
    s.slow(0.2)
    s.start({"snapshot.mode": "initial"})
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.pause()
    s.heard("PAUSED", id="run-1")
    s.write("INSERT INTO t1 VALUES (201, 'while paused')")
    s.quiet(3)
    s.resume()
    s.heard("COMPLETED", id="run-1")
    s.settled()
    s.expect(len(s.events("t1")) == 160, "80 initial and 80 incremental rows")
    return f"80 rows by the initial snapshot, 80 by run-1; {', '.join(s.kinds())}."


@case(
    "mysql-incremental-composite-key",
    "composite, date and binary keys: how notifications and offsets show them",
    engine="mysql",
)
def mysql_composite(s):
    s.make()
    s.sql(
        """CREATE TABLE stock (warehouse VARCHAR(10), item INT, name VARCHAR(20), PRIMARY KEY (warehouse, item));
        CREATE TABLE days (day DATE PRIMARY KEY, name VARCHAR(20));
        CREATE TABLE devices (id BINARY(16) PRIMARY KEY, name VARCHAR(20))"""
    )
    for name in ("stock", "days", "devices"):
        s.tables.append(f"{s.schema}.{name}")
    rows = range(60)
    s.sql(
        "INSERT INTO stock VALUES " + ", ".join(f"('{'abc'[n % 3]},x', {n}, 'n{n}')" for n in rows)
    )
    s.sql(
        "INSERT INTO days VALUES "
        + ", ".join(f"('2026-01-01' + INTERVAL {n} DAY, 'n{n}')" for n in rows)
    )
    s.sql(
        "INSERT INTO devices VALUES "
        + ", ".join(f"(UNHEX(LEFT(SHA2('{n}', 256), 32)), 'n{n}')" for n in rows)
    )
    s.slow(0.15)
    s.start()
    s.execute("stock", "days", "devices")
    s.heard("COMPLETED", 60)
    s.settled()
    s.expect(all(len(s.events(t)) == 60 for t in ("stock", "days", "devices")), "60 rows of each")
    keys = [
        s.notifications("IN_PROGRESS", current_collection_in_progress=t)[0]["additional_data"][
            "last_processed_key"
        ]
        for t in s.tables
    ]
    return f"60 rows of each; first keys in IN_PROGRESS: {keys}."


@case(
    "mysql-alter",
    "MySQL ADD COLUMN in the middle: SQL_EXCEPTION, and the queued table hangs",
    engine="mysql",
)
def mysql_alter(s):
    s.make(t1=100, t2=30)
    s.slow(0.2)
    s.start()
    s.execute("t1", "t2")
    s.heard("IN_PROGRESS", times=3)
    s.write("ALTER TABLE t1 ADD COLUMN more INT")
    s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION")
    s.quiet(6)
    return (
        f"{', '.join(s.kinds())}; {len(s.events('t1'))} of 100 rows of t1, {len(s.events('t2'))} of"
        " 30 of t2."
    )


@case(
    "mysql-alter-allowed",
    "the same with incremental.snapshot.allow.schema.changes: it succeeds",
    engine="mysql",
)
def mysql_alter_allowed(s):
    s.make(t1=100)
    s.slow(0.2)
    s.start({"incremental.snapshot.allow.schema.changes": "true"})
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.write("ALTER TABLE t1 ADD COLUMN more INT")
    s.heard("TABLE_SCAN_COMPLETED", status="SUCCEEDED")
    s.heard("COMPLETED")
    s.settled()
    return f"{', '.join(s.kinds())}; {len(s.events('t1'))} reads of 100 rows."


@case(
    "mysql-one-failure-goes-on",
    "MySQL: after a SQL failure the queued table is read",
    engine="mysql",
)
def mysql_goes_on(s):
    s.make(t1=50, t2=30)
    s.start()
    s.execute(
        "t1", "t2", additional_conditions=[{"data-collection": f"{s.schema}.t1", "filter": "id <"}]
    )
    s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION", scanned_collection=f"{s.schema}.t1")
    s.heard("COMPLETED")
    s.settled()
    s.expect(len(s.events("t2")) == 30, "t2 whole")
    return f"t1 SQL_EXCEPTION, t2 SUCCEEDED with 30 rows; {', '.join(s.kinds())}."


@case("mysql-stop-whole", "MySQL: a stop without tables", engine="mysql")
def mysql_stop(s):
    s.make(t1=100)
    s.slow(0.2)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=4)
    s.stop()
    s.heard("ABORTED")
    s.settled()
    return f"{', '.join(s.kinds())}; {len(s.events('t1'))} rows of 100."


@case("mysql-restart-running", "MySQL: a restart in the middle goes on", engine="mysql")
def mysql_restart(s):
    s.make(t1=100)
    s.slow(0.15)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=5)
    s.restart()
    s.heard("COMPLETED")
    s.settled()
    return f"{', '.join(s.kinds())}; {len(s.events('t1'))} reads of 100 rows."


@case("mariadb-incremental", "MariaDB: start and completed", engine="mariadb")
def mariadb_incremental(s):
    s.make(t1=80)
    s.slow(0.05)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.write("UPDATE t1 SET name = 'changed' WHERE id IN (3, 75)")
    s.heard("COMPLETED", id="run-1")
    s.settled()
    return (
        f"{', '.join(s.kinds())}; {len(s.events('t1'))} reads of 80 rows,"
        f" {len(s.events('t1', 'u'))} updates."
    )


@case(
    "mariadb-alter", "MariaDB ADD COLUMN in the middle: no notification, a hang", engine="mariadb"
)
def mariadb_alter(s):
    s.make(t1=100)
    s.slow(0.2)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.write("ALTER TABLE t1 ADD COLUMN more INT")
    s.quiet(8)
    s.expect(not s.notifications("COMPLETED"), "the hang")
    return f"{', '.join(s.kinds())}; {len(s.events('t1'))} of 100 rows, then nothing for 8 s."


@case(
    "mysql-locked",
    "MySQL: a chunk query behind LOCK TABLES gives up after snapshot.lock.timeout.ms:"
    " SQL_EXCEPTION, 0 rows, COMPLETED",
    engine="mysql",
)
def mysql_locked(s):
    s.make(t1=50)
    s.start()
    s.lock("t1")
    s.execute("t1")
    s.heard("TABLE_SCAN_COMPLETED", 40, status="SQL_EXCEPTION")
    s.heard("COMPLETED")
    s.settled()
    took = s.notifications("COMPLETED")[0]["timestamp"] - s.notifications("STARTED")[0]["timestamp"]
    return (
        f"{', '.join(s.kinds())}; {took / 1000:.0f} s from STARTED to COMPLETED;"
        f" {len(s.events('t1'))} rows."
    )


@case(
    "postgres-keys",
    "PostgreSQL keys of two parts (one with a comma), uuid, bigint, numeric, text and date",
)
def postgres_keys(s):
    s.make()
    columns = {
        "pairs": "a INT, b TEXT, name TEXT, PRIMARY KEY (a, b)",
        "uuids": "id UUID PRIMARY KEY, name TEXT",
        "bigs": "id BIGINT PRIMARY KEY, name TEXT",
        "numbers": "id NUMERIC(12, 2) PRIMARY KEY, name TEXT",
        "days": "id DATE PRIMARY KEY, name TEXT",
        "texts": "id TEXT PRIMARY KEY, name TEXT",
    }
    values = {
        "pairs": "n / 5, 'x,' || n",
        "uuids": "md5(n::text)::uuid",
        "bigs": "9007199254740992 + n",
        "numbers": "n * 1.25",
        "days": "DATE '2026-01-01' + n",
        "texts": "'k\u00e5-' || n",
    }
    for table, text in columns.items():
        s.sql(
            f"CREATE TABLE {table} ({text}); INSERT INTO {table} SELECT {values[table]}, 'n' FROM"
            " generate_series(1, 30) n"
        )
        s.tables.append(f"public.{table}")
    s.slow(0.2)
    s.start()
    s.execute(*columns)
    s.heard("COMPLETED", 60)
    s.settled()
    s.expect(all(len(s.events(t)) == 30 for t in columns), "30 rows of each")
    keys = {
        t: s.notifications("IN_PROGRESS", current_collection_in_progress=f"public.{t}")[0][
            "additional_data"
        ]["last_processed_key"]
        for t in columns
    }
    return f"30 rows of each; first last_processed_key: {keys}."


@case(
    "postgres-timestamptz-key",
    "a table whose key is a timestamptz: the second chunk's query fails (it compares with text): "
    "SQL_EXCEPTION, COMPLETED",
)
def postgres_timestamptz(s):
    s.make()
    s.sql(
        "CREATE TABLE times (id TIMESTAMPTZ PRIMARY KEY, name TEXT); INSERT INTO times SELECT"
        " TIMESTAMPTZ '2026-01-01 00:00Z' + n * INTERVAL '1 hour', 'n' FROM generate_series(1,"
        " 30) n"
    )
    s.tables.append("public.times")
    s.start()
    s.execute("times")
    s.heard("COMPLETED")
    s.settled()
    done = s.heard("TABLE_SCAN_COMPLETED", status="SQL_EXCEPTION")["additional_data"]
    s.expect(len(s.events("times")) == 10, "the first chunk only")
    return (
        f"{done['status']}, total_rows_scanned {done.get('total_rows_scanned')},"
        f" {len(s.events('times'))} of 30 rows."
    )


@case(
    "mariadb-alter-restarted",
    "a restart completes what ADD COLUMN had left hanging",
    engine="mariadb",
)
def mariadb_alter_restarted(s):
    s.make(t1=80)
    s.slow(0.2)
    s.start()
    s.execute("t1")
    s.heard("IN_PROGRESS", times=3)
    s.write("ALTER TABLE t1 ADD COLUMN more INT")
    s.quiet(5)
    s.expect(not s.notifications("COMPLETED"), "the hang")
    held = len(s.events("t1"))
    s.restart()
    s.heard("COMPLETED")
    s.settled()
    return (
        f"{held} rows in the hang, {len(s.events('t1'))} of 80 at the end; {', '.join(s.kinds())}."
    )


@case(
    "mysql-initial-all-empty",
    "MySQL: an initial snapshot of an empty table: schema changes only, no row, no marker `last`"
    " anywhere",
    engine="mysql",
)
def mysql_initial_empty(s):
    s.make(t1=0)
    s.start({"snapshot.mode": "initial"})
    s.settled()
    s.expect(s.initial_notifications("COMPLETED"), "COMPLETED")
    marks = [v["source"]["snapshot"] for v in s.tail(s.prefix).values()]
    s.expect("last" not in marks, "no last")
    return (
        f"STARTED to COMPLETED without a row; {len(marks)} schema changes, all marked {set(marks)}."
    )
