"""HTTP to an engine's server: bounded in time and size, and exact about whether a request went out.

Whether the other side may have taken an order decides whether it may be sent again. So connecting and
sending are two steps here: `NotSent` is safe to repeat, `NoAnswer` is not. Redirects are not followed,
because only the configured address may receive photos.
"""

from __future__ import annotations

import email.utils
import http.client
import json
import random
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from doublet.engines.tryon.contract import EngineFailed
from doublet.kernel import clock
from doublet.kernel.refusals import Unavailable

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_CHUNK = 1 << 16


class NotSent(Exception):
    """Nothing reached the other side."""


class NoAnswer(Exception):
    """The request went out and no whole answer came back: it may have been taken."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def json(self) -> dict[str, Any]:
        """The answer's JSON object.

        Raises:
            EngineFailed: it is not one.
        """
        try:
            found = json.loads(self.body)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise EngineFailed(
                "malformed_answer",
                f"The engine's server answered {self.status} with something that is not its protocol.",
                hint="Look at the configured address: is it really that engine?",
            )
        return found

    @property
    def retry_after(self) -> float | None:
        """Seconds that the server asks to wait for, where it says so."""
        said = self.headers.get("retry-after", "").strip()
        if said.replace(".", "", 1).isdigit():
            return float(said)
        try:
            until = email.utils.parsedate_to_datetime(said)
        except ValueError:
            return None
        return max(0.0, until.timestamp() - clock.now().timestamp())


@dataclass(frozen=True)
class Wire:
    """One server, by its base address.

    Attributes:
        headers: sent with every request (a key, for instance).
        connect_s, answer_s: longest wait for a connection, and for one whole answer.
        max_bytes: longest answer that is read.
    """

    base: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    connect_s: float = 5.0
    answer_s: float = 30.0
    max_bytes: int = 64_000_000

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise Unavailable(
                "bad_engine_address",
                "The configured address of this engine is not an http(s) address.",
                hint="The operator sets it, for example https://api.example.org/v1.",
            )

    @property
    def safe(self) -> bool:
        """Encrypted, or never leaving this machine."""
        parts = urlsplit(self.base)
        return parts.scheme == "https" or parts.hostname in _LOOPBACK

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request, one answer.

        Raises:
            NotSent, NoAnswer: see there.
            EngineFailed: the answer is longer than `max_bytes`.
        """
        parts = urlsplit(self.base)
        connection = self._connect(parts.scheme, str(parts.hostname), parts.port)
        deadline = time.monotonic() + self.answer_s
        try:
            connection.request(
                method, parts.path.rstrip("/") + path, body or None, {**self.headers, **(headers or {})}
            )
            answer = connection.getresponse()
            data = self._read(answer, connection, deadline)
        except (OSError, http.client.HTTPException) as broken:
            raise NoAnswer(str(broken)) from broken
        finally:
            connection.close()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, data)

    def post_json(self, path: str, payload: Mapping[str, Any]) -> Answer:
        """A JSON body by POST."""
        return self.ask("POST", path, json.dumps(payload).encode(), {"Content-Type": "application/json"})

    def _connect(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        connection: http.client.HTTPConnection
        if scheme == "https":
            context = ssl.create_default_context()
            connection = http.client.HTTPSConnection(host, port, timeout=self.connect_s, context=context)
        else:
            connection = http.client.HTTPConnection(host, port, timeout=self.connect_s)
        try:
            connection.connect()
        except OSError as broken:
            raise NotSent(str(broken)) from broken
        connection.sock.settimeout(self.answer_s)
        return connection

    def _read(
        self, answer: http.client.HTTPResponse, connection: http.client.HTTPConnection, deadline: float
    ) -> bytes:
        found = bytearray()
        while chunk := answer.read1(_CHUNK):
            found += chunk
            if len(found) > self.max_bytes:
                raise EngineFailed(
                    "answer_too_large",
                    f"The engine's server sent more than {self.max_bytes:,} bytes.",
                    hint="Nothing of it was used. Ask again; if it happens again, tell the operator.",
                )
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("the answer took too long")
            if connection.sock is not None:
                connection.sock.settimeout(left)
        if answer.length:
            raise http.client.IncompleteRead(bytes(found), answer.length)
        return bytes(found)


class Again(Exception):
    """An attempt that may be repeated. `because` is raised when it was repeated often enough."""

    def __init__(self, because: Exception, after: float | None = None) -> None:
        super().__init__(str(because))
        self.because, self.after = because, after


@dataclass(frozen=True)
class Patience:
    """How often, and how long apart, an attempt is repeated.

    Attributes:
        longest_s: the longest single wait; a server that asks for more gets no repeat now.
    """

    tries: int = 3
    first_s: float = 0.5
    longest_s: float = 8.0
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random

    def run(self, attempt: Callable[[], Answer]) -> Answer:
        """The first answer of `attempt`, repeated while it raises `Again`."""
        for number in range(self.tries):
            try:
                return attempt()
            except Again as again:
                wait = min(self.longest_s, self.first_s * 2**number) * (0.5 + self.jitter())
                wait = max(wait, again.after or 0.0)
                if number + 1 == self.tries or wait > 1.5 * self.longest_s:
                    raise again.because from again
                self.sleep(wait)
        raise AssertionError("no attempt was made")
