"""Asking a server whose address a stranger typed in: never one that only this machine or its network can reach.

A name is resolved once, every address that it has must be public, and the connection is made to exactly the
address that was looked at, so a name cannot change its mind in between. No redirect is followed here, no
cookie, no proxy and no compressed answer is accepted, and one clock runs for all of it, drip-fed answers included.
"""

from __future__ import annotations

import io
import ipaddress
import re
import socket
import ssl
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException, HTTPResponse
from time import monotonic
from urllib.parse import SplitResult, quote, urlsplit

from doublet.kernel.refusals import BadInput

PORTS = {"http": 80, "https": 443}
LONGEST = 2_000

# Not told apart everywhere: networks' own protocols, the old 6to4 relays, and a cloud's own door to its machines.
_KEPT_OUT = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")))
# The whole of the public IPv6 internet; what carries an IPv4 address inside (mapped, NAT64) lies outside of it.
_IPV6 = ipaddress.IPv6Network("2000::/3")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_UNFIT = re.compile(r"[\x00-\x20\x7f\\]")
_SAFE = "/%:@!$&'()*+,;=~-._"
_LOOK_UP_SECONDS = 5.0
_resolvers = ThreadPoolExecutor(8, "resolve")


class Deadline:
    """One clock for a whole undertaking, redirects included."""

    def __init__(self, seconds: float) -> None:
        self._ends = monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left.

        Raises:
            BadInput: none are.
        """
        left = self._ends - monotonic()
        if left <= 0:
            raise _too_slow()
        return left


@dataclass(frozen=True)
class Reply:
    """What a server answered. Names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(
    address: str,
    *,
    deadline: Deadline,
    most: int,
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
    body: bytes = b"",
    schemes: tuple[str, ...] = ("http", "https"),
) -> Reply:
    """One request and its answer, redirects unfollowed.

    Args:
        most: bytes of the answer's body; more is refused while it comes in.

    Raises:
        BadInput: ``not_an_address``, ``private_address``, ``no_answer``, ``too_slow``, ``too_large``,
            ``answer_broken``.
    """
    parts = split(address, schemes=schemes)
    host = host_of(parts)
    ip = resolve(host, PORTS[parts.scheme], deadline)
    try:
        with closing(_connect(ip, host, parts.scheme, deadline)) as line:
            line.sendall(_request(parts, host, method, body, headers or {}))
            return _read(line, method, deadline, most)
    except TimeoutError:
        raise _too_slow() from None
    except (HTTPException, ValueError):
        raise BadInput("answer_broken", f"What {host} answered broke off or is no HTTP.") from None
    except OSError:
        raise BadInput("no_answer", f"{host} could not be reached.", hint="Try again later.") from None


def split(url: str, *, schemes: tuple[str, ...] = ("http", "https")) -> SplitResult:
    """The parts of an address that may be asked at all.

    Raises:
        BadInput: ``not_an_address``: another scheme or port, a user in it, no host, a host spelled as an odd
            number (2130706433, 0x7f.1, 0177.0.0.1), or signs that no address has.
    """
    url = url.strip()
    try:
        parts = urlsplit("" if len(url) > LONGEST or _UNFIT.search(url) else url)
        port, host = parts.port, host_of(parts)
    except ValueError:
        raise _no_address(schemes) from None
    fits = parts.scheme in schemes and host and "@" not in parts.netloc
    if not fits or port not in (None, PORTS[parts.scheme]):
        raise _no_address(schemes)
    if _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]) and not _dotted(host):
        raise _no_address(schemes)
    return parts


def host_of(parts: SplitResult) -> str:
    """The host in ASCII and small letters: international names as `xn--`, full-width digits as digits."""
    host = parts.hostname or ""
    if ":" in host:
        return str(ipaddress.IPv6Address(host))
    return host.encode("idna").decode("ascii").lower()


def is_public(address: str) -> bool:
    """Is this IP address one that everybody on the internet may reach?"""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        hides = ip.scope_id or ip.ipv4_mapped or ip.sixtofour or ip.teredo
        if hides or ip not in _IPV6:
            return False
    unfit = ip.is_multicast or ip.is_reserved or ip.is_unspecified or not ip.is_global
    return not unfit and not any(ip in network for network in _KEPT_OUT if network.version == ip.version)


