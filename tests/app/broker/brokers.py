"""A hub on this machine, and brokers with a catalogue of one small model."""

from __future__ import annotations

import hashlib
import json
import random
import socketserver
import textwrap
import threading
from http.server import BaseHTTPRequestHandler

WEIGHTS = random.Random(7).randbytes(4 << 18)
"""Half of it is a whole number of the blocks in which it is read."""
COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(BaseHTTPRequestHandler):
    """Sends a listing, and one file of which the second half waits for `go_on`."""

    def log_message(self, *_: object) -> None:
        pass

    def address_string(self) -> str:
        return "local"

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        if self.path.startswith("/api/"):
            sha256, sha1 = hashlib.sha256(WEIGHTS).hexdigest(), "0" * 40
            file = {"rfilename": "w.bin", "size": 1, "blobId": sha1, "lfs": {"sha256": sha256, "size": len(WEIGHTS)}}
            self.reply(json.dumps({"sha": COMMIT, "siblings": [file]}).encode())
            return
        wanted = self.headers.get("Range", "")
        server.asked.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        self.reply(WEIGHTS[start:], 206 if start else 200, half=not start)

    def reply(self, body: bytes, status: int = 200, *, half: bool = False) -> None:
        server = self.server
        assert isinstance(server, Server)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if half else body)
        if half:
            self.wfile.flush()
            assert server.go_on.wait(20)
            self.wfile.write(body[len(body) // 2 :])


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

    def __init__(self, address: str) -> None:
        self.asked: list[str] = []
        self.go_on = threading.Event()
        super().__init__(address, Hub)

    def handle_error(self, *_: object) -> None:
        """A broker that was stopped hangs up, which is what it should do."""


ENTRY = """
    from models.catalogue import catalogue
    entry = catalogue.ModelEntry(
        name="small", role="llm", backend="llama.cpp", title="Small", about="", licence="MIT", languages=("en",),
        source=catalogue.HubSource("some/model", "main", ("w.bin",), 900_000), files=(),
        context=1, default_context=1, memory=1)
    catalogue.load_catalogue = lambda: (entry,)
"""

OWN_HUB = """
    import socket, urllib.request
    from http.client import HTTPConnection
    from models.catalogue import hub

    class Connection(HTTPConnection):
        def connect(self):
            self.sock = socket.socket(socket.AF_UNIX)
            self.sock.connect({address!r})

    class OverSocket(urllib.request.HTTPHandler):
        def http_open(self, request):
            return self.do_open(Connection, request)

    hub.ENDPOINT = "http://hub"
    hub.opener = lambda: urllib.request.build_opener(urllib.request.ProxyHandler({{}}), OverSocket())
"""

RUN = """
    import sys
    from app.broker import process
    process.STEP_EVERY_S = 0
    sys.exit(process.main(sys.argv[1:]))
"""


def program(*parts: str) -> tuple[str, str]:
    """The broker's own program with another catalogue, as its interpreter is given it."""
    return "-c", "".join(textwrap.dedent(part) for part in (ENTRY, *parts, RUN))
