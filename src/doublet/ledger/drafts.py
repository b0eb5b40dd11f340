"""Double entries before they are written: what a posting is, and whether it is sound. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput
from doublet.ledger.accounts import PAYABLE_OF, Account
from doublet.offers.shares import COMMISSION_LIMIT_BP

_SHARED = frozenset(str(kind) for kind in (*PAYABLE_OF, *PAYABLE_OF.values()))
_HERS = frozenset({str(Account.MODEL_PENDING), str(Account.MODEL_PAYABLE)})


@dataclass(frozen=True, slots=True)
class Line:
    """One side of a posting: an account code and a signed amount; debits positive, credits negative."""

    account: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Draft:
    """One economic event.

    Attributes:
        kind: one of :class:`doublet.ledger.models.Posting.Kind`.
        reference: what makes it unique in its kind; each thing is posted once.
        lines: the entries; they sum to zero in each currency.
        words: what happened, for people.
        licence: id of the licence that it is about, or empty.
        due: by when the brand must have paid.
        source: id of the thing that caused it, such as the payment that settled a picture.
    """

    kind: str
    reference: str
    lines: tuple[Line, ...]
    words: str = ""
    licence: str = ""
    due: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the books that must not be: a stable code, where, and in words."""

    code: str
    reference: str
    words: str


Row = tuple[str, int, str]
"""One entry as it stands in the table: account, minor units, currency."""


def problems_within(draft: Draft) -> list[Problem]:
    """What is wrong with a posting by itself, before it is written. See :func:`problems_in`."""
    rows = [(line.account, line.amount.amount, line.amount.currency) for line in draft.lines]
    return problems_in(draft.kind, draft.reference, rows)


def problems_in(kind: str, reference: str, rows: Sequence[Row]) -> list[Problem]:
    """What is wrong with a posting by itself: balance by currency, two entries or more, none of zero.

    An approval also gives the model at least 80 % of what is shared out (FWA-06).
    """
    sums: dict[str, int] = {}
    empty = False
    for _, amount, currency in rows:
        sums[currency] = sums.get(currency, 0) + amount
        empty = empty or not amount
    found = []
    name = f"{kind} {reference}"
    if len(rows) < 2:
        found.append(Problem("too_few_entries", reference, f"{name} has fewer than two entries."))
    if empty:
        found.append(Problem("empty_entry", reference, f"{name} has an entry of zero."))
    if any(sums.values()):
        for currency, off in sorted(sums.items()):
            if off:
                found.append(Problem("unbalanced", reference, f"{name} is off by {Money(off, currency)}."))
    if kind == "approval" and not _enough_for_the_model(rows):
        found.append(Problem("model_under_80_percent", reference, f"{name} gives the model under 80 %."))
    return found


def _enough_for_the_model(rows: Iterable[Row]) -> bool:
    shared = model = 0
    for code, amount, _ in rows:
        kind = code.partition(":")[0]
        if kind in _SHARED:
            shared -= amount
            if kind in _HERS:
                model -= amount
    return model * 10_000 >= shared * (10_000 - COMMISSION_LIMIT_BP)


def positive(amount: Money) -> Money:
    """Only an amount over zero can be paid.

    Raises:
        BadInput: it is zero or less.
    """
    if amount.amount <= 0:
        raise BadInput("amount_not_positive", f"{amount} cannot be paid.", hint="Give an amount over zero.")
    return amount


def without_zeros(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines that say something; a share too small for a cent is none."""
    return tuple(line for line in lines if line.amount)
