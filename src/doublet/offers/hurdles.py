"""What keeps a brand from opening new offers. Later parts of the house add theirs; this one asks them all."""

from __future__ import annotations

from collections.abc import Callable

from doublet.kernel.refusals import Refused
from doublet.people.models import Brand

Hurdle = Callable[[Brand], Refused | None]
_hurdles: list[Hurdle] = []


def hurdle(find: Hurdle) -> Hurdle:
    """Register a reason for which a brand must wait (import it in an AppConfig's ready())."""
    if find not in _hurdles:
        _hurdles.append(find)
    return find


def hurdles(brand: Brand) -> list[Refused]:
    """Everything that this brand must do before it can open another offer."""
    return [found for find in _hurdles if (found := find(brand)) is not None]


def refuse_hurdles(brand: Brand) -> None:
    """Refuse a brand that owes something, naming the first thing."""
    for found in hurdles(brand):
        raise found
