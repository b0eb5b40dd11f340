"""Histories drawn by chance: at every step the books hold, and agree with an oracle that was written apart."""

from __future__ import annotations

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
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from doublet.kernel import audit, clock
from doublet.kernel.ids import NewId
from doublet.kernel.money import Money
from doublet.kernel.refusals import Conflict, NotAllowed, Refused
from doublet.ledger import advances, earning, fixing, interest, rates
from doublet.ledger.brand_money import note_payment, receive_payment, refund, take_back
from doublet.ledger.models import Posting
from doublet.ledger.payouts import withholding
from doublet.ledger.tests.histories import signed_again, world
from doublet.ledger.tests.oracle import Deal
from doublet.ledger.tests.paying_out import AUTHORITY, TAX, PaysOut
from doublet.people import rights
from doublet.people.crew.naming import end_crew
from doublet.people.mandates import end_mandate
from doublet.studio.models import Frame

START = datetime(2026, 12, 1, 9, tzinfo=UTC)
AMOUNTS = st.sampled_from(["exact", "owed", "owed", "two", "part", "more", "cent"])
DEALS, MOST_DEALS = st.integers(0, 6), 7

pytestmark = pytest.mark.django_db


class Histories(PaysOut):
    """Approve, pay, pay beforehand, lend, wait, withdraw, pay out, refund, take back, ask again: in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.over: set[str] = set()
        self.worth: dict[str, int] = {}
        self.noted: dict[str, date] = {}
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

    @initialize(tax=st.booleans(), lent=st.booleans())
    def begin(self, tax: bool, lent: bool) -> None:
        if lent:
            self.lend("EUR", 500_00, 2_000, agrees=True)
        self.taxed = tax
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

    @rule(number=DEALS, times=st.integers(1, 3))
    def approve(self, number: int, times: int) -> None:
        deal = self.deal(number)
        for _ in range(0 if deal.licence.pk in self.over else times):
            self.approve_one(deal)

    def approve_one(self, deal: Deal) -> None:
        garment = SimpleNamespace(name="Tee")
        frame = SimpleNamespace(
            pk=NewId("frm")(), licence=deal.licence, shot=SimpleNamespace(garment=garment)
        )
        with transaction.atomic():
            earning.post_approval(cast(Frame, frame), by=deal.licence.model.user)
        self.oracle.approve(deal, self.today)

    @rule(
        number=DEALS,
        how=AMOUNTS,
        fee=st.sampled_from([0, 0, 35]),
        beforehand=st.booleans(),
        by_service=st.booleans(),
    )
    def pay(self, number: int, how: str, fee: int, beforehand: bool, by_service: bool) -> None:
        deal = self.deal(number)
        beforehand = beforehand and deal.licence.pk not in self.over and self.today <= deal.ends
        amount = {
            "exact": deal.price,
            "owed": self.owed(deal) or deal.price,
            "two": 2 * deal.price,
            "part": deal.price // 3,
            "more": deal.price + 777,
            "cent": 1,
        }[how]
        fee = fee if fee < amount else 0
        reference = self.reference()
        self.ask(
            note_payment if by_service else receive_payment,
            by="stripe" if by_service else self.scene.operator,
            brand=deal.licence.brand,
            amount=Money(amount, deal.currency),
            reference=reference,
            licence=deal.licence if beforehand else None,
            fee=Money(fee, deal.currency),
        )
        self.oracle.pay(deal, amount, fee, reference, self.today, beforehand=beforehand)

    @rule(number=DEALS, more=st.sampled_from([0, 500, 500]))
    def pay_all_that_is_owed(self, number: int, more: int) -> None:
        """Interest until today comes on top of what is owed where it is late: more than enough pays that too."""
        deal = self.deal(number)
        if owed := self.owed(deal):
            reference = self.reference()
            amount = Money(owed + more, deal.currency)
            self.ask(
                receive_payment,
                by=self.scene.operator,
                brand=deal.licence.brand,
                amount=amount,
                reference=reference,
            )
            self.oracle.pay(deal, owed + more, 0, reference, self.today, beforehand=False)

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
            self.ask(refund, **asked, amount=Money(amount, deal.currency), reference=self.reference())
            self.oracle.refund(deal, amount)

    @precondition(lambda self: self.oracle.payments)
    @rule(data=st.data(), part=st.sampled_from([1, 1, 2]), largest=st.booleans())
    def charge_back(self, data: st.DataObject, part: int, largest: bool) -> None:
        payments = self.oracle.payments
        found = max(payments, key=lambda each: payments[each][2]) if largest else ""
        reference = found or data.draw(st.sampled_from(sorted(payments)))
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
            self.ask(
                take_back,
                by=self.scene.operator,
                payment=payment,
                amount=money,
                reference=self.reference(),
            )
            self.oracle.charge_back(reference, amount, self.today)

    @rule(days=st.sampled_from([1, 1, 3, 10, 30, 60]), times=st.integers(1, 3))
    def days_pass(self, days: int, times: int) -> None:
        for _ in range(times):
            self.traveller.shift(timedelta(days=days))
            interest.charge_what_is_late()
            self.oracle.charge_interest(self.today)
            for deal in self.deals:
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

    @precondition(lambda self: self.oracle.pictures)
    @rule(number=DEALS)
    def withdraw(self, number: int) -> None:
        deal = self.deal(number)
        self.over.add(deal.licence.pk)
        with transaction.atomic():
            earning.close(deal.licence, by=deal.licence.model.user)
        self.oracle.close(deal, self.today)

    @rule(
        currency=st.sampled_from(["EUR", "EUR", "GBP"]),
        amount=st.sampled_from([1_00, 30_00, 500_00]),
        share=st.sampled_from([1, 2_000, 3_333, 5_000]),
        agrees=st.sampled_from([True, True, False]),
    )
    def lend(self, currency: str, amount: int, share: int, agrees: bool) -> None:
        model, agent = self.scene.represented, self.scene.agent
        told: dict[str, Any] = {"by": agent, "model": model, "share_bp": share}
        items = [("Flight", Money(amount - 50, currency)), ("Train", Money(50, currency))]
        if not rights.mandate(agent, model):
            with pytest.raises(NotAllowed):
                advances.tell_advance(**told, items=items)
            return
        advance = advances.tell_advance(**told, items=items)
        advances.answer_advance(by=model.user, advance=advance, agrees=agrees, reauthenticated_at=clock.now())
        if agrees:
            self.oracle.lend(model.pk, advance.agency_id, currency, amount, share)

    @precondition(lambda self: len(self.oracle.pictures) > 3)
    @rule()
    def her_agency_and_her_crew_leave(self) -> None:
        """What was signed stays as it was: they are paid their shares of it, and what she was lent is paid back."""
        model = self.scene.represented
        if mandate := rights.mandate(self.scene.agent, model):
            end_mandate(by=model.user, mandate=mandate)
        end_crew(by=self.scene.crew.model.user, member=self.scene.crew)

    @precondition(lambda self: self.answered)
    @rule(data=st.data())
    def what_was_asked_is_asked_again(self, data: st.DataObject) -> None:
        """As by a client that never got the answer: it gets the same, and nothing is done twice."""
        action, asked, answer = self.answered[data.draw(st.integers(0, len(self.answered) - 1))]
        assert action(**asked).pk == answer
        if "amount" not in asked:
            return
        with pytest.raises(Conflict) as other:
            action(**asked | {"amount": asked["amount"] + Money(1, asked["amount"].currency)})
        assert other.value.code == "key_for_something_else"
        with pytest.raises(Conflict) as noted:
            action(**asked | {"key": ""})
        assert noted.value.code == "already_noted"

    def note_a_rate(self, quote: str, hundredths: int) -> None:
        rates.note_rate(
            by=self.scene.operator,
            base="EUR",
            quote=quote,
            rate=f"{hundredths / 100:.2f}",
            on=self.today,
            source="a test",
        )
        self.worth[quote], self.noted[quote] = hundredths, self.today

    @precondition(lambda self: len(self.deals) < MOST_DEALS)
    @rule(
        number=st.sampled_from([0, 1, 3]),
        chosen=st.sampled_from(["", "GBP", "USD"]),
        hundredths=st.none() | st.integers(70, 130),
    )
    def she_chooses_a_currency_and_signs_again(
        self, number: int, chosen: str, hundredths: int | None
    ) -> None:
        """It counts for what she signs from now on, where a rate of this week is known; the newest one."""
        if chosen and hundredths:
            self.note_a_rate(chosen, hundredths)
        deal = self.deal(number)
        fixing.choose_currency(by=deal.licence.model.user, model=deal.licence.model, currency=chosen)
        known = chosen in self.noted and self.today - self.noted[chosen] <= timedelta(days=7)
        paid_in, rate = (chosen, self.worth[chosen]) if known else ("EUR", 100)
        self.deals.append(signed_again(deal, len(self.deals), paid_in, rate))


@pytest.fixture
def scene() -> Iterator[None]:
    with override_settings(PAYOUT_MINIMUM=0, LATE_INTEREST_BP=1_000), time_machine.travel(START, tick=True):
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
    play(examples=150, steps=60)
