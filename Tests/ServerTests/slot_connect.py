"""A stand-in for a Connect worker whose Debezium tasks read PostgreSQL's slots, for drills that have to be quick.

slot_connect.py BROKERS CONNINFO LIVE KEY=VALUE... prints its port. LIVE names connectors that are there from the
beginning, with commas between, and whose configuration has the pairs; their tasks only seem to run. Every
other connector's task really reads its slot (pgoutput, by SQL), writes Debezium's events into its topics, its
offsets into `connect-offsets`, and moves the slot on. GET /_calls gives the changing calls that were done, as
[VERB, CONNECTOR]; GET /_offsets the connectors that have offsets. libpq and librdkafka are called through ctypes,
so that no package of Python's is needed.
"""
import ctypes
import json
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

BROKERS, CONNINFO = sys.argv[1:3]
LIVE = sys.argv[3].split(",")
POSTGRES = "io.debezium.connector.postgresql.PostgresConnector"
lock = threading.RLock()
connectors = {}  # name -> Connector
offsets = {}     # name -> offset; Connect keeps those of a connector that was deleted
calls = []


class Database:
    """One connection by libpq."""
    library = ctypes.CDLL("libpq.so.5")
    for name, result, arguments in [
            ("PQconnectdb", ctypes.c_void_p, [ctypes.c_char_p]), ("PQfinish", None, [ctypes.c_void_p]),
            ("PQexec", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_char_p]),
            ("PQresultStatus", ctypes.c_int, [ctypes.c_void_p]), ("PQclear", None, [ctypes.c_void_p]),
            ("PQntuples", ctypes.c_int, [ctypes.c_void_p]),
            ("PQgetvalue", ctypes.c_char_p, [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]),
            ("PQerrorMessage", ctypes.c_char_p, [ctypes.c_void_p])]:
        getattr(library, name).restype, getattr(library, name).argtypes = result, arguments

    def __init__(self):
        self.handle = self.library.PQconnectdb(CONNINFO.encode())

    def column(self, sql):
        """The first column's texts."""
        result = self.library.PQexec(self.handle, sql.encode())
        try:
            if self.library.PQresultStatus(result) not in (1, 2):
                raise RuntimeError(self.library.PQerrorMessage(self.handle).decode())
            return [self.library.PQgetvalue(result, row, 0).decode()
                    for row in range(self.library.PQntuples(result))]
        finally:
            self.library.PQclear(result)

    def close(self):
        self.library.PQfinish(self.handle)


class Producer:
    """What writes into Kafka; `flush` returns when the brokers have everything."""
    library = ctypes.CDLL("librdkafka.so.1")
    for name, result, arguments in [
            ("rd_kafka_conf_new", ctypes.c_void_p, []),
            ("rd_kafka_conf_set", ctypes.c_int, [ctypes.c_void_p] + [ctypes.c_char_p] * 3 + [ctypes.c_size_t]),
            ("rd_kafka_new", ctypes.c_void_p, [ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]),
            ("rd_kafka_topic_new", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]),
            ("rd_kafka_topic_destroy", None, [ctypes.c_void_p]),
            ("rd_kafka_produce", ctypes.c_int, [
                ctypes.c_void_p, ctypes.c_int32, ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p,
                ctypes.c_size_t, ctypes.c_void_p]),
            ("rd_kafka_flush", ctypes.c_int, [ctypes.c_void_p, ctypes.c_int]),
            ("rd_kafka_clusterid", ctypes.c_char_p, [ctypes.c_void_p, ctypes.c_int])]:
        getattr(library, name).restype, getattr(library, name).argtypes = result, arguments

    def __init__(self):
        settings = self.library.rd_kafka_conf_new()
        reason = ctypes.create_string_buffer(512)
        for name, value in [("bootstrap.servers", BROKERS), ("linger.ms", "0"), ("log_level", "0"),
                            ("topic.metadata.refresh.fast.interval.ms", "20")]:
            self.library.rd_kafka_conf_set(settings, name.encode(), value.encode(), reason, 512)
        self.handle = self.library.rd_kafka_new(0, settings, reason, 512)
        self.topics = {}
        self.cluster = self.library.rd_kafka_clusterid(self.handle, 10_000).decode()

    def send(self, topic, key, value):
        if topic not in self.topics:
            self.topics[topic] = self.library.rd_kafka_topic_new(self.handle, topic.encode(), None)
        key = json.dumps(key, separators=(",", ":")).encode()
        body = None if value is None else json.dumps(value, separators=(",", ":")).encode()
        # -1: the partitioner chooses; 2: key and value are copied.
        self.library.rd_kafka_produce(self.topics[topic], -1, 2, body, len(body or b""), key, len(key), None)

    def flush(self):
        self.library.rd_kafka_flush(self.handle, 10_000)

    def forget(self, prefix):
        """A topic's handle outlives the topic; drills make new ones."""
        for topic in [topic for topic in self.topics if topic.startswith(prefix)]:
            self.library.rd_kafka_topic_destroy(self.topics.pop(topic))


