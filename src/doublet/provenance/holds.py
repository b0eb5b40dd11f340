"""Is a picture on hold because somebody reported it? The part that decides about reports tells it (it stands later)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Held:
    """A hold that was not lifted.

    Attributes:
        since: when the operator upheld the report; before that, when it came in.
        upheld: an operator decided so. Until then only the people concerned are told: else anybody who sends a
            report could put a word beside any picture.
    """

    since: datetime
    upheld: bool


_tellers: list[Callable[[str], Held | None]] = []


def told_by(teller: Callable[[str], Held | None]) -> None:
    """`teller` knows what holds a frame, by its id."""
    _tellers[:] = [teller]


def hold_of(frame_id: str) -> Held | None:
    """What holds a picture today; an upheld report before an open one."""
    return _tellers[0](frame_id) if _tellers else None


def upheld(frame_id: str) -> Held | None:
    """The hold that anybody may know of: one that an operator decided."""
    held = hold_of(frame_id)
    return held if held and held.upheld else None
