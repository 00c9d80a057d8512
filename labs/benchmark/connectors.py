#!/usr/bin/env python3
"""Offsets of many connectors, for timing `cdcwatch offsets backup`.

Writes RECORDS offsets of each of COUNT PostgreSQL connectors into `connect-offsets` (25 partitions,
by Java's partitioner, so that each key stays in one), and answers as one Connect worker that has these
connectors: GET only, and offsets of none, since a backup needs none of them. Prints its address.

With --slots the slots of the connectors are made in that database too, which needs
max_replication_slots of COUNT or more; without, the verdicts say that they are missing.
"""
import argparse
import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic

CLASS = "io.debezium.connector.postgresql.PostgresConnector"
counts = {}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("brokers")
    parser.add_argument("-n", type=int, default=1000, dest="count", help="connectors")
    parser.add_argument("-r", type=int, default=6, dest="records", help="records of each")
    parser.add_argument("--host", default="127.0.0.1", help="database.hostname")
    parser.add_argument("--port", default="5432", help="database.port")
    parser.add_argument("--database", default="postgres", help="database.dbname")
    parser.add_argument("--slots", metavar="URI", help="make the slots there, by psql")
    return parser.parse_args()


def murmur2(data):
    """Java's partitioner: org.apache.kafka.common.utils.Utils.murmur2."""
    mask, multiplier = 0xFFFFFFFF, 0x5BD1E995
    value = (0x9747B28C ^ len(data)) & mask
    whole = len(data) // 4 * 4
    for start in range(0, whole, 4):
        word = int.from_bytes(data[start:start + 4], "little") * multiplier & mask
        word = (word ^ word >> 24) * multiplier & mask
        value = (value * multiplier & mask) ^ word
    if data[whole:]:
        value = (value ^ int.from_bytes(data[whole:], "little")) * multiplier & mask
    value = (value ^ value >> 13) * multiplier & mask
    return value ^ value >> 15


def fill(options, newest):
    admin = AdminClient({"bootstrap.servers": options.brokers})
    topic = NewTopic("connect-offsets", 25, 1, config={"cleanup.policy": "compact"})
    for future in admin.create_topics([topic]).values():
        future.result()
    producer = Producer({"bootstrap.servers": options.brokers})
    for turn in range(options.records):
        for number in range(options.count):
            name = f"c{number:04}"
            key = json.dumps([name, {"server": name}], separators=(",", ":")).encode()
            lsn = newest - (options.records - 1 - turn) * 8
            value = json.dumps({"lsn": lsn, "lsn_proc": lsn, "lsn_commit": lsn, "txId": 700 + turn,
                                "ts_usec": 1_795_000_000_000_000 + turn}, separators=(",", ":"))
            producer.produce("connect-offsets", value, key,
                             partition=(murmur2(key) & 0x7FFFFFFF) % 25)
        producer.flush()


def psql(options, statement):
    run = subprocess.run(["psql", "-XAtqc", statement, options.slots], check=True,
                         capture_output=True, text=True)
    return run.stdout.strip()


def make_slots(options):
    """Gives back the log's end, which no slot has passed."""
    statement = ("SELECT count(pg_create_logical_replication_slot('c' || lpad(n::text, 4, '0'),"
                 f" 'pgoutput')) FROM generate_series(0, {options.count - 1}) n")
    psql(options, "CREATE PUBLICATION dbz_publication FOR ALL TABLES")
    psql(options, statement)
    return int(psql(options, "SELECT (pg_current_wal_lsn() - '0/0')::bigint"))


def connectors(options):
    found = {}
    for number in range(options.count):
        name = f"c{number:04}"
        config = {"connector.class": CLASS, "name": name, "topic.prefix": name, "slot.name": name,
                  "database.hostname": options.host, "database.port": options.port,
                  "database.dbname": options.database, "database.user": "postgres",
                  "database.password": "x", "plugin.name": "pgoutput",
                  "table.include.list": f"public.t{number}"}
        status = {"name": name, "connector": {"state": "RUNNING", "worker_id": "w:1"},
                  "tasks": [{"id": 0, "state": "RUNNING", "worker_id": "w:1"}], "type": "source"}
        found[name] = {"info": {"name": name, "config": config, "tasks": [], "type": "source"},
                       "status": status}
    return json.dumps(found).encode()


def worker(options):
    cluster = AdminClient({"bootstrap.servers": options.brokers}).list_topics().cluster_id
    answers = {
        "/": json.dumps({"version": "4.3.0", "commit": "c", "kafka_cluster_id": cluster}).encode(),
        "/connectors": connectors(options),
        "/connector-plugins":
            json.dumps([{"class": CLASS, "type": "source", "version": "3.6.3.Final"}]).encode(),
        f"/connector-plugins/{CLASS}/config":
            b'[{"name":"database.password","type":"PASSWORD"}]',
    }

    class Worker(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_GET(self):
            path = urlsplit(self.path).path
            if path == "/_calls":
                body = json.dumps(counts).encode()
            else:
                counts["GET"] = counts.get("GET", 0) + 1
                body = answers.get(path)
                if body is None and path.endswith("/offsets"):
                    body = b'{"offsets":[]}'
            self.send_response(200 if body is not None else 404)
            body = body if body is not None else b'{"error_code":404,"message":"HTTP 404 Not Found"}'
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return ThreadingHTTPServer(("127.0.0.1", 0), Worker)


def main():
    options = arguments()
    fill(options, make_slots(options) if options.slots else 22_000_000)
    server = worker(options)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
