"""The servers that the cases run on: Kafka, Connect and databases, started by the stack script."""

import json
import os
import pathlib
import shlex
import shutil
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

PACKAGE = pathlib.Path(__file__).resolve().parents[2]


class World:
    """Servers of our own in one folder; `down` ends them and keeps nothing running."""

    def __init__(self, folder=None):
        self.ours = folder is None
        self.stack = os.environ.get("CDCWATCH_STACK", str(PACKAGE.parent / "shared/stack/stack"))
        self.folder = folder or tempfile.mkdtemp(prefix="recordings-")
        self.gate = threading.Lock()
        self.worker_is_down = False

    def up(self, engines):
        self.run("up", self.folder, "kafka", "connect", *sorted(engines))
        lines = self.run("env", self.folder).splitlines()
        self.env = dict(shlex.split(line)[0].split("=", 1) for line in lines)
        self.kafka, self.connect = self.env["KAFKA"], self.env["CONNECT"]

    def down(self):
        self.run("down", self.folder)
        if self.ours:
            shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *arguments):
        done = subprocess.run([self.stack, *arguments], capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise RuntimeError(f"stack {arguments[0]}: {done.stderr.strip()}")
        return done.stdout

    def kill_worker(self):
        self.worker_is_down = True
        self.run("kill", self.folder, "connect")

    def start_worker(self):
        self.run("up", self.folder, "connect")
        self.worker_is_down = False

    def port(self, engine):
        return self.env[f"{engine.upper()}_PORT"]

    def sql(self, engine, text, database="postgres"):
        return self.run("sql", self.folder, engine, text, database).strip()

    def session(self, engine, database):
        """A client that stays open, for locks."""
        address = ["-h", "127.0.0.1"]
        if engine == "postgres":
            command = [
                "psql",
                *address,
                "-p",
                self.port(engine),
                "-U",
                "postgres",
                "-d",
                database,
                "-qtAX",
            ]
        else:
            command = [
                "mariadb",
                "--no-defaults",
                *address,
                "-P",
                self.port(engine),
                "-udbz",
                "-pdbz",
                "-BNn",
                database,
            ]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def rest(self, method, path, body=None, patience=60):
        """Calls Connect; a rebalance (409) and a worker that is not up yet are waited out."""
        until = time.monotonic() + patience
        while True:
            request = urllib.request.Request(
                self.connect + path,
                method=method,
                headers={"Content-Type": "application/json"},
                data=None if body is None else json.dumps(body).encode(),
            )
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    text = answer.read()
                    return json.loads(text) if text else None
            except urllib.error.HTTPError as error:
                message = error.read().decode(errors="replace")
                if error.code == 404:
                    return None
                if (error.code != 409 and "rebalance" not in message) or time.monotonic() > until:
                    raise RuntimeError(f"{method} {path}: {error.code} {message}") from error
            except OSError:
                if time.monotonic() > until:
                    raise
            time.sleep(0.3)