class Reading:
    """Messages of pgoutput, version 1, byte by byte (PostgreSQL's manual, chapter 55.9)."""

    def __init__(self, data):
        self.data, self.place = data, 0

    def number(self, form):
        value, = struct.unpack_from(">" + form, self.data, self.place)
        self.place += struct.calcsize(form)
        return value

    def letter(self):
        return chr(self.number("B"))

    def text(self):
        end = self.data.index(b"\0", self.place)
        value = self.data[self.place:end].decode()
        self.place = end + 1
        return value

    def row(self, columns):
        """A tuple's columns, whole numbers as such."""
        values = {}
        for name, kind in columns[:self.number("h")]:
            form = self.letter()
            if form == "t":
                size = self.number("i")
                value = self.data[self.place:self.place + size].decode()
                self.place += size
                values[name] = int(value) if kind in (20, 21, 23) else value
            else:
                values[name] = None
        return values


class Task(threading.Thread):
    """A connector's task: from its offset, or where the slot stands, until it is told to end."""

    def __init__(self, connector):
        super().__init__(daemon=True)
        self.connector, self.ending, self.failure = connector, threading.Event(), None
        self.relations = {}

    def run(self):
        try:
            self.database, self.producer = Database(), producer
            self.heartbeat()
            while not self.ending.is_set():
                if not self.turn():
                    self.ending.wait(0.01)
        except RuntimeError as problem:
            self.failure = str(problem)
        finally:
            self.commit()
            self.database.close()

    def heartbeat(self):
        config = self.connector.config
        prefix = config.get("heartbeat.topics.prefix", "__debezium-heartbeat")
        topic = f"{prefix}.{config['topic.prefix']}"
        self.producer.send(topic, {"serverName": config["topic.prefix"]}, {"ts_ms": int(time.time() * 1000)})
        self.connector.topics.add(topic)

    def turn(self):
        """The transactions that wait; whether there were any."""
        config = self.connector.config
        rows = self.database.column(
            "SELECT encode(data, 'hex') FROM pg_logical_slot_peek_binary_changes("
            f"'{config['slot.name']}', NULL, 50, 'proto_version', '1', 'publication_names',"
            f" '{config['publication.name']}')")
        end = 0
        for row in rows:
            end = self.take(Reading(bytes.fromhex(row))) or end
        if not end:
            return False
        self.producer.flush()
        with lock:
            offsets[self.connector.name] = {
                "lsn": end, "lsn_proc": end, "lsn_commit": end, "txId": 7, "ts_usec": int(time.time() * 1e6)}
        self.commit()
        self.database.column(
            f"SELECT pg_replication_slot_advance('{config['slot.name']}', '{end >> 32:X}/{end & 0xFFFFFFFF:X}')")
        return True

    def commit(self):
        """Connect's commit of offsets."""
        with lock:
            offset = offsets.get(self.connector.name)
        self.producer.send("connect-offsets", [self.connector.name, self.connector.partition], offset)
        self.producer.flush()

    def take(self, message):
        """Sends a message's event; a commit gives the position behind it."""
        kind = message.letter()
        if kind == "R":
            identity, schema, table = message.number("I"), message.text(), message.text()
            message.letter()
            columns = []
            for _ in range(message.number("h")):
                message.number("b")
                columns.append((message.text(), message.number("i")))
                message.number("i")
            self.relations[identity] = (f"{schema}.{table}", columns)
        elif kind == "C":
            message.number("b")
            message.number("q")
            return message.number("q")
        elif kind in "IUD":
            table, columns = self.relations[message.number("I")]
            form = message.letter()
            row = message.row(columns)
            if form in "KO" and kind == "U":
                message.letter()
                row = message.row(columns)
            self.send(kind, table, row)
        return 0

    def send(self, kind, table, row):
        topic = f"{self.connector.config['topic.prefix']}.{table}"
        self.connector.topics.add(topic)
        key = {name: row[name] for name in ("run", "first_number")}
        value = {"before": row if kind == "D" else None, "after": None if kind == "D" else row,
                 "source": {"connector": "postgresql", "snapshot": "false", "ts_ms": int(time.time() * 1000)},
                 "op": {"I": "c", "U": "u", "D": "d"}[kind], "ts_ms": int(time.time() * 1000)}
        self.producer.send(topic, key, value)
        if kind == "D" and self.connector.config.get("tombstones.on.delete", "true") == "true":
            self.producer.send(topic, key, None)


