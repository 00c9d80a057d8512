"""Prints NAME=PORT for each name given, all ports free at this moment."""
import socket
import sys

sockets = [socket.create_server(("127.0.0.1", 0)) for _ in sys.argv[1:]]
for name, each in zip(sys.argv[1:], sockets):
    print(f"{name}={each.getsockname()[1]}")
