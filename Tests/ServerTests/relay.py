"""Passes requests on to a Connect worker, and ends a process at a step of them.

Usage: relay.py TARGET STEP MOMENT PID. STEP is the end of a request's line, such as "PATCH /offsets";
a GET counts only behind a PATCH. MOMENT: `before` the first such request is passed on, or `after` its
answer came and before that is given back. PID gets SIGKILL, once. A target that is gone ends the
connection without an answer. Prints its port.
"""
import http.client
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

target = urlsplit(sys.argv[1])
step, moment, process = sys.argv[2], sys.argv[3], int(sys.argv[4])
state = {"patched": False, "ended": False}


class Relay(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def end_process(self, now):
        method, end = step.split(" ")
        is_step = self.command == method and self.path.endswith(end)
        if not is_step or now != moment or state["ended"] or (method == "GET" and not state["patched"]):
            return
        state["ended"] = True
        os.kill(process, signal.SIGKILL)

    def relay(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else None
        self.end_process("before")
        try:
            connection = http.client.HTTPConnection(target.hostname, target.port, timeout=120)
            kept = ("content-type", "accept")
            headers = {name: value for name, value in self.headers.items() if name.lower() in kept}
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        except OSError:
            self.close_connection = True
            return
        except http.client.HTTPException:
            self.close_connection = True
            return
        state["patched"] |= self.command == "PATCH"
        self.end_process("after")
        try:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers.get("Content-Type") or "application/json")
            if answer.status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError:
            # Who asked has gone.
            self.close_connection = True

    do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = relay


server = ThreadingHTTPServer(("127.0.0.1", 0), Relay)
print(server.server_address[1], flush=True)
server.serve_forever()
