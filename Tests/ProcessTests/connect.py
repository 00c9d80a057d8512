"""A stand-in for one Connect worker with one Debezium connector, `shop`, that fails when told to.

Prints its port. GET /_set?NAME=VALUE changes it: `lsn` the connector's offset;
`history` the topic of its schema history, none when empty; `fail` the step that
fails (info, create, stop, patch, read, resume, restart, status) with `how`: 400, 403, 409 (a rebalance
without end), 500, rubbish, lost (it is done, and the answer is 500), or gone (the worker dies); `exists`
whether the connector is there; `version` Connect's; `class_when_stopped` (postgresql, mysql) what its
configuration says once it is STOPPED. GET /_calls tells the changing calls so far.
"""
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

settings = {"lsn": "100", "fail": "", "how": "", "moves": "1", "exists": "1", "version": "4.3.0",
            "class_when_stopped": "postgresql", "history": ""}
CLASSES = {"postgresql": "io.debezium.connector.postgresql.PostgresConnector",
           "mysql": "io.debezium.connector.mysql.MySqlConnector"}
state = {"state": "RUNNING", "patched": 0, "resumed": 0}
calls = []
partition = {"server": "shop"}


def offset():
    """A source that runs writes on: what a resumed task would do."""
    moved = int(settings["lsn"])
    if state["resumed"] and state["state"] == "RUNNING" and settings["moves"] == "1":
        moved += 64
    return {"lsn": moved, "lsn_proc": moved, "lsn_commit": moved, "txId": 7, "ts_usec": 1}


def status():
    tasks = [{"id": 0, "state": "RUNNING", "worker_id": "w:1"}] if state["state"] == "RUNNING" else []
    return {"name": "shop", "connector": {"state": state["state"], "worker_id": "w:1"},
            "tasks": tasks, "type": "source"}


def info():
    config = {"connector.class": CLASSES[settings["class_when_stopped"] if state["state"] == "STOPPED"
                                         else "postgresql"],
              "name": "shop", "topic.prefix": "shop", "slot.name": "shop"}
    if settings["history"]:
        config["schema.history.internal.kafka.topic"] = settings["history"]
        config["schema.history.internal.kafka.bootstrap.servers"] = "old:9092"
    return {"name": "shop", "config": config, "tasks": [], "type": "source"}


class Worker(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, code, value):
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def fails(self, step):
        """Whether the call was answered already, by a failure."""
        if settings["fail"] != step:
            return False
        how = settings["how"]
        if how == "gone":
            os._exit(0)
        if how == "409":
            self.answer(409, {"error_code": 409, "message": "Cannot complete request momentarily due to"
                              " stale configuration (typically caused by a concurrent config change)"})
        elif how == "400":
            self.answer(400, {"error_code": 400, "message": "Connector configuration is invalid"})
        elif how == "403":
            self.answer(403, {"error_code": 403, "message": "Forbidden"})
        elif how in ("500", "lost"):
            self.answer(500, {"error_code": 500, "message": "Request timed out"})
        else:
            self.answer(200, b"<html>\xff rubbish")
        return True

    def do_GET(self):
        parts = urlsplit(self.path)
        if parts.path == "/_set":
            for name, values in parse_qs(parts.query).items():
                settings[name] = values[0]
            return self.answer(200, settings)
        if parts.path == "/_calls":
            return self.answer(200, calls)
        if parts.path == "/":
            return self.answer(200, {"version": settings["version"], "commit": "c", "kafka_cluster_id": "one"})
        if parts.path == "/connector-plugins":
            return self.answer(200, [{"class": info()["config"]["connector.class"],
                                      "type": "source", "version": "3.6.3.Final"}])
        if parts.path == "/connectors":
            if self.fails("info"):
                return None
            shop = {"shop": {"info": info(), "status": status()}}
            return self.answer(200, shop if settings["exists"] == "1" else {})
        if parts.path.startswith("/connectors/shop") and settings["exists"] != "1":
            return self.answer(404, {"error_code": 404, "message": "Connector shop not found"})
        if parts.path == "/connectors/shop/config":
            return self.answer(200, info()["config"])
        if parts.path == "/connectors/shop":
            return self.answer(200, info())
        if parts.path == "/connectors/shop/status":
            return self.fails("status") or self.answer(200, status())
        if parts.path == "/connectors/shop/offsets":
            step = "resumed" if state["resumed"] else "read" if state["patched"] else "offsets"
            if self.fails(step):
                return None
            return self.answer(200, {"offsets": [{"partition": partition, "offset": offset()}]})
        return self.answer(404, {"error_code": 404, "message": "HTTP 404 Not Found"})

    def do_PUT(self):
        step = self.path.rsplit("/", 1)[-1]
        if step == "validate":
            return self.answer(200, {"configs": []})
        calls.append(step)
        if self.fails(step):
            return None
        state["state"] = {"stop": "STOPPED", "resume": "RUNNING"}[step]
        state["resumed"] += step == "resume"
        return self.answer(202 if step == "resume" else 204, b"")

    def do_POST(self):
        if "/restart?" in self.path:
            calls.append("restart")
            return self.fails("restart") or self.answer(202, status())
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        calls.append("create")
        if settings["fail"] != "create" or settings["how"] == "lost":
            settings["exists"] = "1"
            state["state"] = body["initial_state"]
        return self.fails("create") or self.answer(201, info())

    def do_PATCH(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        calls.append("patch")
        if self.fails("patch"):
            return None
        settings["lsn"] = str(body["offsets"][0]["offset"]["lsn"])
        state["patched"] += 1
        return self.answer(200, {"message": "The offsets for this connector have been altered"})


server = ThreadingHTTPServer(("127.0.0.1", 0), Worker)
print(server.server_address[1], flush=True)
server.serve_forever()
