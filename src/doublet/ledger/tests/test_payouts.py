"""Olga plans, Oskar approves, the bank books: nobody alone, nothing twice, nothing lost."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import override_settings

from doublet.kernel import clock
from doublet.kernel.models import AuditEvent, Notice
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.ledger import book, checking
from doublet.ledger.accounts import Account, account
from doublet.ledger.brand_money import receive_payment, take_back
from doublet.ledger.models import Payout, PayoutItem, Posting
from doublet.ledger.payouts import approving, planning, sending, settling, withholding
from doublet.ledger.queries import owed_by
from doublet.people.models import Agency, ModelProfile, User
from doublet.publishing.actions import approve
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.testing import paid_out

PRICE = Money(80_00, "EUR")


@pytest.fixture
def ready(target: Target, frame: Frame) -> Target:
    """One picture approved and paid: the model and her agency can be paid out."""
    approve(by=target.people.model.user, frame=frame)
    brand = target.licence.brand
    receive_payment(by=target.people.operator, brand=brand, amount=owed_by(brand, "EUR"), reference="bank-1")
    return target


@pytest.fixture
def olga(target: Target) -> User:
    return target.people.operator


@pytest.fixture
def oskar(target: Target) -> User:
    return target.people.second_operator


def stands(kind: Account, holder: str = "") -> int:
    return book.standing(account(kind, holder), "EUR").amount


def sound() -> None:
    assert checking.check()[1] == []


def planned(by: User, way: str = "file") -> Payout:
    return planning.plan(by=by, currency="EUR", way=way)


def test_a_run_from_plan_to_the_banks_booking(ready: Target, olga: User, oskar: User) -> None:
    model = ready.people.model
    owed = -stands(Account.MODEL_PAYABLE, model.pk)
    run = planned(olga)
    assert stands(Account.MODEL_PAYABLE, model.pk) == -owed, "a plan moves nothing"
    assert Posting.objects.filter(kind="payout").count() == 0

    approving.approve(by=oskar, payout=run)
    assert stands(Account.MODEL_PAYABLE, model.pk) == 0
    assert stands(Account.PAYOUT_CLEARING) == -run.total_minor

    run = sending.send(payout=run)
    assert run.status == "sent"
    items = list(run.items.all())
    assert {item.status for item in items} == {"sent"}
    assert all(item.reference in run.file for item in items)
    assert Notice.objects.filter(to=model.user.email, subject__endswith="on its way to you").count() == 1

    for item in items:
        settling.book_item(by=oskar, item=item, seen="statement 1")
        settling.book_item(by=oskar, item=item, seen="statement 2")
    run.refresh_from_db()
    assert run.status == "done"
    assert stands(Account.PAYOUT_CLEARING) == 0
    assert Posting.objects.filter(kind="payout_booked").count() == len(items)
    sound()


def test_whoever_planned_it_cannot_approve_it_in_code_or_in_the_database(ready: Target, olga: User) -> None:
    run = planned(olga)
    with pytest.raises(NotAllowed) as refused:
        approving.approve(by=olga, payout=run)
    assert (refused.value.code, refused.value.rule) == ("second_person_needed", "HOUSE-SECOND-PERSON")
    assert AuditEvent.objects.filter(kind="refused", data__code="second_person_needed").exists()
    with pytest.raises(IntegrityError, match="two_pairs_of_eyes"), transaction.atomic():
        Payout.objects.filter(pk=run.pk).update(approved_by=olga)


def test_only_operators_touch_a_run(ready: Target, olga: User) -> None:
    run = planned(olga)
    item = run.items.first()
    assert item is not None
    proof = {"reference": "abc", "evidence": "a receipt in folder 7"}
    for who in (ready.people.model.user, ready.people.agent, ready.people.brand):
        for attempt in (
            partial(planned, who),
            partial(approving.approve, by=who, payout=run),
            partial(approving.cancel, by=who, payout=run, reason="because"),
            partial(settling.return_item, by=who, item=item, reason="because", bounced=False),
            partial(sending.prove, by=who, item=item, **proof),
            partial(sending.try_again, by=who, item=item),
        ):
            with pytest.raises(NotAllowed):
                attempt()


@override_settings(REQUIRE_MFA=True)
def test_paying_needs_a_second_factor(ready: Target, olga: User) -> None:
    with pytest.raises(NotAllowed) as refused:
        planned(olga)
    assert refused.value.code == "second_factor_first"


def test_two_plans_for_the_same_money_and_only_one_is_paid(ready: Target, olga: User, oskar: User) -> None:
    first, second = planned(olga), planned(oskar)
    approving.approve(by=oskar, payout=first)
    with pytest.raises(Conflict) as refused:
        approving.approve(by=olga, payout=second)
    assert refused.value.code == "balance_changed"
    assert Payout.objects.get(pk=second.pk).status == "draft"
    assert sum(-entry.total_minor for entry in [first]) == stands(Account.PAYOUT_CLEARING)
    with pytest.raises(Conflict) as again:
        approving.approve(by=oskar, payout=first)
    assert again.value.code == "moved_on"
    sound()


def test_money_that_was_taken_back_after_the_plan_is_not_paid(ready: Target, olga: User, oskar: User) -> None:
    run = planned(olga)
    payment = Posting.objects.get(kind="payment_received")
    take_back(by=olga, payment=payment, amount=PRICE, reference="back-1")
    with pytest.raises(Conflict) as refused:
        approving.approve(by=oskar, payout=run)
    assert refused.value.code == "balance_changed"
    sound()


def test_an_account_that_was_changed_after_the_plan_is_looked_at_again(
    ready: Target, olga: User, oskar: User
) -> None:
    run = planned(olga)
    ModelProfile.objects.update(iban="FR1420041010050500013M02606")
    with pytest.raises(Conflict) as refused:
        approving.approve(by=oskar, payout=run)
    assert refused.value.code == "account_changed"


def test_a_cancelled_run_gives_everything_back(ready: Target, olga: User, oskar: User) -> None:
    model = ready.people.model
    owed = stands(Account.MODEL_PAYABLE, model.pk)
    draft = planned(olga)
    approving.cancel(by=olga, payout=draft, reason="a typing mistake")
    run = paid_out(olga, oskar)
    approving.cancel(by=olga, payout=run, reason="the bank refused the file")
    assert stands(Account.MODEL_PAYABLE, model.pk) == owed
    assert stands(Account.PAYOUT_CLEARING) == 0
    assert {item.status for item in run.items.all()} == {"returned"}
    assert paid_out(olga, oskar).total_minor == run.total_minor, "and it can be paid again"
    sound()


def test_what_was_booked_cannot_be_cancelled(ready: Target, olga: User, oskar: User) -> None:
    run = paid_out(olga, oskar)
    item = run.items.first()
    assert item is not None
    settling.book_item(by=olga, item=item, seen="statement")
    with pytest.raises(Conflict) as refused:
        approving.cancel(by=olga, payout=run, reason="too late")
    assert refused.value.code == "already_paid"


def test_a_payment_that_came_back_is_hers_again_and_waits_for_another_account(
    ready: Target, olga: User, oskar: User
) -> None:
    model = ready.people.model
    owed = stands(Account.MODEL_PAYABLE, model.pk)
    run = paid_out(olga, oskar)
    item = run.items.get(account__contains=model.pk)
    settling.book_item(by=olga, item=item, seen="statement")
    settling.give_back(item, by=olga, why="AC04 closed account", bounced=True)
    settling.give_back(item, by=olga, why="AC04 closed account", bounced=True)
    assert stands(Account.MODEL_PAYABLE, model.pk) == owed
    assert Notice.objects.filter(to=model.user.email, subject__endswith="came back").count() == 1
    left_out = planning.preview("EUR").left_out
    assert [(each.payee.name, each.code) for each in left_out] == [(model.legal_name, "came_back")]
    ModelProfile.objects.update(iban="FR1420041010050500013M02606")
    assert planning.preview("EUR").left_out == ()
    sound()


def test_nobody_is_forgotten_silently(ready: Target, olga: User) -> None:
    model = ready.people.model
    ModelProfile.objects.update(iban="")
    run = planned(olga)
    assert [(name, code) for name, _, code, _ in run.left_out] == [(model.legal_name, "no_bank_account")]
    assert [item.name for item in run.items.all()] == [ready.people.agency.name]
    planned(olga)
    told = Notice.objects.filter(to=model.user.email, subject__endswith="wait for you")
    assert told.count() == 1, "once a week, not at every plan"
    Agency.objects.update(iban="")
    with pytest.raises(Refused) as refused:
        planned(olga)
    assert refused.value.code == "nobody_can_be_paid"
    with override_settings(PAYOUT_MINIMUM=1000):
        assert {each.code for each in planning.preview("EUR").left_out} == {"below_minimum"}
    with pytest.raises(Refused) as nothing:
        planning.plan(by=olga, currency="USD")
    assert nothing.value.code == "nothing_owed"
    for currency, way in (("XXX", "file"), ("EUR", "pigeon")):
        with pytest.raises(BadInput):
            planning.preview(currency, way)


def test_tax_is_withheld_by_rule_given_back_with_a_return_and_passed_on_once(
    ready: Target, olga: User, oskar: User
) -> None:
    today = clock.now().date()
    model = ready.people.model
    gross = -stands(Account.MODEL_PAYABLE, model.pk)
    rule = {"country": "FR", "party": "model", "authority": "Impots", "words": "Article 182 A"}
    withholding.set_rule(by=olga, basis_points=1_500, starts=today, **rule)
    run = paid_out(olga, oskar)
    item = run.items.get(account__contains=model.pk)
    assert item.tax_minor == gross * 15 // 100
    assert stands(Account.TAX_PAYABLE, "Impots") == -item.tax_minor
    over = Money(item.tax_minor + 1, "EUR")
    with pytest.raises(Refused) as refused:
        withholding.pass_on(by=olga, authority="Impots", amount=over, reference="tax-1")
    assert refused.value.code == "more_than_withheld"

    settling.return_item(by=olga, item=item, reason="the bank closed", bounced=False)
    assert stands(Account.TAX_PAYABLE, "Impots") == 0
    assert -stands(Account.MODEL_PAYABLE, model.pk) == gross

    again = paid_out(olga, oskar).items.get()
    tax = Money(again.tax_minor, "EUR")
    withholding.pass_on(by=olga, authority="Impots", amount=tax, reference="tax-1")
    settling.return_item(by=olga, item=again, reason="it came back late", bounced=False)
    assert -stands(Account.MODEL_PAYABLE, model.pk) == gross, "she does not wait for an authority"
    assert stands(Account.LOSSES) == again.tax_minor
    sound()


def test_a_newer_rule_counts_from_its_day_and_a_plan_before_it_is_planned_anew(
    ready: Target, olga: User, oskar: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = clock.now().date()
    rule = {"country": "FR", "party": "model", "authority": "Impots", "words": "Article 182 A"}
    withholding.set_rule(by=olga, basis_points=1_000, starts=today + timedelta(days=1), **rule)
    run = planned(olga)
    assert not any(item.tax_minor for item in run.items.all())
    at = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: at)
    with pytest.raises(Conflict) as refused:
        approving.approve(by=oskar, payout=run)
    assert refused.value.code == "tax_changed"
    withholding.set_rule(by=olga, basis_points=0, starts=at.date(), **rule)
    assert withholding.rule_for("FR", "model", at.date()) is None
    approving.approve(by=oskar, payout=run)
    for wrong in (
        {"basis_points": 5_001},
        {"country": "ZZ"},
        {"party": "brand"},
        {"authority": "a:b"},
        {"words": ""},
        {"starts": today},
    ):
        given: dict[str, Any] = {"basis_points": 1, "starts": at.date(), **rule, **wrong}
        with pytest.raises(BadInput):
            withholding.set_rule(by=olga, **given)


@pytest.mark.parametrize("minutes", [0, -5])
def test_a_newer_rule_replaces_the_older_whatever_the_clock_says(olga: User, minutes: int) -> None:
    rule = {"country": "FR", "party": "model", "authority": "Impots", "words": "Article 182 A"}
    with time_machine.travel("2026-12-01T09:00:00Z", tick=False) as traveller:
        today = clock.now().date()
        for points in (1_000, 1_500, 2_000):
            withholding.set_rule(by=olga, basis_points=points, starts=today, **rule)
            newest = withholding.rule_for("FR", "model", today)
            assert newest
            assert newest.basis_points == points
            assert withholding.in_force(today) == [newest]
            traveller.shift(timedelta(minutes=minutes))


def test_the_rule_of_her_state_stands_before_her_countrys(olga: User) -> None:
    today = clock.now().date()
    for country, points in (("US", 3_000), ("US-NY", 1_000)):
        withholding.set_rule(
            by=olga,
            country=country,
            party="model",
            basis_points=points,
            authority="IRS",
            words="made up",
            starts=today,
        )
    found = {place: withholding.rule_for(place, "model", today) for place in ("US-NY", "US-CA", "FR", "")}
    assert {place: rule and rule.basis_points for place, rule in found.items()} == {
        "US-NY": 1_000,
        "US-CA": 3_000,
        "FR": None,
        "": None,
    }


def test_by_hand_it_counts_as_paid_with_its_proof_only(ready: Target, olga: User, oskar: User) -> None:
    run = planned(olga, way="manual")
    item = run.items.first()
    assert item is not None
    proof = {"reference": "R-7", "evidence": "receipt signed today, folder 7"}
    with pytest.raises(Conflict):
        sending.prove(by=oskar, item=item, **proof)
    sending.send(payout=approving.approve(by=oskar, payout=run))
    assert Payout.objects.get(pk=run.pk).status == "approved", "it waits for the proofs"
    with pytest.raises(BadInput):
        sending.prove(by=oskar, item=item, reference="R-7", evidence="paid")
    for each in run.items.all():
        sending.prove(by=oskar, item=each, **proof)
    run.refresh_from_db()
    assert run.status == "done"
    assert AuditEvent.objects.filter(kind="payout.proved", data__reference="R-7").count() == run.items.count()
    sound()


def test_the_same_key_is_the_same_run_and_another_content_is_refused(
    ready: Target, olga: User, oskar: User
) -> None:
    run = planning.plan(by=olga, currency="EUR", key="k1")
    assert planning.plan(by=olga, currency="EUR", key="k1").pk == run.pk
    assert Payout.objects.count() == 1
    with pytest.raises(Conflict) as refused:
        planning.plan(by=olga, currency="EUR", way="manual", key="k1")
    assert refused.value.code == "key_for_something_else"
    approving.approve(by=oskar, payout=run, key="k2")
    assert approving.approve(by=oskar, payout=run, key="k2").status == "approved"
    assert Posting.objects.filter(kind="payout").count() == run.items.count()


def test_killed_between_yes_and_sending_it_is_carried_on(ready: Target, olga: User, oskar: User) -> None:
    run = approving.approve(by=oskar, payout=planned(olga))
    assert sending.carry_on() == 1
    run.refresh_from_db()
    assert run.status == "sent"
    file = run.file
    assert sending.carry_on() == 0
    assert sending.send(payout=run).file == file
    assert Notice.objects.filter(subject__endswith="on its way to you").count() == run.items.count()


def test_a_payment_that_nobody_approved_can_be_neither_booked_nor_returned(ready: Target, olga: User) -> None:
    item = planned(olga).items.first()
    assert item is not None
    for attempt in (
        lambda: settling.book_item(by=olga, item=item, seen="statement"),
        lambda: settling.return_item(by=olga, item=item, reason="because", bounced=False),
    ):
        with pytest.raises(Conflict) as refused:
            attempt()
        assert refused.value.code == "not_approved"
    assert PayoutItem.objects.get(pk=item.pk).status == "planned"
