"""Days pass: reminders, lateness, interest, exclusivity, the end of a licence; and money paid beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from doublet.consents.terms import UseTerms
from doublet.kernel import clock
from doublet.kernel.models import Notice
from doublet.kernel.money import Money
from doublet.kernel.refusals import NotAllowed, Refused
from doublet.ledger import book, checking, clocks, interest
from doublet.ledger.accounts import Account, account
from doublet.ledger.beforehand import beforehand
from doublet.ledger.brand_money import receive_payment, take_back
from doublet.ledger.models import MoneyTerms, Posting, Reminder
from doublet.licences.actions import withdraw_licence
from doublet.offers.actions import send_offer, write_brief
from doublet.offers.hurdles import hurdles
from doublet.people.mandates import end_mandate
from doublet.publishing.actions import approve
from doublet.story import scenery
from doublet.story.target import Target
from doublet.studio.models import Frame

pytestmark = pytest.mark.django_db
Later = Callable[[int], None]


@pytest.fixture
def later() -> Iterator[Later]:
    start = clock.now()
    with time_machine.travel(start, tick=False) as travel:
        yield lambda days: travel.move_to(start + timedelta(days=days))


@pytest.fixture
def earned(target: Target, frame: Frame) -> Target:
    approve(by=target.people.model.user, frame=frame)
    return target


def price(target: Target) -> Money:
    return Money(int(target.licence.terms["rate_minor"]), str(target.licence.terms["currency"]))


def pay(target: Target, amount: Money, reference: str = "T-1", **more: object) -> Posting:
    return receive_payment(
        by=target.people.operator,
        brand=target.licence.brand,
        amount=amount,
        reference=reference,
        **more,  # type: ignore[arg-type]
    )


def terms(target: Target, **more: object) -> None:
    MoneyTerms.objects.filter(pk=target.licence.pk)._raw_delete("default")
    MoneyTerms.objects.create(licence=target.licence, payout_currency="EUR", **more)


def stands(kind: Account, holder: str) -> int:
    return book.standing(account(kind, holder), "EUR").amount


def sound() -> None:
    assert checking.check()[1] == []


def test_a_brand_is_reminded_once_before_and_told_once_after(earned: Target, later: Later) -> None:
    Notice.objects.all().delete()
    clocks.look_after_money()
    assert not Reminder.objects.exists()
    for day, whats in ((26, []), (27, ["due_soon"]), (30, ["due_soon"]), (31, ["due_soon", "overdue"])):
        later(day)
        clocks.look_after_money()
        clocks.look_after_money()
        assert list(Reminder.objects.order_by("at").values_list("what", flat=True)) == whats
    told = set(Notice.objects.values_list("to", "subject"))
    brand = earned.licence.brand
    assert (earned.people.brand.email, f"Overdue: {price(earned)}") in told
    assert (earned.people.model.user.email, f"{brand} is late") in told
    assert (earned.people.agent.email, f"{brand} is late") in told
    assert len(told) == 4
    assert earned.people.other.email not in {to for to, _ in told}


def test_a_brand_that_is_late_sends_no_offers_until_it_has_paid(earned: Target, later: Later) -> None:
    later(30)
    assert hurdles(earned.licence.brand) == []
    later(31)
    brief = write_brief(
        by=earned.people.brand,
        model=earned.people.model,
        title="One more",
        garments=[earned.garment],
        terms=scenery.wish(pictures=1),
    )
    with pytest.raises(NotAllowed) as refused:
        send_offer(by=earned.people.brand, brief=brief)
    assert (refused.value.code, refused.value.rule) == ("brand_overdue", "HOUSE-PAYDAY")
    assert str(price(earned)) in refused.value.reason
    other = earned.people.other.brand
    assert other is not None
    assert hurdles(other) == []
    pay(earned, price(earned))
    assert send_offer(by=earned.people.brand, brief=brief).pk


def test_what_is_late_earns_interest_as_the_contract_says_and_she_gets_her_part(
    earned: Target, later: Later
) -> None:
    terms(earned, interest_bp=900)
    later(30 + 29)
    clocks.look_after_money()
    assert not Posting.objects.filter(kind="interest").exists()
    later(30 + 30)
    clocks.look_after_money()
    clocks.look_after_money()
    month = price(earned).amount * 900 * 30 // (10_000 * 365)
    owed = -stands(Account.MODEL_PENDING, earned.people.model.pk)
    assert stands(Account.BRAND_RECEIVABLE, earned.licence.brand_id) == price(earned).amount + month
    later(30 + 40)
    rest = price(earned).amount * 900 * 10 // (10_000 * 365)
    pay(earned, price(earned) + Money(month, "EUR"))
    assert stands(Account.BRAND_RECEIVABLE, earned.licence.brand_id) == rest
    assert -stands(Account.MODEL_PAYABLE, earned.people.model.pk) == owed
    assert hurdles(earned.licence.brand) == []  # the picture is paid; interest alone closes nothing
    later(30 + 200)
    clocks.look_after_money()
    assert stands(Account.BRAND_RECEIVABLE, earned.licence.brand_id) == rest  # never interest on interest
    pay(earned, Money(rest, "EUR"), "T-2")
    assert stands(Account.BRAND_RECEIVABLE, earned.licence.brand_id) == 0
    assert (
        -stands(Account.MODEL_PAYABLE, earned.people.model.pk) * 10_000
        >= (price(earned).amount + month + rest) * 8_000
    )
    sound()


def test_a_late_payment_that_covers_its_interest_pays_both_at_once(earned: Target, later: Later) -> None:
    terms(earned, interest_bp=900)
    later(30 + 20)
    due = price(earned).amount * 900 * 20 // (10_000 * 365)
    pay(earned, price(earned) + Money(due, "EUR"))
    assert stands(Account.BRAND_RECEIVABLE, earned.licence.brand_id) == 0
    assert stands(Account.BRAND_CREDIT, earned.licence.brand_id) == 0
    assert Posting.objects.filter(kind="settlement").count() == 2
    sound()


def test_interest_stays_below_the_price_and_days_that_were_paid_are_free(
    earned: Target, later: Later
) -> None:
    terms(earned, interest_bp=5_000)
    later(10)
    payment = pay(earned, price(earned))
    later(500)
    take_back(by=earned.people.operator, payment=payment, amount=price(earned), reference="back")
    clocks.look_after_money()
    assert not Posting.objects.filter(kind="interest").exists()
    for day in range(530, 2500, 30):
        later(day)
        interest.charge_what_is_late()
    assert stands(Account.BRAND_RECEIVABLE, earned.licence.brand_id) == 2 * price(earned).amount - 1
    sound()


def test_without_a_rate_in_the_contract_there_is_no_interest(earned: Target, later: Later) -> None:
    later(400)
    clocks.look_after_money()
    assert not Posting.objects.filter(kind="interest").exists()


def test_exclusivity_is_earned_by_the_day_and_a_licence_that_ran_out_is_closed_once(
    target: Target, frame: Frame, later: Later
) -> None:
    terms(target, exclusivity_bp=3_750)
    pay(target, price(target) * 2, licence=target.licence)
    approve(by=target.people.model.user, frame=frame)
    first = stands(Account.MODEL_PAYABLE, target.people.model.pk)
    later(1)
    clocks.look_after_money()
    clocks.look_after_money()
    assert stands(Account.MODEL_PAYABLE, target.people.model.pk) < first
    agreed = UseTerms.from_dict(target.licence.terms)
    days = (agreed.ends - clock.now().date()).days
    later(1 + days)
    clocks.look_after_money()
    assert -stands(Account.ESCROW, target.licence.pk) == price(target).amount  # its last day is not over
    later(2 + days)
    clocks.look_after_money()
    postings = Posting.objects.count()
    clocks.look_after_money()
    assert Posting.objects.count() == postings
    assert (
        stands(Account.ESCROW, target.licence.pk) == stands(Account.EXCLUSIVITY_HELD, target.licence.pk) == 0
    )
    assert -stands(Account.BRAND_CREDIT, target.licence.brand_id) == price(target).amount
    with pytest.raises(Refused) as over:
        pay(target, price(target), "T-9", licence=target.licence)
    assert over.value.code == "licence_over"
    sound()


def test_she_can_withdraw_on_a_day_on_which_exclusivity_was_earned_already(
    earned: Target, later: Later
) -> None:
    terms(earned, exclusivity_bp=3_750)
    later(1)
    clocks.look_after_money()
    pay(earned, price(earned))
    with transaction.atomic():
        clocks.look_after_money()
    withdraw_licence(by=earned.people.model.user, licence=earned.licence)
    assert stands(Account.EXCLUSIVITY_HELD, earned.licence.pk) == 0
    sound()


def test_what_is_paid_beforehand_can_be_followed_to_the_cent(target: Target, frame: Frame) -> None:
    one = price(target)
    before = beforehand(target.licence)
    assert before.suggested == one * 2
    pay(target, one * 2, licence=target.licence)
    approve(by=target.people.model.user, frame=frame)
    now = beforehand(target.licence)
    assert (now.paid, now.used, now.left, now.returned.amount) == (one * 2, one, one, 0)
    assert now.suggested.amount == 0
    assert now.approved == 1
    withdraw_licence(by=target.people.model.user, licence=target.licence)
    after = beforehand(target.licence)
    assert (after.left.amount, after.returned) == (0, one)
    assert [move.amount for move in after.moves] == [-one, -one, one * 2]
    sound()


def test_a_former_agency_keeps_its_share_and_she_hears_of_it(earned: Target) -> None:
    agency = earned.people.agency
    owed = -stands(Account.AGENT_PENDING, agency.pk)
    assert owed > 0
    end_mandate(by=earned.people.model.user, mandate=earned.people.model.mandates.get())
    Notice.objects.all().delete()
    pay(earned, price(earned))
    assert -stands(Account.AGENT_PAYABLE, agency.pk) == owed
    notice = Notice.objects.get(to=earned.people.model.user.email)
    assert str(Money(owed, "EUR")) in notice.body
    assert "still earns" in notice.subject
