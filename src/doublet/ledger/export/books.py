"""The books as an export tells them: accounts with a name of their own, postings in order, balances at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby

from django.db.models import Min, Sum

from doublet.ledger.accounts import MEANING, Account, read
from doublet.ledger.holders import names
from doublet.ledger.models import Entry, Posting
from doublet.ledger.periods import Period

Place = tuple[str, str]
"""An account's code, and a currency."""

_WORDS = {kind.value: kind.label for kind in Posting.Kind}
_OURS = frozenset(
    {
        Posting.Kind.APPROVAL,
        Posting.Kind.SETTLEMENT,
        Posting.Kind.UNSETTLED,
        Posting.Kind.EXCLUSIVITY,
        Posting.Kind.EXCLUSIVITY_RETURNED,
        Posting.Kind.INTEREST,
        Posting.Kind.PAYOUT,
        Posting.Kind.PAYOUT_BOOKED,
        Posting.Kind.PAYOUT_RETURNED,
    }
)
"""Kinds whose subject is an id of ours. In others a bank's words stand, which may name somebody."""


@dataclass(frozen=True, slots=True)
class Entered:
    """One side of a posting."""

    account: str
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Posted:
    """One posting with its entries; `subject` and `words` are empty where they could name a person."""

    id: str
    at: datetime
    kind: str
    title: str
    subject: str
    licence: str
    source: str
    due: date | None
    words: str
    entries: tuple[Entered, ...]


@dataclass(frozen=True, slots=True)
class Books:
    """What is exported. Pseudonymous unless `named`: ids stand for people, and no free words are told.

    Attributes:
        period: of the postings; what was before stands in `opening`.
        first: the day of the first posting of all.
        balances: opening and postings together, of every account that was ever touched.
    """

    period: Period
    named: bool
    first: date
    last: date
    opening: dict[Place, int]
    balances: dict[Place, int]
    names: dict[str, str] = field(default_factory=dict)

    @property
    def accounts(self) -> list[str]:
        """Every account, in order."""
        return sorted({code for code, _ in self.balances})

    @property
    def currencies(self) -> list[str]:
        """Every currency, in order."""
        return sorted({currency for _, currency in self.balances})

    def postings(self) -> Iterator[Posted]:
        """The postings of the period in the order in which they were written."""
        return _postings(self.period, named=self.named)

    def name_of(self, code: str) -> str:
        """Whose account it is, where names are told."""
        return self.names.get(read(code).holder, "")


def open_books(period: Period, *, named: bool) -> Books:
    """Read what an export needs before its first line."""
    until = Entry.objects.filter(posting__posted_at__date__lte=period.last)
    balances = _sums(until)
    opening = _sums(until.filter(posting__posted_at__date__lt=period.first)) if period.code else {}
    first = Posting.objects.aggregate(first=Min("posted_at"))["first"]
    newest = Posting.objects.filter(posted_at__date__lte=period.last).order_by("-posted_at").first()
    holders = {read(code).holder for code, _ in balances}
    return Books(
        period=period,
        named=named,
        first=first.astimezone(UTC).date() if first else date(2000, 1, 1),
        last=newest.posted_at.astimezone(UTC).date() if newest else date(2000, 1, 1),
        opening={place: amount for place, amount in opening.items() if amount},
        balances=balances,
        names=names(holders) if named else {},
    )


def meaning(code: str) -> str:
    """What an account is for, in words."""
    return MEANING[Account(read(code).kind)]


def _sums(entries: object) -> dict[Place, int]:
    rows = entries.values("account", "currency").annotate(sum=Sum("amount_minor"))  # type: ignore[attr-defined]
    return {(row["account"], row["currency"]): row["sum"] for row in rows.order_by("account", "currency")}


def _postings(period: Period, *, named: bool) -> Iterator[Posted]:
    entries = Entry.objects.order_by("pk")
    if period.code:
        entries = entries.filter(
            posting__posted_at__date__gte=period.first, posting__posted_at__date__lte=period.last
        )
    wanted = ("posted_at", "kind", "subject", "licence_id", "source", "due", "words")
    rows = entries.values_list(
        "posting_id", *(f"posting__{name}" for name in wanted), "account", "amount_minor", "currency"
    )
    for key, sides in groupby(rows.iterator(chunk_size=5000), key=lambda row: row[:8]):
        posting, at, kind, subject, licence, source, due, words = key
        told = named or kind in _OURS
        yield Posted(
            id=posting,
            at=at.astimezone(UTC),
            kind=kind,
            title=_WORDS.get(kind, kind),
            subject=subject if told else "",
            licence=licence,
            source=source,
            due=due,
            words=words if named else "",
            entries=tuple(Entered(side[8], side[9], side[10]) for side in sides),
        )
