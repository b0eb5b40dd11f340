"""Histories drawn by chance: at every step the books hold, and agree with an oracle that was written apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from doublet.kernel import audit, clock
from doublet.kernel.ids import NewId
from doublet.kernel.money import Money
from doublet.kernel.refusals import Refused
from doublet.ledger import book, checking, earning
from doublet.ledger.brand_money import receive_payment, refund, take_back
from doublet.ledger.models import Balance, Entry, PayoutItem, Posting
from doublet.ledger.payouts import approving, planning, sending, settling, withholding
from doublet.ledger.tests.histories import Deal, Oracle, World, world
from doublet.studio.models import Frame

START = datetime(2026, 12, 1, 9, tzinfo=UTC)
TAX, AUTHORITY = 1_500, "DGFiP"
AMOUNTS = st.sampled_from(["exact", "exact", "two", "part", "more", "cent"])
DEALS = st.integers(0, 4)

pytestmark = pytest.mark.django_db


class Histories(RuleBasedStateMachine):
    """Approve, pay, pay beforehand, wait, withdraw, pay out, get it back, refund, take back: in any order."""

    scene: World

    def __init__(self) -> None:
        super().__init__()
        self.oracle, self.references, self.over = Oracle(), 0, set[str]()
        self.most_earned: Counter[tuple[str, str]] = Counter()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.time = time_machine.travel(START, tick=True)
        self.traveller = self.time.start()

    def teardown(self) -> None:
        try:
            self.every_share_is_right()
            assert audit.check()[1] == []
        finally:
            self.time.stop()
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    @property
    def today(self) -> date:
        return clock.now().date()

    def deal(self, number: int) -> Deal:
        return self.scene.deals[number]

    def reference(self) -> str:
        self.references += 1
        return f"ref-{self.references}"

    @initialize(tax=st.booleans())
    def begin(self, tax: bool) -> None:
        if tax:
            withholding.set_rule(
                by=self.scene.operator,
                country="FR",
                party="model",
                basis_points=TAX,
                authority=AUTHORITY,
                words="a rule of this test",
                starts=self.today,
            )

    @rule(number=DEALS)
    def approve(self, number: int) -> None:
        deal = self.deal(number)
        if deal.licence.pk in self.over:
            return
        garment = SimpleNamespace(name="Tee")
        frame = SimpleNamespace(
            pk=NewId("frm")(), licence=deal.licence, shot=SimpleNamespace(garment=garment)
        )
        with transaction.atomic():
            earning.post_approval(cast(Frame, frame), by=deal.licence.model.user)
        self.oracle.approve(deal, self.today)

    @rule(number=DEALS, how=AMOUNTS, fee=st.sampled_from([0, 0, 35]), beforehand=st.booleans())
    def pay(self, number: int, how: str, fee: int, beforehand: bool) -> None:
        deal = self.deal(number)
        beforehand = beforehand and deal.licence.pk not in self.over and self.today <= deal.ends
        amount = {
            "exact": deal.price,
            "two": 2 * deal.price,
            "part": deal.price // 3,
            "more": deal.price + 777,
            "cent": 1,
        }[how]
        fee = fee if fee < amount else 0
        reference = self.reference()
        receive_payment(
            by=self.scene.operator,
            brand=deal.licence.brand,
            amount=Money(amount, deal.currency),
            reference=reference,
            licence=deal.licence if beforehand else None,
            fee=Money(fee, deal.currency),
        )
        self.oracle.pay(deal, amount, fee, reference, beforehand=beforehand)

    @rule(number=DEALS)
    def pay_all_that_is_owed(self, number: int) -> None:
        deal = self.deal(number)
        owed = -self.oracle.stands[f"brand_receivable:{deal.licence.brand_id}", deal.currency]
        if owed:
            reference = self.reference()
            amount = Money(owed, deal.currency)
            receive_payment(
                by=self.scene.operator, brand=deal.licence.brand, amount=amount, reference=reference
            )
            self.oracle.pay(deal, owed, 0, reference, beforehand=False)

    @rule(number=DEALS, part=st.sampled_from([1, 2]))
    def refund(self, number: int, part: int) -> None:
        deal = self.deal(number)
        credit = self.oracle.credit_of(deal)
        amount = credit // part
        asked: dict[str, Any] = {"by": self.scene.operator, "brand": deal.licence.brand, "reason": "not used"}
        with pytest.raises(Refused) as over:
            refund(**asked, amount=Money(credit + 1, deal.currency), reference="too-much")
        assert over.value.code == "refund_over_credit"
        if amount:
            refund(**asked, amount=Money(amount, deal.currency), reference=self.reference())
            self.oracle.refund(deal, amount)

    @precondition(lambda self: self.oracle.payments)
    @rule(data=st.data(), part=st.sampled_from([1, 1, 2]))
    def charge_back(self, data: st.DataObject, part: int) -> None:
        reference = data.draw(st.sampled_from(sorted(self.oracle.payments)))
        deal, _, left = self.oracle.payments[reference]
        amount = left // part
        payment = Posting.objects.get(kind="payment_received", subject=reference)
        with pytest.raises(Refused) as over:
            take_back(
                by=self.scene.operator, payment=payment, amount=Money(left + 1, deal.currency), reference="no"
            )
        assert over.value.code == "chargeback_over_payment"
        if amount:
            money = Money(amount, deal.currency)
            take_back(by=self.scene.operator, payment=payment, amount=money, reference=self.reference())
            self.oracle.charge_back(reference, amount)

    @rule(days=st.sampled_from([1, 1, 3, 10, 60]), times=st.integers(1, 3))
    def days_pass(self, days: int, times: int) -> None:
        for _ in range(times):
            self.traveller.shift(timedelta(days=days))
            for deal in self.scene.deals:
                done = (
                    earning.close
                    if deal.licence.pk in self.over or self.today > deal.ends
                    else earning.earn_exclusivity
                )
                with transaction.atomic():
                    done(deal.licence, by="worker")
                if done is earning.close:
                    self.oracle.close(deal, self.today)
                else:
                    self.oracle.follow(deal, self.today)

    @rule(number=DEALS)
    def withdraw(self, number: int) -> None:
        deal = self.deal(number)
        self.over.add(deal.licence.pk)
        with transaction.atomic():
            earning.close(deal.licence, by=deal.licence.model.user)
        self.oracle.close(deal, self.today)

    @rule(currency=st.sampled_from(["EUR", "GBP"]), by_hand=st.booleans())
    def pay_out(self, currency: str, by_hand: bool) -> None:
        way = "manual" if by_hand or currency != "EUR" else "file"
        ready = {
            code: left
            for (code, unit), left in self.oracle.stands.items()
            if unit == currency and left and "_payable:" in code and not code.startswith("tax_")
        }
        if not ready:
            with pytest.raises(Refused) as nothing:
                planning.plan(by=self.scene.operator, currency=currency, way=way)
            assert nothing.value.code == "nothing_owed"
            return
        run = planning.plan(by=self.scene.operator, currency=currency, way=way)
        approving.approve(by=self.scene.second, payout=run)
        again = planning.preview(currency, way)
        assert not again.parts, "what is on its way is not paid again"
        run = sending.send(payout=run)
        items = list(run.items.select_related("tax_rule"))
        assert {item.account: item.gross_minor for item in items} == ready
        for item in items:
            authority = item.tax_rule.authority if item.tax_rule else AUTHORITY
            self.oracle.pay_out(item.account, currency, item.gross_minor, item.tax_minor, authority)
            if way == "manual":
                sending.prove(
                    by=self.scene.second, item=item, reference="cheque", evidence="receipt in folder 7"
                )
                self.oracle.booked(currency, item.net_minor)

    @precondition(lambda self: PayoutItem.objects.filter(status__in=("sent", "booked")).exists())
    @rule(data=st.data(), arrives=st.booleans())
    def the_bank_answers(self, data: st.DataObject, arrives: bool) -> None:
        items = PayoutItem.objects.select_related("payout", "tax_rule").filter(status__in=("sent", "booked"))
        rows = list(items.order_by("payout__made_at", "number"))
        item = rows[data.draw(st.integers(0, len(rows) - 1))]
        currency, tax = item.payout.currency, item.tax_minor
        if arrives:
            settling.book_item(by="bank", item=item, seen="statement 1")
            if item.status == "sent":
                self.oracle.booked(currency, item.net_minor)
        else:
            settling.return_item(by=self.scene.operator, item=item, reason="account closed", bounced=False)
            self.oracle.came_back(
                item.account, currency, item.gross_minor, tax, AUTHORITY, booked=item.status == "booked"
            )

    @rule(currency=st.sampled_from(["EUR", "GBP"]))
    def pass_tax_on(self, currency: str) -> None:
        kept = self.oracle.stands[f"tax_payable:{AUTHORITY}", currency]
        if kept:
            money = Money(kept, currency)
            withholding.pass_on(
                by=self.scene.operator, authority=AUTHORITY, amount=money, reference=self.reference()
            )
            self.oracle.pass_on(AUTHORITY, currency, kept)

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
        for deal in self.scene.deals:
            brand, currency = deal.licence.brand_id, deal.currency
            own = {
                each.licence.pk
                for each in self.scene.deals
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
            deal = next(each for each in self.scene.deals if each.licence.pk == posting.licence_id)
            rows = list(posting.entries.all())
            shares = [-each.amount_minor for each in rows if "_pending" in each.account]
            rate = 100 if deal.paid_in == deal.currency else deal.rate
            assert sum(shares) == (deal.price - deal.held) * rate // 100
            assert max(shares) * 5 >= sum(shares) * 4
        payable = Entry.objects.filter(account__contains="_payable:", amount_minor__lt=0).exclude(
            account__startswith="tax_"
        )
        kinds = set(payable.values_list("posting__kind", flat=True))
        assert kinds <= {"settlement", "exclusivity", "payout_returned"}


def _sum(rows: Any) -> int:
    return sum(rows.values_list("amount_minor", flat=True))


@pytest.fixture
def scene() -> Iterator[None]:
    with override_settings(PAYOUT_MINIMUM=0), time_machine.travel(START, tick=True):
        Histories.scene = world()
        yield


def play(examples: int, steps: int) -> None:
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Histories, settings=chosen)  # type: ignore[no-untyped-call]


def test_any_history_of_money_leaves_the_books_whole(scene: None) -> None:
    play(examples=12, steps=25)


@pytest.mark.slow
def test_many_long_histories_of_money_leave_the_books_whole(scene: None) -> None:
    play(examples=200, steps=60)
