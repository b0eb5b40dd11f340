"""A small server that speaks as much of Stripe's documented protocol as the house uses, on this machine only.

Form-encoded requests, JSON answers, Bearer keys, idempotency keys (same parameters: the same answer, others: an
error), errors with their types, rate limits, and signed messages. Written from Stripe's public documentation.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

KEY = "sk_test_of_a_test"
SECRET = "whsec_of_a_test"

Answer = tuple[int, dict[str, Any]]


class Stripe:
    """What the server remembers, and what it is told to get wrong."""

    def __init__(self) -> None:
        self.transfers: dict[str, dict[str, Any]] = {}
        self.accounts: dict[str, dict[str, Any]] = {}
        self.keys: dict[str, tuple[dict[str, str], Answer]] = {}
        self.calls: list[str] = []
        self.fail: list[int] = []
        """Statuses to answer with next, before anything is done; -1 does the work and then hangs up."""
        self.url = ""
        self._lock = threading.Lock()

    def answer(self, method: str, path: str, fields: dict[str, str], headers: Any) -> Answer:
        """One request."""
        with self._lock:
            self.calls.append(f"{method} {path}")
            if headers.get("Authorization") != f"Bearer {KEY}":
                return _error(401, "invalid_request_error", "Invalid API Key provided")
            key = headers.get("Idempotency-Key", "")
            if method == "POST" and key in self.keys:
                before, told = self.keys[key]
                if before != fields:
                    return _error(
                        400,
                        "idempotency_error",
                        "Keys for idempotent requests can only be used with the same parameters",
                    )
                return told
            found = self._do(method, path, fields)
            if method == "POST" and key and found[0] < 500:
                self.keys[key] = (fields, found)
            return found

    def _do(self, method: str, path: str, fields: dict[str, str]) -> Answer:
        parts = path.removeprefix("/v1/").split("/")
        if parts[0] == "transfers":
            return self._transfers(method, parts, fields)
        if parts == ["accounts"] and method == "POST":
            pk = f"acct_{len(self.accounts) + 1}"
            self.accounts[pk] = {
                "id": pk,
                "object": "account",
                "capabilities": {"transfers": "inactive"},
                "payouts_enabled": False,
                "country": fields["country"],
            }
            return 200, self.accounts[pk]
        if parts[0] == "accounts" and parts[1] in self.accounts:
            return 200, self.accounts[parts[1]]
        if parts == ["account_links"]:
            return 200, {
                "object": "account_link",
                "url": f"https://connect.stripe.com/setup/{fields['account']}",
            }
        return _error(404, "invalid_request_error", f"No such thing: {path}")

    def _transfers(self, method: str, parts: list[str], fields: dict[str, str]) -> Answer:
        if len(parts) == 2:
            found = self.transfers.get(parts[1])
            return (200, found) if found else _error(404, "invalid_request_error", "No such transfer")
        if method == "GET":
            group = fields.get("transfer_group")
            rows = [row for row in self.transfers.values() if row["transfer_group"] == group]
            return 200, {"object": "list", "data": rows, "has_more": False, "url": "/v1/transfers"}
        if fields["destination"] not in self.accounts:
            return _error(400, "invalid_request_error", f"No such destination: '{fields['destination']}'")
        pk = f"tr_{len(self.transfers) + 1}"
        self.transfers[pk] = {
            "id": pk,
            "object": "transfer",
            "amount": int(fields["amount"]),
            "amount_reversed": 0,
            "reversed": False,
            "currency": fields["currency"],
            "destination": fields["destination"],
            "transfer_group": fields["transfer_group"],
        }
        return 200, self.transfers[pk]

    def ready(self, pk: str) -> None:
        """The payee has told Stripe everything."""
        self.accounts[pk] |= {"capabilities": {"transfers": "active"}, "payouts_enabled": True}

    def reverse(self, pk: str, minor: int | None = None) -> None:
        """A transfer is taken back, wholly or in part."""
        row = self.transfers[pk]
        row["amount_reversed"] = row["amount"] if minor is None else minor
        row["reversed"] = row["amount_reversed"] == row["amount"]


def message(kind: str, about: dict[str, Any], *, event: str = "evt_1", account: str = "") -> bytes:
    """The body of a message."""
    told = {"id": event, "object": "event", "type": kind, "account": account, "data": {"object": about}}
    return json.dumps(told).encode()


def signature(body: bytes, *, secret: str = SECRET, at: float | None = None) -> str:
    """``Stripe-Signature`` for a body: a time, and HMAC-SHA256 over time and body."""
    seconds = int(time.time() if at is None else at)
    told = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={told}"


@contextmanager
def served() -> Iterator[Stripe]:
    """The server, on a port of its own."""
    stripe = Stripe()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._tell("GET", parts.path, dict(parse_qsl(parts.query)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self._tell("POST", self.path, dict(parse_qsl(body.decode())))

        def _tell(self, method: str, path: str, fields: dict[str, str]) -> None:
            wrong = stripe.fail.pop(0) if stripe.fail else 0
            if wrong > 0:
                kinds = {429: "rate_limit_error", 402: "card_error"}
                status, told = _error(wrong, kinds.get(wrong, "api_error"), "Asked to fail")
            else:
                status, told = stripe.answer(method, path, fields, self.headers)
            if wrong == -1:
                self.close_connection = True
                return
            data = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Request-Id", f"req_{len(stripe.calls)}")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    stripe.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stripe
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _error(status: int, kind: str, words: str) -> Answer:
    return status, {"error": {"type": kind, "message": words}}
