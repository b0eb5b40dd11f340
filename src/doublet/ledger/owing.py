"""What a brand owes: picture by picture, with its due dates, its credit, and what it paid beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from doublet.kernel import clock
from doublet.kernel.money import Money, total
from doublet.ledger import book, entries, openings
from doublet.ledger.accounts import Account, account
from doublet.ledger.models import Balance, Entry, Posting
from doublet.ledger.periods import EVER, Period
from doublet.licences.models import Licence
from doublet.people.models import Brand


@dataclass(frozen=True, slots=True)
class Open:
    """One approved picture that is not paid: open, due_soon or overdue."""

    frame: str
    what: str
    licence: str
    day: date
    due: date
    amount: Money
    state: str
    days_late: int


@dataclass(frozen=True, slots=True)
class Moved:
    """What changed what a brand owes: positive adds to it, negative was paid or given back."""

    day: date
    posting: str
    kind: str
    what: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Owing:
    """How a brand stands in one currency. Opening and movements together are the closing, all money of its own
    taken off: below zero the house holds money of the brand's."""

    brand: Brand
    currency: str
    period: Period
    items: tuple[Open, ...]
    credit: Money
    beforehand: tuple[tuple[Licence, Money], ...]
    opening: Money
    moved: tuple[Moved, ...]
    closing: Money

    @property
    def owed(self) -> Money:
        """All that is not paid yet."""
        return total([each.amount for each in self.items], self.currency)

    @property
    def late(self) -> Money:
        """What is past its due date."""
        return total([each.amount for each in self.items if each.days_late], self.currency)

    @property
    def next_due(self) -> date | None:
        """The earliest due date."""
        return min((each.due for each in self.items), default=None)


def currencies_of(brand: Brand) -> list[str]:
    """The currencies in which a brand ever owed or paid."""
    return sorted(set(Entry.objects.filter(_own(brand)).values_list("currency", flat=True)))


def owing_of(brand: Brand, currency: str, period: Period = EVER) -> Owing:
    """How a brand stands today, and what happened in a period."""
    today = clock.now().date()
    moves = list(_moves(brand, currency))
    before = [each.amount for each in moves if each.day < period.first]
    inside = [each for each in moves if each.day in period]
    opening = total(before, currency)
    return Owing(
        brand=brand,
        currency=currency,
        period=period,
        items=tuple(_open(each, today) for each in openings.of_brand(brand.pk, currency)),
        credit=-book.standing(account(Account.BRAND_CREDIT, brand.pk), currency),
        beforehand=tuple(_beforehand(brand, currency)),
        opening=opening,
        moved=tuple(inside),
        closing=opening + total([each.amount for each in inside], currency),
    )


def _open(each: openings.Open, today: date) -> Open:
    return Open(
        frame=each.posting.subject,
        what=each.posting.words.removesuffix(", approved"),
        licence=each.posting.licence_id,
        day=each.posting.posted_at.date(),
        due=each.due,
        amount=each.owed,
        state=entries.due_state(each.due, today=today),
        days_late=max(0, (today - each.due).days),
    )


def _moves(brand: Brand, currency: str) -> Iterator[Moved]:
    """Postings that change what it owes after all; paying a picture out of its own credit changes nothing."""
    sums: dict[str, int] = {}
    own = Entry.objects.filter(_own(brand), currency=currency).order_by("pk")
    for posting, amount in own.values_list("posting_id", "amount_minor"):
        sums[posting] = sums.get(posting, 0) + amount
    rows = Posting.objects.in_bulk([posting for posting, amount in sums.items() if amount])
    for posting, amount in sums.items():
        if row := rows.get(posting):
            yield Moved(row.posted_at.date(), row.pk, row.kind, row.words, Money(amount, currency))


def _beforehand(brand: Brand, currency: str) -> Iterator[tuple[Licence, Money]]:
    mine = Licence.objects.filter(brand=brand).select_related("model").in_bulk()
    kept = Balance.objects.filter(
        account__startswith=f"{Account.ESCROW}:", currency=currency, amount_minor__lt=0
    )
    for row in kept.order_by("account"):
        licence = mine.get(row.account.partition(":")[2])
        if licence:
            yield licence, Money(-row.amount_minor, currency)


def _own(brand: Brand) -> Q:
    licences = [
        account(Account.ESCROW, pk) for pk in Licence.objects.filter(brand=brand).values_list("pk", flat=True)
    ]
    return Q(
        account__in=[
            account(Account.BRAND_RECEIVABLE, brand.pk),
            account(Account.BRAND_CREDIT, brand.pk),
            *licences,
        ]
    )
