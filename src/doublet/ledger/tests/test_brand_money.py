"""A brand pays, pays beforehand, too little, too much, is paid back, and takes a payment back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction

from doublet.kernel import clock
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.ledger import book, openings, queries
from doublet.ledger.accounts import Account, account
from doublet.ledger.brand_money import receive_payment, refund, take_back
from doublet.ledger.checking import check
from doublet.ledger.earning import earn_exclusivity
from doublet.ledger.models import MoneyTerms, Posting
from doublet.ledger.tests.earned import approved, paid
from doublet.licences.actions import withdraw_licence
from doublet.publishing.actions import approve
from doublet.story.target import Target
from doublet.studio.models import Frame


def price(target: Target) -> Money:
    return Money(target.licence.terms["rate_minor"], "EUR")


def stands(target: Target, kind: Account, holder: str = "") -> int:
    return book.standing(account(kind, holder), "EUR").amount


def pay(target: Target, amount: Money, reference: str = "t-1", **more: Any) -> Posting:
    return receive_payment(
        by=target.people.operator, brand=target.licence.brand, amount=amount, reference=reference, **more
    )


def waiting(target: Target) -> Money:
    return -book.standing(account(Account.MODEL_PENDING, target.people.model.pk), "EUR")


def ready(target: Target) -> Money:
    return -book.standing(account(Account.MODEL_PAYABLE, target.people.model.pk), "EUR")


def sound() -> None:
    assert check()[1] == []


def test_what_she_earned_waits_for_the_brand_and_is_ready_when_it_pays(target: Target, frame: Frame) -> None:
    model = target.people.model
    approve(by=model.user, frame=frame)
    hers = waiting(target)
    assert hers
    assert not ready(target)
    pay(target, price(target) - Money(1, "EUR"))
    assert waiting(target) == hers, "a picture is paid, or it is not"
    pay(target, Money(1, "EUR"), "t-2")
    assert ready(target) == hers
    assert not queries.owed_by(target.licence.brand, "EUR")
    assert openings.everything() == []
    sound()


def test_money_paid_beforehand_settles_at_her_yes_and_the_rest_goes_back(
    target: Target, frame: Frame
) -> None:
    model, brand = target.people.model, target.licence.brand
    pay(target, price(target) * 2, licence=target.licence)
    assert stands(target, Account.ESCROW, target.licence.pk) == -2 * price(target).amount
    approve(by=model.user, frame=frame)
    assert ready(target)
    assert not waiting(target)
    withdraw_licence(by=model.user, licence=target.licence)
    assert queries.credit_of(brand, "EUR") == price(target), "one of two pictures was not used"
    assert ready(target), "what she earned stays hers"
    with pytest.raises(Refused) as over:
        pay(target, price(target), "t-9", licence=target.licence)
    assert over.value.code == "licence_over"
    operator = target.people.operator
    with pytest.raises(Refused) as more:
        refund(
            by=operator, brand=brand, amount=price(target) + Money(1, "EUR"), reference="r", reason="unused"
        )
    assert more.value.code == "refund_over_credit"
    refund(by=operator, brand=brand, amount=price(target), reference="r", reason="not used")
    assert not queries.credit_of(brand, "EUR")
    sound()


def test_the_bank_s_fee_is_the_house_s(target: Target, frame: Frame) -> None:
    approve(by=target.people.model.user, frame=frame)
    hers = waiting(target)
    pay(target, price(target), fee=Money(150, "EUR"))
    assert stands(target, Account.FEES) == 150
    assert ready(target) == hers
    with pytest.raises(BadInput):
        pay(target, Money(100, "EUR"), "t-2", fee=Money(100, "EUR"))
    sound()


def test_a_payment_taken_back_before_she_was_paid_makes_her_wait_again(target: Target, frame: Frame) -> None:
    model, brand = target.people.model, target.licence.brand
    approve(by=model.user, frame=frame)
    payment = pay(target, price(target))
    hers = ready(target)
    take_back(by=target.people.operator, payment=payment, amount=price(target), reference="cb-1")
    assert queries.owed_by(brand, "EUR") == price(target)
    assert waiting(target) == hers
    assert not ready(target)
    assert not queries.credit_of(brand, "EUR")
    with pytest.raises(Refused) as again:
        take_back(by=target.people.operator, payment=payment, amount=price(target), reference="cb-2")
    assert again.value.code == "chargeback_over_payment"
    pay(target, price(target), "t-2")
    assert ready(target) == hers
    take_back(
        by=target.people.operator,
        payment=Posting.objects.get(kind="payment_received", subject="t-2"),
        amount=price(target),
        reference="cb-3",
    )
    assert waiting(target) == hers
    sound()


def test_of_pictures_that_one_payment_paid_the_one_due_last_waits_again_first(target: Target) -> None:
    pictures = [approved(target.licence, on=f"2027-02-0{day}") for day in range(1, 8)]
    payment = paid(target.licence, price(target) * 7, by=target.people.operator)
    for number in range(1, 4):
        take_back(by=target.people.operator, payment=payment, amount=price(target), reference=f"cb-{number}")
        assert [each.posting for each in openings.everything()] == pictures[-number:]
    sound()


def test_of_pictures_approved_at_one_instant_the_one_approved_first_is_paid_first(target: Target) -> None:
    with time_machine.travel(clock.now(), tick=False):
        pictures = [approved(target.licence) for _ in range(7)]
        for number in range(1, 7):
            paid(target.licence, price(target), by=target.people.operator, reference=f"t-{number}")
            assert [each.posting for each in openings.everything()] == pictures[number:]
    sound()


def test_the_same_key_is_the_same_payment(target: Target, frame: Frame) -> None:
    first = pay(target, Money(5_00, "EUR"), key="abc")
    assert pay(target, Money(5_00, "EUR"), key="abc") == first
    with pytest.raises(Conflict) as other:
        pay(target, Money(6_00, "EUR"), key="abc")
    assert other.value.code == "key_for_something_else"
    with pytest.raises(Conflict) as noted:
        pay(target, Money(5_00, "EUR"))
    assert noted.value.code == "already_noted"
    assert Posting.objects.filter(kind="payment_received").count() == 1


def test_only_the_operator_notes_refunds_and_takes_back(target: Target, frame: Frame) -> None:
    payment = pay(target, Money(5_00, "EUR"))
    brand = target.licence.brand
    for who in (target.people.brand, target.people.agent, target.people.model.user):
        with pytest.raises(NotAllowed):
            receive_payment(by=who, brand=brand, amount=Money(1, "EUR"), reference="x")
        with pytest.raises(NotAllowed):
            refund(by=who, brand=brand, amount=Money(1, "EUR"), reference="x", reason="because")
        with pytest.raises(NotAllowed):
            take_back(by=who, payment=payment, amount=Money(1, "EUR"), reference="x")


@pytest.mark.parametrize("paid", [True, False])
def test_unused_exclusivity_goes_back_and_nothing_of_hers_does(
    target: Target, frame: Frame, paid: bool
) -> None:
    model, brand, licence = target.people.model, target.licence.brand, target.licence
    MoneyTerms.objects.filter(pk=licence.pk)._raw_delete("default")
    MoneyTerms.objects.create(licence=licence, payout_currency="EUR", exclusivity_bp=3_750)
    approve(by=model.user, frame=frame)
    held = -stands(target, Account.EXCLUSIVITY_HELD, licence.pk)
    assert held == price(target).basis_points(3_750).amount
    if paid:
        pay(target, price(target))
    before = waiting(target) + ready(target)
    withdraw_licence(by=model.user, licence=licence)
    assert waiting(target) + ready(target) >= before
    assert stands(target, Account.EXCLUSIVITY_HELD, licence.pk) == 0
    back = queries.credit_of(brand, "EUR") if paid else price(target) - queries.owed_by(brand, "EUR")
    assert Money(0, "EUR") < back <= Money(held, "EUR"), "a day is used, the rest is not"
    sound()


def test_exclusivity_is_earned_day_by_day_to_the_last_cent(
    target: Target, frame: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, licence = target.people.model, target.licence
    MoneyTerms.objects.filter(pk=licence.pk)._raw_delete("default")
    MoneyTerms.objects.create(licence=licence, payout_currency="EUR", exclusivity_bp=3_750)
    approve(by=model.user, frame=frame)
    pay(target, price(target))
    start = clock.now()
    owed = []
    for day in range(0, 400, 9):
        monkeypatch.setattr(clock, "now", lambda day=day: start + timedelta(days=day))
        with transaction.atomic():
            earn_exclusivity(licence, by="test")
            earn_exclusivity(licence, by="test")
        owed.append((waiting(target) + ready(target)).amount)
    assert owed == sorted(owed)
    assert stands(target, Account.EXCLUSIVITY_HELD, licence.pk) == 0
    gross = queries.statement(model, "EUR").gross
    assert gross == price(target)
    sound()