class Connector:
    def __init__(self, name, config, state):
        self.name, self.config, self.state = name, dict(config, name=name), state
        self.partition = {"server": config.get("topic.prefix", name)}
        self.topics, self.task = set(), None
        if state == "RUNNING":
            self.start()

    def start(self):
        self.state = "RUNNING"
        if self.name not in LIVE and (self.task is None or not self.task.is_alive()):
            self.task = Task(self)
            self.task.start()

    def stop(self):
        self.state = "STOPPED"
        if self.task is not None:
            self.task.ending.set()
            self.task.join()
            self.task = None

    def status(self):
        tasks = []
        if self.state == "RUNNING":
            failure = self.task.failure if self.task else None
            tasks = [{"id": 0, "state": "FAILED" if failure else "RUNNING", "worker_id": "w:1"}]
            if failure:
                tasks[0]["trace"] = failure
        return {"name": self.name, "connector": {"state": self.state, "worker_id": "w:1"}, "tasks": tasks,
                "type": "source"}

    def info(self):
        return {"name": self.name, "config": self.config, "tasks": [], "type": "source"}


class Worker(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, code, value=None):
        body = b"" if value is None else json.dumps(value).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        size = int(self.headers.get("Content-Length") or 0)
        return json.loads(self.rfile.read(size)) if size else None

    def missing(self, name):
        return self.answer(404, {"error_code": 404, "message": f"Connector {name} not found"})

    def target(self):
        """The connector that a path is about, and what of it; the last is nil for the connector itself."""
        words = urlsplit(self.path).path.strip("/").split("/")
        name = words[1] if len(words) > 1 else None
        return name, connectors.get(name), words[2] if len(words) > 2 else None

    def handle_one_request(self):
        # A runner that is killed leaves its connections: that is no fault of this one.
        try:
            super().handle_one_request()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def do_GET(self):
        path = urlsplit(self.path).path
        with lock:
            if path == "/_calls":
                return self.answer(200, calls)
            if path == "/_offsets":
                return self.answer(200, sorted(offsets))
            if path == "/":
                return self.answer(200, {"version": "4.3.0", "commit": "c", "kafka_cluster_id": producer.cluster})
            if path == "/connector-plugins":
                return self.answer(200, [{"class": POSTGRES, "type": "source", "version": "3.6.3.Final"}])
            if path.startswith("/connector-plugins/"):
                return self.answer(200, [{"name": "database.password", "type": "PASSWORD"}])
            if path == "/connectors":
                if "expand" not in self.path:
                    return self.answer(200, sorted(connectors))
                return self.answer(200, {name: {"info": each.info(), "status": each.status()}
                                         for name, each in connectors.items()})
            name, connector, part = self.target()
            if connector is None:
                return self.missing(name)
            if part == "offsets":
                offset = offsets.get(name)
                return self.answer(200, {"offsets": [
                    {"partition": connector.partition, "offset": offset}] if offset else []})
            if part == "topics":
                return self.answer(200, {name: {"topics": sorted(connector.topics)}})
            values = {None: connector.info, "status": connector.status, "config": lambda: connector.config}
            return self.answer(200, values[part]())

    def do_PUT(self):
        body = self.body()
        if self.path.endswith("/validate"):
            return self.answer(200, {"configs": [], "error_count": 0})
        with lock:
            name, connector, part = self.target()
            if connector is None:
                return self.missing(name)
            calls.append([part, name])
        if part == "stop":
            connector.stop()
            return self.answer(204)
        if part == "resume":
            connector.start()
            return self.answer(202)
        connector.config = dict(body, name=name)
        return self.answer(200, connector.info())

    def do_POST(self):
        body = self.body()
        with lock:
            name, connector, part = self.target()
            if part == "restart":
                if connector is None:
                    return self.missing(name)
                calls.append(["restart", name])
            elif body["name"] in connectors:
                return self.answer(409, {
                    "error_code": 409, "message": f"Connector {body['name']} already exists"})
            else:
                calls.append(["create", body["name"]])
                made = Connector(body["name"], body["config"], body.get("initial_state", "RUNNING"))
                connectors[made.name] = made
                return self.answer(201, made.info())
        connector.stop()
        connector.start()
        return self.answer(202, connector.status())

    def do_PATCH(self):
        body = self.body()
        with lock:
            name, connector, _ = self.target()
            if connector is None:
                return self.missing(name)
            if connector.state != "STOPPED":
                return self.answer(400, {"error_code": 400, "message": "Connectors must be in the STOPPED state"})
            calls.append(["patch", name])
            offsets[name] = body["offsets"][0]["offset"]
            self.write_offset(connector)
            return self.answer(200, {"message": "The offsets for this connector have been altered"})

    def do_DELETE(self):
        with lock:
            name, connector, part = self.target()
            if connector is None:
                return self.missing(name)
            if part == "offsets" and connector.state != "STOPPED":
                return self.answer(400, {"error_code": 400, "message": "Connectors must be in the STOPPED state"})
            calls.append(["forget" if part == "offsets" else "delete", name])
            if part == "offsets":
                offsets.pop(name, None)
                self.write_offset(connector)
                return self.answer(200, {"message": "The offsets for this connector have been reset"})
            del connectors[name]
        connector.stop()
        if name not in LIVE:
            with lock:
                producer.forget(connector.config["topic.prefix"])
        return self.answer(204)

    def write_offset(self, connector):
        producer.send("connect-offsets", [connector.name, connector.partition], offsets.get(connector.name))
        producer.flush()


producer = Producer()
for each in LIVE:
    connectors[each] = Connector(each, {
        "connector.class": POSTGRES, "topic.prefix": each, "slot.name": each, "publication.name": each,
        "plugin.name": "pgoutput", "snapshot.mode": "no_data", "table.include.list": "public.t",
        **dict(pair.split("=", 1) for pair in sys.argv[4:])}, "RUNNING")
server = ThreadingHTTPServer(("127.0.0.1", 0), Worker)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
