"""Which payout paid which earning: what became ready first is paid out first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from doublet.ledger.statements import State


@dataclass(frozen=True, slots=True)
class Turn:
    """One entry of a payable account, in the order of the books.

    Attributes:
        kind: of the posting.
        root: id of the posting in which it was earned; empty where the entry is about no single earning.
        run: id of what paid it out.
        amount: minor units; a credit (negative) became ready, a debit left.
    """

    kind: str
    root: str
    run: str
    day: date
    amount: int


@dataclass
class _Ready:
    root: str
    left: int
    taken: list[tuple[int, date, str]] = field(default_factory=list)


TAKEN = ("unsettled", "advance")
"""The brand's money was taken back, or an advance was paid back: less of that earning is there to be paid out."""

COMES_BACK = "payout_returned"


def covered(turns: Iterable[Turn]) -> dict[str, State]:
    """For each earning that the brand has paid: ready, or paid out, and when."""
    ready: list[_Ready] = []
    for turn in turns:
        if turn.kind == COMES_BACK and _undone(ready, turn.run):
            continue
        if turn.amount < 0:
            ready.append(_Ready(turn.root, -turn.amount))
        elif turn.kind in TAKEN:
            own = [each for each in reversed(ready) if each.root == turn.root]
            _take([*own, *ready], turn, forget=True)
        else:
            _take(ready, turn)
    return _told(ready)


def _take(queue: Iterable[_Ready], turn: Turn, *, forget: bool = False) -> None:
    wanted = turn.amount
    for each in queue:
        piece = min(wanted, each.left)
        each.left -= piece
        wanted -= piece
        if piece and not forget:
            each.taken.append((piece, turn.day, turn.run))
        if not wanted:
            return


def _undone(ready: Iterable[_Ready], run: str) -> bool:
    """A payout that came back paid nothing: what it took is ready again."""
    found = False
    for each in ready:
        back = sum(amount for amount, _, by in each.taken if by == run)
        if back:
            each.left += back
            each.taken = [taken for taken in each.taken if taken[2] != run]
            found = True
    return found


def _told(ready: Iterable[_Ready]) -> dict[str, State]:
    left: dict[str, int] = {}
    last: dict[str, tuple[date, str]] = {}
    for each in ready:
        left[each.root] = left.get(each.root, 0) + each.left
        for _, day, run in each.taken:
            last[each.root] = max(last.get(each.root, (date.min, "")), (day, run))
    states = {}
    for root, amount in left.items():
        if root not in last:
            states[root] = State("ready")
        else:
            day, run = last[root]
            states[root] = State("partly" if amount else "paid", day, run)
    return states