def resolve(host: str, port: int, deadline: Deadline | None = None) -> str:
    """One address of a name, every one of which was checked. To be used at once: names move.

    Raises:
        BadInput: ``private_address`` (also where there is no such name: nobody learns here which names exist
            inside); ``too_slow``.
    """
    left = min(_LOOK_UP_SECONDS, deadline.left()) if deadline else _LOOK_UP_SECONDS
    try:
        found = _resolvers.submit(names, host, port).result(timeout=left)
    except TookTooLong:
        raise _too_slow() from None
    except (OSError, UnicodeError):
        found = []
    if not found or not all(map(is_public, found)):
        raise BadInput(
            "private_address",
            f"{host[:100]} leads to no public server.",
            rule="HOUSE-LIMIT",
            hint="Give an address that anybody on the internet can reach.",
        )
    return found[0]


def names(host: str, port: int) -> list[str]:
    """Every address of a name, as this machine's resolver tells."""
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def dial(ip: str, port: int, seconds: float) -> socket.socket:
    """A connection to exactly this address."""
    return socket.create_connection((ip, port), timeout=seconds)


def _dotted(host: str) -> bool:
    try:
        return str(ipaddress.IPv4Address(host)) == host
    except ValueError:
        return False


class _Line(io.RawIOBase):
    """A connection as a stream on which every read has only what is left of the time."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection, self._deadline = connection, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        self._connection.settimeout(self._deadline.left())
        return self._connection.recv_into(into)

    def sendall(self, data: bytes) -> None:
        """Send, within what is left of the time."""
        self._connection.settimeout(self._deadline.left())
        self._connection.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What `HTTPResponse` asks a socket for."""
        return io.BufferedReader(self)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
        super().close()


def _connect(ip: str, host: str, scheme: str, deadline: Deadline) -> _Line:
    connection = dial(ip, PORTS[scheme], deadline.left())
    if scheme == "https":
        try:
            connection.settimeout(deadline.left())
            connection = _tls().wrap_socket(connection, server_hostname=host)
        except BaseException:
            connection.close()
            raise
    return _Line(connection, deadline)


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _request(parts: SplitResult, host: str, method: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    target = quote(parts.path, safe=_SAFE) or "/"
    if parts.query:
        target += "?" + quote(parts.query, safe=f"{_SAFE}?")
    lines = {"Host": f"[{host}]" if ":" in host else host, "User-Agent": "Doublet"}
    lines |= {**headers, "Accept-Encoding": "identity", "Connection": "close"}
    if body or method != "GET":
        lines["Content-Length"] = str(len(body))
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    if head.count("\n") != len(lines):
        raise ValueError("a header with a line break")
    return f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body


def _read(line: _Line, method: str, deadline: Deadline, most: int) -> Reply:
    answer = HTTPResponse(line, method=method)  # type: ignore[arg-type]
    answer.begin()
    announced = answer.length
    if (announced or 0) > most:
        raise _too_large(most)
    if answer.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise BadInput("answer_broken", "The server sent a compressed answer that nobody asked for.")
    body = bytearray()
    while part := answer.read(65_536):
        deadline.left()
        body += part
        if len(body) > most:
            raise _too_large(most)
    if announced is not None and len(body) < announced:
        raise ValueError("it broke off")
    return Reply(answer.status, {name.lower(): value for name, value in answer.headers.items()}, bytes(body))


def _no_address(schemes: tuple[str, ...]) -> BadInput:
    return BadInput(
        "not_an_address",
        "This is no web address that can be opened from here.",
        hint=f"It begins with {' or '.join(f'{one}://' for one in schemes)}, names a server by its name, and has "
        "no user, password or port in it.",
    )


def _too_large(most: int) -> BadInput:
    return BadInput("too_large", f"The answer is larger than {most // 2**20 or 1} MB.")


def _too_slow() -> BadInput:
    return BadInput("too_slow", "The server took too long to answer.", hint="Try again later.")
