"""A real HTTP server on this machine that speaks an engine's protocol, for the tests of its adapter."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol


@dataclass(frozen=True)
class Asking:
    """One request as the server saw it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = field(repr=False)

    def json(self) -> dict[str, Any]:
        """Its JSON body."""
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found


@dataclass
class Reply:
    """One answer. `length` may lie about the body; `hang_s` waits before anything is sent."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    hang_s: float = 0.0
    cut: bool = False

    @classmethod
    def of(cls, data: Any, status: int = 200, **headers: str) -> Reply:
        """A JSON answer; header names with underscores for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(status, json.dumps(data).encode(), {"Content-Type": "application/json", **named})


class Protocolled(Protocol):
    """What answers."""

    def answer(self, asking: Asking) -> Reply:
        """The reply to one request."""


@contextmanager
def serving(spoken: Protocolled) -> Iterator[str]:
    """The address of a server that answers with `spoken`, for as long as the block runs."""
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _one(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            reply = spoken.answer(
                Asking(
                    self.command,
                    self.path,
                    {name.lower(): value for name, value in self.headers.items()},
                    self.rfile.read(length),
                )
            )
            closing.wait(reply.hang_s)
            self.close_connection = True
            if reply.cut:
                return
            try:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header(
                    "Content-Length", str(len(reply.body) if reply.length is None else reply.length)
                )
                self.end_headers()
                self.wfile.write(reply.body)
            except OSError:
                return  # the client has gone, as it should when it is tired of waiting

        do_GET = do_POST = _one  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        closing.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
