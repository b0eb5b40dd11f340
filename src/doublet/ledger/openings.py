"""What is still open of approved pictures: an approval, with everything that happened to it since.

A posting that changes an approval (its settlement, interest on it, a payment for it taken back) names the
approval's posting as its source, so that what is open is the sum of all their entries, account by account.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, Min, Q, QuerySet, Sum, When

from doublet.kernel.money import Money
from doublet.ledger.accounts import Account, account
from doublet.ledger.drafts import Line
from doublet.ledger.models import Entry, Posting

_ROOT = Case(When(posting__kind=Posting.Kind.APPROVAL, then=F("posting_id")), default=F("posting__source"))


@dataclass(frozen=True)
class Open:
    """One approved picture that is not paid, or not wholly: the lines that stand, netted by account."""

    posting: Posting
    lines: tuple[Line, ...]

    @property
    def owed(self) -> Money:
        """What the brand owes for it."""
        mine = [line.amount for line in self.lines if line.account.startswith(Account.BRAND_RECEIVABLE)]
        return mine[0]

    @property
    def due(self) -> date:
        """By when."""
        assert self.posting.due is not None, "an approval has a due date"
        return self.posting.due


def of_brand(brand: str, currency: str) -> list[Open]:
    """Everything that a brand owes for in one currency, the earliest due first, then the first approved."""
    owing = Entry.objects.filter(account=account(Account.BRAND_RECEIVABLE, brand), currency=currency)
    return _gathered(owing)


def overdue(today: date) -> list[Open]:
    """Every picture whose due date has passed unpaid, of all brands, the earliest due first."""
    return [each for each in everything() if each.due < today]


def everything() -> list[Open]:
    """Every picture that is not paid, of all brands, the earliest due first."""
    return _gathered(Entry.objects.filter(account__startswith=f"{Account.BRAND_RECEIVABLE}:"))


def standing(posting: Posting) -> tuple[Line, ...]:
    """What stands of one approval today, netted by account; nothing of the receivable when it is paid."""
    return _netted([posting.pk])[posting.pk]


def _gathered(owing: QuerySet[Entry]) -> list[Open]:
    sums = owing.annotate(root=_ROOT).values("root").annotate(sum=Sum("amount_minor"), first=Min("pk"))
    came = {row["root"]: row["first"] for row in sums.filter(sum__gt=0)}
    lines = _netted(came)
    found = [Open(row, lines[row.pk]) for row in Posting.objects.filter(pk__in=came)]
    return sorted(found, key=lambda each: (each.due, came[each.posting.pk]))


def _netted(roots: Iterable[str]) -> dict[str, tuple[Line, ...]]:
    sums: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    wanted = list(roots)
    touched = Entry.objects.filter(Q(posting_id__in=wanted) | Q(posting__source__in=wanted)).order_by("pk")
    touched = touched.annotate(root=_ROOT)
    for root, code, currency, amount in touched.values_list("root", "account", "currency", "amount_minor"):
        sums[root][code, currency] += amount
    own = (Account.BRAND_RECEIVABLE, *(kind for kind in Account if kind.endswith("_pending")))
    return {
        root: tuple(
            Line(code, Money(amount, currency))
            for (code, currency), amount in sums[root].items()
            if amount and code.partition(":")[0] in own
        )
        for root in wanted
    }
