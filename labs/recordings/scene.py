"""One case's connector, tables and topics, and the actions on them."""

import json
import time

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic

import recording
import settings
from tail import Tail

SIGNAL_COLUMNS = "id VARCHAR(42) PRIMARY KEY, type VARCHAR(32) NOT NULL, data VARCHAR(2048) NULL"


class DidNotReproduce(Exception):
    """The servers did something else than the case is about."""


class Scene:
    """Everything here is named after the case, so that many can run on one worker."""

    numbers = iter(range(7001, 9000))
    fact = ""

    def __init__(self, world, name, engine):
        self.world, self.name, self.engine = world, name, engine
        self.prefix, self.connector = name, f"{name}-connector"
        self.database = name.replace("-", "_")
        self.schema = "public" if engine == "postgres" else self.database
        self.signal_table = f"{self.schema}.debezium_signal"
        self.tables, self.steps, self.tails, self.sessions = [], [], {}, []
        self.prefixes, self.connectors = [self.prefix], [self.connector]
        self.offsets_before, self.said = {}, None
        self.producer = Producer({"bootstrap.servers": world.kafka, "log_level": 0})

    # What is there.

    def sql(self, text):
        if self.engine != "postgres":
            text = f"USE {self.database}; {text}"
        return self.world.sql(self.engine, text, self.database)

    def count(self, table):
        return int(self.sql(f"SELECT count(*) FROM {table}").splitlines()[-1])

    def tail(self, topic):
        if topic not in self.tails:
            self.tails[topic] = Tail(self.world.kafka, topic)
        return self.tails[topic]

    def notifications(self, kind=None, **about):
        """Notifications of incremental snapshots; `about` must be in their additional data."""
        found = []
        for value in self.tail(f"{self.prefix}-notifications").values():
            if value["aggregate_type"] != "Incremental Snapshot" or kind not in (
                None,
                value["type"],
            ):
                continue
            facts = value["additional_data"] | {"id": value["id"]}
            if all(facts.get(name) == wanted for name, wanted in about.items()):
                found.append(value)
        return found

    def initial_notifications(self, kind):
        return [
            v
            for v in self.tail(f"{self.prefix}-notifications").values()
            if v["aggregate_type"] == "Initial Snapshot" and v["type"] == kind
        ]

    def kinds(self):
        """The sequence of notification types, IN_PROGRESS in a row once."""
        kinds = []
        for value in self.notifications():
            if not (kinds and kinds[-1] == value["type"] == "IN_PROGRESS"):
                kinds.append(value["type"])
        return kinds

    def events(self, table, op="r"):
        values = self.tail(f"{self.prefix}.{self.schema}.{table}").values()
        return [v for v in values if v and v["op"] == op]

    def offsets(self):
        """The connector's own records in connect-offsets since the case began."""
        found = []
        for record in self.tail("connect-offsets").refresh():
            before = self.offsets_before.get(("connect-offsets", record.partition()), 0)
            if record.offset() >= before and json.loads(record.key())[0] == self.connector:
                found.append(json.loads(record.value()) if record.value() else None)
        return found

    def state(self):
        """States of the connector and of its task, None while unknown."""
        status = self.world.rest("GET", f"/connectors/{self.connector}/status")
        if not status:
            return None, None
        return status["connector"]["state"], next((t["state"] for t in status["tasks"]), None)

    # Making tables and the connector.

    def prepare(self):
        """A database of its own; whatever an earlier try left is removed."""
        self.forget()
        self.offsets_before = {
            at: end
            for at, end in recording.cut(self.world.kafka, self.prefixes).items()
            if at[0] == "connect-offsets"
        }
        if self.engine == "postgres":
            with self.world.gate:
                self.world.sql("postgres", f"CREATE DATABASE {self.database}")
        else:
            self.world.sql(self.engine, f"CREATE DATABASE {self.database}")

    def forget(self):
        consumer = self.tail("connect-offsets").consumer
        topics = recording.topics_of(consumer, self.prefix) + recording.topics_of(
            consumer, f"{self.prefix}-2"
        )
        if topics:
            admin = AdminClient({"bootstrap.servers": self.world.kafka})
            for future in admin.delete_topics(topics).values():
                future.result()
        force = " WITH (FORCE)" if self.engine == "postgres" else ""
        self.world.sql(self.engine, f"DROP DATABASE IF EXISTS {self.database}{force}")

    def make(self, signal_columns=SIGNAL_COLUMNS, **tables):
        """Tables t1=100: id INT PRIMARY KEY, name; 100 rows. Also the signal table."""
        self.sql(f"CREATE TABLE debezium_signal ({signal_columns})")
        for table, rows in tables.items():
            self.sql(f"CREATE TABLE {table} (id INT PRIMARY KEY, name VARCHAR(40))")
            self.tables.append(f"{self.schema}.{table}")
            self.fill(table, 1, rows)

    def fill(self, table, first, last):
        if first <= last:
            rows = ", ".join(f"({n}, 'name {n}')" for n in range(first, last + 1))
            self.sql(f"INSERT INTO {table} (id, name) VALUES {rows}")

    def slow(self, seconds):
        """Makes each window row that the connector writes take so long: a slow database."""
        if self.engine == "postgres":
            self.sql(
                f"""CREATE OR REPLACE FUNCTION slow_windows() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN IF NEW.type LIKE 'snapshot-window-%' THEN PERFORM pg_sleep({seconds}); END IF;
                RETURN NEW; END $$;
                DROP TRIGGER IF EXISTS slow_windows ON debezium_signal;
                CREATE TRIGGER slow_windows BEFORE INSERT ON debezium_signal
                FOR EACH ROW EXECUTE FUNCTION slow_windows()"""
            )
        else:
            self.sql(f"""CREATE TRIGGER slow_windows BEFORE INSERT ON debezium_signal FOR EACH ROW
                SET @slept = IF(NEW.type LIKE 'snapshot-window-%', SLEEP({seconds}), 0)""")

    def config(self):
        return settings.connector(self, next(Scene.numbers))

    def kafka_channel(self, channels="source,kafka"):
        """The settings of the Kafka signal channel."""
        return {
            "signal.enabled.channels": channels,
            "signal.kafka.topic": f"{self.prefix}-signal",
            "signal.kafka.bootstrap.servers": self.world.kafka,
            "signal.kafka.groupId": f"{self.prefix}-signal-reader",
        }

    def three_partitions(self, table):
        """Makes the table's topic before the connector does, with more than one partition."""
        admin = AdminClient({"bootstrap.servers": self.world.kafka})
        topic = NewTopic(f"{self.prefix}.{self.schema}.{table}", 3, 1)
        for future in admin.create_topics([topic]).values():
            future.result()

    def start_second(self, changes):
        """A second connector on the same tables, with a prefix, slot and publication of its own."""
        name, prefix, slot = f"{self.name}-2-connector", f"{self.prefix}-2", f"{self.database}_2"
        config = (
            self.config()
            | {"topic.prefix": prefix, "slot.name": slot, "publication.name": slot}
            | changes
        )
        self.prefixes.append(prefix)
        self.connectors.append(name)
        self.step(f"connector {name} created")
        self.world.rest("POST", "/connectors", {"name": name, "config": config})
        beats = self.tail(f"__debezium-heartbeat.{prefix}")
        self.until("a heartbeat of the second connector", beats.refresh, 60)

    def start(self, changes=None, streaming=True):
        """Makes the connector; returns when it streams (its first heartbeat, or a while later)."""
        config = {k: v for k, v in (self.config() | (changes or {})).items() if v is not None}
        self.step("connector created")
        self.world.rest("POST", "/connectors", {"name": self.connector, "config": config})
        self.until("the task runs", lambda: self.state() == ("RUNNING", "RUNNING"), 60)
        if not streaming:
            return
        if config.get("heartbeat.interval.ms", "0") != "0":
            beats = self.tail(f"__debezium-heartbeat.{self.prefix}")
            self.until("a heartbeat", lambda: beats.refresh(), 60)
        else:
            time.sleep(4)

    # Acting.

    def step(self, what):
        self.steps.append({"time_ms": int(time.time() * 1000), "what": what})

    def signal(self, kind, data, id):
        """A row in the signal table; data as an object or as the text itself."""
        text = data if isinstance(data, str) else json.dumps(data)
        self.step(f"signal {kind} id={id} data={text}")
        quoted = [part.replace("'", "''") for part in (id, kind, text)]
        self.sql("INSERT INTO debezium_signal VALUES ('%s', '%s', '%s')" % tuple(quoted))

    def execute(self, *tables, id="run-1", **more):
        self.signal("execute-snapshot", self.order(*tables, **more), id)

    def order(self, *tables, **more):
        names = [t if "." in t else f"{self.schema}.{t}" for t in tables]
        return {"data-collections": names, "type": "incremental"} | {
            k.replace("_", "-"): v for k, v in more.items()
        }

    def pause(self, id="pause-1"):
        self.signal("pause-snapshot", {"type": "incremental"}, id)

    def resume(self, id="resume-1"):
        self.signal("resume-snapshot", {"type": "incremental"}, id)

    def stop(self, *tables, id="stop-1"):
        order = self.order(*tables)
        if not tables:
            del order["data-collections"]
        self.signal("stop-snapshot", order, id)

    def kafka_signal(self, value, key=None):
        """A record in the Kafka signal topic; its key is the topic prefix unless told."""
        text = value if isinstance(value, str) else json.dumps(value)
        key = self.prefix if key is None else key
        self.step(f"Kafka signal key={key} value={text}")
        self.producer.produce(f"{self.prefix}-signal", key=key, value=text, partition=0)
        self.producer.flush(10)

    def write(self, text):
        self.step(f"SQL {text}")
        self.sql(text)

    def lock(self, table):
        """A session that holds the table until it is killed."""
        session = self.world.session(self.engine, self.database)
        self.sessions.append(session)
        lock = (
            f"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"
            if self.engine == "postgres"
            else f"LOCK TABLES {table} WRITE"
        )
        self.step(lock)
        session.stdin.write(f"{lock}; SELECT 'locked';\n")
        session.stdin.flush()
        self.expect(session.stdout.readline().strip() == "locked", "the lock")
        return session

    def call(self, method, action):
        """A REST call on the connector: pause, stop, resume, restart."""
        self.step(f"REST {method} /connectors/{self.connector}/{action}")
        self.world.rest(method, f"/connectors/{self.connector}/{action}")

    def restart(self):
        """Restarts the connector and its task; returns when the task streams again."""
        beats = self.tail(f"__debezium-heartbeat.{self.prefix}")
        self.call("POST", "restart?includeTasks=true&onlyFailed=false")
        time.sleep(1)
        self.until("the task runs again", lambda: self.state() == ("RUNNING", "RUNNING"), 60)
        before = len(beats.refresh())
        self.until("a heartbeat after the restart", lambda: len(beats.refresh()) > before, 60)

    def crash_worker(self):
        self.step("kill -9 of the Connect worker")
        self.world.kill_worker()
        time.sleep(1)
        self.step("Connect worker started")
        self.world.start_worker()

    # Waiting.

    def until(self, what, test, seconds=30):
        end = time.monotonic() + seconds
        while not (found := test()):
            if time.monotonic() > end:
                raise DidNotReproduce(
                    f"waited {seconds} s for {what}; notifications: {self.kinds()}"
                )
            time.sleep(0.1)
        return found

    def heard(self, kind, seconds=30, times=1, **about):
        """Waits for a notification, or for so many of it."""
        return self.until(
            f"{kind} {about or ''}", lambda: self.notifications(kind, **about)[times - 1 :], seconds
        )[0]

    def quiet(self, seconds=3, patience=60):
        """Waits until neither notifications nor rows have come for so long."""
        topics = [f"{self.prefix}-notifications", f"{self.prefix}.{self.signal_table}"]
        topics += [f"{self.prefix}.{table}" for table in self.tables]
        size, since, end = None, time.monotonic(), time.monotonic() + patience
        while time.monotonic() - since < seconds:
            now = sum(len(self.tail(topic).refresh()) for topic in topics)
            if now != size:
                size, since = now, time.monotonic()
            if time.monotonic() > end:
                raise DidNotReproduce(f"topics were still growing after {patience} s")
            time.sleep(0.2)

    def settled(self):
        """Nothing more comes, and the offset of the last heartbeat is flushed."""
        self.quiet(3)

    def expect(self, holds, what):
        if not holds:
            raise DidNotReproduce(f"expected {what}; notifications: {self.kinds()}")

    def release(self):
        """Ends the sessions that hold locks."""
        for session in self.sessions:
            session.kill()
            session.wait()

    def end(self):
        """Frees the worker and the server of this case."""
        self.release()
        for tail in self.tails.values():
            tail.close()
        if self.world.worker_is_down:
            self.world.start_worker()
        for connector in self.connectors:
            self.remove(connector)
        if self.engine != "postgres":
            return
        drop = (
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots "
            f"WHERE slot_name IN ('{self.database}', '{self.database}_2')"
        )
        for _ in range(40):
            try:
                self.world.sql("postgres", drop)
                return
            except RuntimeError:
                time.sleep(0.5)  # the walsender is still active

    def remove(self, connector):
        """Deletes a connector and, as they outlive it, its offsets."""
        if not self.world.rest("GET", f"/connectors/{connector}"):
            return
        self.world.rest("PUT", f"/connectors/{connector}/stop")
        for _ in range(60):
            try:
                self.world.rest("DELETE", f"/connectors/{connector}/offsets")
                break
            except RuntimeError:
                time.sleep(0.5)  # its task is not gone yet
        self.world.rest("DELETE", f"/connectors/{connector}")
