"""Interest on what a brand pays late, where the contract names a rate: simple, by the day, never on interest.

It is charged every thirty days while a picture stays unpaid, and for the days that are left on the day on
which it is paid. It is shared out as the fee is, so that she gets her part of it. Altogether it stays below
the price of the picture.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from doublet.kernel import clock
from doublet.kernel.acting import action
from doublet.kernel.money import Money, zero
from doublet.ledger import book, entries, openings
from doublet.ledger.accounts import Account, account
from doublet.ledger.arrangement import Arrangement, arrangement
from doublet.ledger.drafts import Draft, Line, without_zeros
from doublet.ledger.models import Entry, Posting
from doublet.ledger.openings import Open
from doublet.licences.models import Licence

CHARGED_EVERY = 30
"""Days."""

_CHANGES_THE_FEE = (Posting.Kind.APPROVAL, Posting.Kind.EXCLUSIVITY_RETURNED)


def fee_is_open(each: Open) -> bool:
    """Is the picture itself unpaid? Otherwise only interest on it is left."""
    return each.owed >= _fee(each)


def charges(found: Iterable[Open], *, after: int = 1) -> list[Draft]:
    """The postings that charge interest until today on pictures that are late.

    Args:
        after: only where so many days or more were not charged yet.
    """
    today = clock.now().date()
    known: dict[str, Arrangement] = {}
    drafts = []
    for each in found:
        if each.due >= today:
            continue
        pk = each.posting.licence_id
        agreed = known.setdefault(pk, arrangement(Licence.objects.get(pk=pk)))
        if agreed.interest_bp and (draft := _charge(each, agreed, today, after)):
            drafts.append(draft)
    return drafts


@action
def charge_what_is_late(*, by: Any = "worker") -> list[Posting]:
    """Charge interest on every picture that is thirty days late, or thirty days since it was last charged."""
    late = [each for each in openings.everything() if each.due < clock.now().date()]
    return book.post(charges(late, after=CHARGED_EVERY), by=by)


def _charge(each: Open, agreed: Arrangement, today: date, after: int) -> Draft | None:
    fee = _fee(each)
    if each.owed < fee:
        return None
    charged, since = _charged(each)
    days = (today - max(each.due, since)).days
    amount = min(entries.interest(agreed, fee, days=days), fee - Money(1, fee.currency) - charged)
    if days < after or amount.amount <= 0 or agreed.exchanged(amount).amount <= 0:
        return None
    lines = (
        Line(account(Account.BRAND_RECEIVABLE, agreed.brand), amount),
        *entries.earned(agreed, amount, pending=True),
    )
    return Draft(
        "interest",
        f"{each.posting.subject}:{today}",
        without_zeros(lines),
        f"{each.posting.words.removesuffix(', approved')}, interest for {days} days"[:200],
        agreed.licence,
        source=each.posting.pk,
    )


def _fee(each: Open) -> Money:
    """What the brand owes for the picture itself, paid or not: its price, less exclusivity that was given back."""
    root = each.posting.pk
    currency = each.owed.currency
    receivable = Entry.objects.filter(account__startswith=f"{Account.BRAND_RECEIVABLE}:", currency=currency)
    own = receivable.filter(posting_id=root) | receivable.filter(posting__source=root)
    rows = own.filter(posting__kind__in=_CHANGES_THE_FEE).values_list("amount_minor", flat=True)
    return Money(sum(rows), currency)


def _charged(each: Open) -> tuple[Money, date]:
    """How much interest was charged so far, and until which day the picture was charged or paid."""
    total, since = zero(each.owed.currency), date.min
    kinds = (Posting.Kind.INTEREST, Posting.Kind.UNSETTLED)
    for posting in Posting.objects.filter(source=each.posting.pk, kind__in=kinds).prefetch_related("entries"):
        since = max(since, posting.posted_at.date())
        for entry in posting.entries.all():
            if posting.kind == Posting.Kind.INTEREST and entry.account.startswith(Account.BRAND_RECEIVABLE):
                total = total + Money(entry.amount_minor, entry.currency)
    return total, since
