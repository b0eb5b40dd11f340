"""An agency lends a model money: told item by item, agreed by her, paid back without interest, and then over."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from doublet.kernel import clock
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.ledger import book, checking
from doublet.ledger.accounts import Account, account
from doublet.ledger.advances import answer_advance, left_of, tell_advance
from doublet.ledger.brand_money import receive_payment, take_back
from doublet.ledger.models import Advance, MoneyTerms, Posting
from doublet.publishing.actions import approve
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.testing import signed_in

pytestmark = pytest.mark.django_db


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


def told(target: Target, minor: int = 50_00, share_bp: int = 2_000) -> Advance:
    items = [("Flight to Milan", euro(minor - 100)), ("Train to the airport", euro(100))]
    return tell_advance(by=target.people.agent, model=target.people.model, items=items, share_bp=share_bp)


def agreed(target: Target, **more: int) -> Advance:
    return answer_advance(
        by=target.people.model.user, advance=told(target, **more), agrees=True, reauthenticated_at=clock.now()
    )


def paid(target: Target, reference: str = "T-1") -> Posting:
    owed = book.standing(account(Account.BRAND_RECEIVABLE, target.licence.brand_id), "EUR")
    return receive_payment(
        by=target.people.operator, brand=target.licence.brand, amount=owed, reference=reference
    )


def stands(kind: Account, holder: str) -> int:
    return -book.standing(account(kind, holder), "EUR").amount


def test_it_is_paid_back_at_most_by_its_share_and_stops_at_the_sum(target: Target, frame: Frame) -> None:
    large, small = agreed(target, minor=900_00, share_bp=2_000), agreed(target, minor=2_00, share_bp=1_000)
    approve(by=target.people.model.user, frame=frame)
    earned = stands(Account.MODEL_PENDING, target.people.model.pk)
    agency = stands(Account.AGENT_PENDING, target.people.agency.pk)
    paid(target)
    back = earned * 2_000 // 10_000
    assert left_of(large) == euro(900_00 - back)
    assert left_of(small) == euro(0)
    assert stands(Account.MODEL_PAYABLE, target.people.model.pk) == earned - back - 2_00
    assert stands(Account.AGENT_PAYABLE, target.people.agency.pk) == agency + back + 2_00
    assert checking.check()[1] == []


def test_all_advances_together_leave_her_half(target: Target, frame: Frame) -> None:
    first, second = agreed(target, minor=900_00, share_bp=4_000), agreed(target, minor=900_00, share_bp=4_000)
    approve(by=target.people.model.user, frame=frame)
    earned = stands(Account.MODEL_PENDING, target.people.model.pk)
    paid(target)
    assert stands(Account.MODEL_PAYABLE, target.people.model.pk) == earned - earned * 5_000 // 10_000
    assert left_of(first) < left_of(second) < euro(900_00)


def test_what_she_earned_before_her_yes_is_not_touched(target: Target, frame: Frame) -> None:
    advance = told(target)
    approve(by=target.people.model.user, frame=frame)
    answer_advance(by=target.people.model.user, advance=advance, agrees=True, reauthenticated_at=clock.now())
    earned = stands(Account.MODEL_PENDING, target.people.model.pk)
    paid(target)
    assert stands(Account.MODEL_PAYABLE, target.people.model.pk) == earned
    assert left_of(advance) == euro(50_00)


def test_a_no_and_no_answer_take_nothing(target: Target, frame: Frame) -> None:
    told(target)
    answer_advance(by=target.people.model.user, advance=told(target), agrees=False)
    approve(by=target.people.model.user, frame=frame)
    paid(target)
    assert not Posting.objects.filter(kind="advance").exists()


def test_one_picture_pays_once_even_if_the_brand_s_bank_takes_its_payment_back(
    target: Target, frame: Frame
) -> None:
    advance = agreed(target, minor=900_00)
    approve(by=target.people.model.user, frame=frame)
    payment = paid(target)
    left = left_of(advance)
    amount = -payment.entries.get(amount_minor__lt=0).amount_minor
    take_back(by=target.people.operator, payment=payment, amount=euro(amount), reference="back")
    receive_payment(
        by=target.people.operator, brand=target.licence.brand, amount=euro(amount), reference="again"
    )
    assert left_of(advance) == left
    assert checking.check()[1] == []


def test_a_late_payment_that_covers_its_interest_pays_an_advance_back_once(
    target: Target, frame: Frame
) -> None:
    advance = agreed(target, minor=900_00)
    MoneyTerms.objects.filter(pk=target.licence.pk)._raw_delete("default")
    MoneyTerms.objects.create(licence=target.licence, payout_currency="EUR", interest_bp=900)
    approve(by=target.people.model.user, frame=frame)
    earned = stands(Account.MODEL_PENDING, target.people.model.pk)
    owed = book.standing(account(Account.BRAND_RECEIVABLE, target.licence.brand_id), "EUR")
    with time_machine.travel(clock.now() + timedelta(days=50), tick=True):
        receive_payment(
            by=target.people.operator, brand=target.licence.brand, amount=owed + euro(50_00), reference="late"
        )
    assert Posting.objects.filter(kind="settlement").count() == 2, "the picture, and the interest on it"
    assert left_of(advance) == euro(900_00 - earned * 2_000 // 10_000)
    assert checking.check()[1] == []


def test_only_she_agrees_and_only_her_agency_tells(target: Target) -> None:
    advance = told(target)
    for who, by_token in (
        (target.people.agent, False),
        (target.people.operator, False),
        (target.people.model.user, True),
    ):
        with pytest.raises(NotAllowed):
            answer_advance(
                by=who, advance=advance, agrees=True, reauthenticated_at=clock.now(), by_token=by_token
            )
    with pytest.raises(NotAllowed):
        answer_advance(by=target.people.model.user, advance=advance, agrees=True)
    with pytest.raises(NotAllowed):
        tell_advance(
            by=target.people.brand, model=target.people.model, items=[("Flight", euro(1))], share_bp=100
        )
    answer_advance(by=target.people.model.user, advance=advance, agrees=False)
    with pytest.raises(Conflict):
        answer_advance(
            by=target.people.model.user, advance=advance, agrees=True, reauthenticated_at=clock.now()
        )


@pytest.mark.parametrize("share_bp", [0, 5_001])
def test_a_share_is_half_at_most(target: Target, share_bp: int) -> None:
    with pytest.raises(Refused) as refused:
        told(target, share_bp=share_bp)
    assert (refused.value.code, refused.value.rule) == ("advance_share", "FWA-07")


def test_every_item_is_named_and_over_zero(target: Target) -> None:
    people = target.people
    with pytest.raises(Refused) as nameless:
        tell_advance(by=people.agent, model=people.model, items=[("", euro(5))], share_bp=100)
    assert nameless.value.code == "items_missing"
    with pytest.raises(BadInput):
        tell_advance(by=people.agent, model=people.model, items=[("Flight", euro(0))], share_bp=100)
    items = [("Flight", euro(5)), ("Hotel", Money(5, "USD"))]
    with pytest.raises(BadInput):
        tell_advance(by=people.agent, model=people.model, items=items, share_bp=100)


def test_both_pages_tell_the_same(target: Target, client: Client) -> None:
    signed_in(client, target.people.agent)
    page = reverse("ledger:advances")
    wrong = {"model": target.people.model.pk, "items": "Flight to Milan", "currency": "EUR", "percent": "20"}
    assert client.post(page, wrong).status_code == 400
    right = wrong | {"items": "Flight to Milan, 4 March 320.00\nTrain 18.50"}
    assert client.post(page, right).status_code == 302
    advance = Advance.objects.get()
    assert advance.items == [["Flight to Milan, 4 March", 320_00], ["Train", 18_50]]
    signed_in(client, target.people.model.user)
    shown = client.get(page).content.decode()
    assert "Flight to Milan, 4 March" in shown
    assert "EUR 338.50" in shown
    assert client.post(reverse("ledger:advance", args=[advance.pk]), {"answer": "yes"}).status_code == 302
    advance.refresh_from_db()
    assert advance.agreed_at
    assert "checked" not in shown
