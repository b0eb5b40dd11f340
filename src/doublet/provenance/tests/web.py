"""A small internet of our own: names, the addresses they have, and a server that misbehaves as told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest

from doublet.kernel import outbound

PUBLIC = "93.184.215.14"
Answer = Callable[[socket.socket], None]


@dataclass
class Web:
    """`names` say where a name leads, one set of addresses for each time it is asked; `pages` what a path does."""

    names: dict[str, list[list[str]]]
    pages: dict[str, Answer | bytes]
    dialled: list[tuple[str, int]] = field(default_factory=list)
    asked: list[bytes] = field(default_factory=list)
    port: int = 0

    def names_of(self, host: str, _port: int) -> list[str]:
        known = self.names.get(host)
        if known is None:
            return [str(row[4][0]) for row in socket.getaddrinfo(host, 80, flags=socket.AI_NUMERICHOST)]
        return known.pop(0) if len(known) > 1 else known[0]

    def dial(self, ip: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append((ip, port))
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with closing(connection):
            try:
                request = connection.recv(65_536)
                self.asked.append(request)
                page = self.pages.get(request.split(b" ")[1].decode("latin-1"), b"")
                connection.sendall(page) if isinstance(page, bytes) else page(connection)
            except OSError:
                return  # the other side hung up, as it should


def said(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", *headers]
    if not any(line.lower().startswith(("content-length", "transfer-encoding")) for line in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def moved(to: str) -> bytes:
    """A redirect."""
    return said(b"", f"Location: {to}", status="302 Found")


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """Every public name leads here; what would be dialled is noted. The checks themselves stay as they are."""
    made = Web({"pictures.example": [[PUBLIC]]}, {})
    monkeypatch.setattr(outbound, "names", made.names_of)
    monkeypatch.setattr(outbound, "dial", made.dial)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        made.port = listener.getsockname()[1]
        threading.Thread(target=made.serve, args=(listener,), daemon=True).start()
        yield made
