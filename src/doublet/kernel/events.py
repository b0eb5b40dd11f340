"""How a later part of the house hears of an earlier one, without the earlier one importing it.

Handlers run at once, in the same transaction: withdrawing a consent and cancelling the shots
that hang on it is one step, or none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_handlers: dict[str, list[Callable[..., None]]] = defaultdict(list)


def subscribe(kind: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function for events of one kind, e.g. ``@subscribe("consent.withdrawn")``."""

    def register(handler: Callable[..., None]) -> Callable[..., None]:
        if handler not in _handlers[kind]:
            _handlers[kind].append(handler)
        return handler

    return register


def emit(kind: str, **about: Any) -> None:
    """Tell every handler, in the order of the house."""
    for handler in _handlers[kind]:
        handler(**about)
