"""What must hold after every step of a history, whatever was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from doublet.kernel import clock
from doublet.ledger import book, checking
from doublet.ledger.models import Balance, Entry, Posting
from doublet.ledger.tests.histories import World
from doublet.ledger.tests.oracle import Deal, Oracle


class Watched(RuleBasedStateMachine):
    """The books hold, and agree with the oracle."""

    scene: World
    """Made once, for all histories; each begins there."""

    def __init__(self) -> None:
        super().__init__()
        self.oracle = Oracle()
        self.deals: list[Deal] = list(self.scene.deals)
        self.most_earned: Counter[tuple[str, str]] = Counter()
        self.references = 0
        self.answered: list[tuple[Callable[..., Any], dict[str, Any], str]] = []

    @property
    def today(self) -> date:
        return clock.now().date()

    def deal(self, number: int) -> Deal:
        return self.deals[number % len(self.deals)]

    def owed(self, deal: Deal) -> int:
        return -self.oracle.stands[f"brand_receivable:{deal.licence.brand_id}", deal.currency]

    def reference(self) -> str:
        self.references += 1
        return f"ref-{self.references}"

    def ask(self, action: Callable[..., Any], **asked: Any) -> Any:
        """Ask for something under a key of its own, which can be asked again."""
        asked["key"] = f"key-{len(self.answered)}"
        answer = action(**asked)
        self.answered.append((action, asked, answer.pk))
        return answer

    @invariant()
    def the_books_hold(self) -> None:
        assert checking.check()[1] == []

    @invariant()
    def every_account_is_as_the_oracle_says(self) -> None:
        rows = Balance.objects.exclude(amount_minor=0).values_list("account", "currency", "amount_minor")
        kept = {(code, currency): -amount for code, currency, amount in rows}
        assert kept == {place: amount for place, amount in self.oracle.stands.items() if amount}

    @invariant()
    def nobody_loses_what_was_earned_and_she_has_four_fifths(self) -> None:
        total: Counter[str] = Counter()
        hers: Counter[str] = Counter()
        for (code, currency), earned in self.oracle.earned.items():
            assert earned >= self.most_earned[code, currency], code
            self.most_earned[code, currency] = earned
            total[currency] += earned
            hers[currency] += earned if code.startswith("model:") else 0
        assert all(hers[currency] * 5 >= total[currency] * 4 for currency in total)

    @invariant()
    def what_a_brand_paid_is_where_it_belongs(self) -> None:
        """Seen from the entries alone: money in, less money back, is credit, kept money and paid pictures."""
        for deal in self.deals:
            brand, currency = deal.licence.brand_id, deal.currency
            own = {
                each.licence.pk
                for each in self.deals
                if (each.licence.brand_id, each.currency) == (brand, currency)
            }
            codes = [f"brand_credit:{brand}", *(f"escrow:{pk}" for pk in own)]
            unused = -sum(book.standing(code, currency).amount for code in codes)
            paid_for = Entry.objects.filter(
                posting__kind__in=("settlement", "unsettled"),
                account=f"brand_receivable:{brand}",
                currency=currency,
            )
            given_back = Entry.objects.filter(
                posting__kind="allocated",
                account__in=[f"exclusivity_held:{pk}" for pk in own],
                currency=currency,
            )
            used = -_sum(paid_for) - _sum(given_back)
            assert unused + used == self.oracle.received[brand, currency]

    def every_share_is_right(self) -> None:
        """At the end, from the entries alone: shares sum to their gross, and only a brand's money makes payable."""
        for posting in Posting.objects.filter(kind="approval").prefetch_related("entries"):
            deal = next(each for each in self.deals if each.licence.pk == posting.licence_id)
            rows = list(posting.entries.all())
            shares = [-each.amount_minor for each in rows if "_pending" in each.account]
            rate = 100 if deal.paid_in == deal.currency else deal.rate
            assert sum(shares) == (deal.price - deal.held) * rate // 100
            assert max(shares) * 5 >= sum(shares) * 4
        payable = Entry.objects.filter(account__contains="_payable:", amount_minor__lt=0).exclude(
            account__startswith="tax_"
        )
        kinds = set(payable.values_list("posting__kind", flat=True))
        assert kinds <= {"settlement", "exclusivity", "payout_returned", "advance"}


def _sum(rows: Any) -> int:
    return sum(rows.values_list("amount_minor", flat=True))
