"""What a remote engine remembers about an order, so that no order is ever sent, or paid, twice.

An engine notes that it is about to send an order, sends it, then notes what the other side called it.
A worker that dies in between leaves an order of which nobody knows whether it was taken: it is not
sent again.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

Facts = Mapping[str, str | int | float | bool]
State = Literal["sending", "taken"]


@dataclass(frozen=True)
class Order:
    """An order as it stands in the book.

    Attributes:
        state: "sending" where nobody has noted an answer yet, "taken" once the other side took it.
        facts: what `poll` needs to know of it in another process: the other side's id, seed, size.
    """

    state: State
    facts: Facts = field(default_factory=dict)


class OrderBook(Protocol):
    """Where orders are remembered; shared by all workers of an instance."""

    def find(self, ref: str) -> Order | None:
        """The order, or None when it was never begun (or was dropped)."""

    def begin(self, ref: str) -> bool:
        """Note, before sending, that an order is being sent. False when somebody noted it before."""

    def take(self, ref: str, facts: Facts) -> None:
        """Note what is known of an order that was taken."""

    def drop(self, ref: str) -> None:
        """Forget an order that was certainly not taken: it may be sent again."""


class MemoryOrders:
    """A book of one process, for engines on their own and for tests."""

    def __init__(self) -> None:
        self._orders: dict[str, Order] = {}
        self._lock = threading.Lock()

    def find(self, ref: str) -> Order | None:
        """See `OrderBook.find`."""
        return self._orders.get(ref)

    def begin(self, ref: str) -> bool:
        """See `OrderBook.begin`."""
        with self._lock:
            return self._orders.setdefault(ref, mine := Order("sending")) is mine

    def take(self, ref: str, facts: Facts) -> None:
        """See `OrderBook.take`."""
        self._orders[ref] = Order("taken", dict(facts))

    def drop(self, ref: str) -> None:
        """See `OrderBook.drop`."""
        self._orders.pop(ref, None)


def ref_of(engine: str, idempotency_key: str) -> str:
    """The reference of the order with this key: the same key, the same order."""
    return hashlib.sha256(f"{engine}:{idempotency_key}".encode()).hexdigest()[:24]
