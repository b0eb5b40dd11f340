"""From her yes to the money: what approving owes, who gets what, and what nobody can do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from doublet.kernel import clock
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.ledger import queries as books
from doublet.ledger.book import standing
from doublet.ledger.brand_money import receive_payment
from doublet.ledger.checking import check
from doublet.ledger.models import Entry, Posting
from doublet.ledger.payouts.planning import plan
from doublet.licences.actions import withdraw_licence
from doublet.publishing import actions
from doublet.publishing.models import Delivery, Review
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.testing import paid_out


@pytest.fixture
def stand_in_marking(monkeypatch: pytest.MonkeyPatch) -> None:
    from conftest import ready

    monkeypatch.setattr(actions, "make", ready)


def test_her_yes_is_earned_money_to_the_cent(target: Target, frame: Frame) -> None:
    actions.approve(by=target.people.model.user, frame=frame)
    gross = Money(target.licence.terms["rate_minor"], "EUR")
    statement = books.statement(target.people.model, "EUR")
    assert statement.gross == gross
    assert statement.net + sum((share.amount for share in statement.commissions), Money(0, "EUR")) == gross
    assert statement.net.amount * 100 >= gross.amount * 80
    assert {share.party for share in statement.commissions} == {"agent", "platform"}
    assert check() == (1, [])
    assert books.trial_balance() == {"EUR": 0}


def test_a_picture_is_decided_and_earns_once(target: Target, frame: Frame) -> None:
    actions.approve(by=target.people.model.user, frame=frame)
    with pytest.raises(Conflict):
        actions.approve(by=target.people.model.user, frame=frame)
    with pytest.raises(Conflict):
        actions.reject(by=target.people.model.user, frame=frame, reason="taste")
    assert Posting.objects.count() == 1


def test_a_rejection_names_its_reason_and_owes_nothing(target: Target, frame: Frame) -> None:
    with pytest.raises(BadInput):
        actions.reject(by=target.people.model.user, frame=frame, reason="because")
    actions.reject(by=target.people.model.user, frame=frame, reason="garment", comment="The collar is wrong.")
    assert Review.objects.get(frame=frame).reason == "garment"
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("who", ["agent", "brand", "other", "operator"])
def test_only_she_approves(who: str, target: Target, frame: Frame) -> None:
    with pytest.raises(NotAllowed):
        actions.approve(by=getattr(target.people, who), frame=frame)


@pytest.mark.usefixtures("stand_in_marking")
def test_only_an_approved_picture_is_delivered_and_only_for_a_place(target: Target, frame: Frame) -> None:
    brand = target.people.brand
    with pytest.raises(NotAllowed) as refused:
        actions.deliver(by=brand, frame=frame, profile="eu-web")
    assert refused.value.code == "not_approved"
    actions.approve(by=target.people.model.user, frame=frame)
    with pytest.raises(Refused) as no_place:
        actions.deliver(by=brand, frame=frame, profile="")
    assert no_place.value.code == "no_profile"
    with pytest.raises(NotAllowed) as outside:  # paid advertising is not in the licence
        actions.deliver(by=brand, frame=frame, profile="eu-ad")
    assert outside.value.code == "wrong_channel"
    delivery = actions.deliver(by=brand, frame=frame, profile="eu-web")
    assert delivery.credential.label
    assert actions.deliver(by=brand, frame=frame, profile="eu-web") == delivery
    assert actions.download(by=brand, delivery=delivery)
    assert Delivery.objects.get().downloads == 1


@pytest.mark.usefixtures("stand_in_marking")
def test_another_brand_gets_nothing(target: Target, frame: Frame) -> None:
    actions.approve(by=target.people.model.user, frame=frame)
    delivery = actions.deliver(by=target.people.brand, frame=frame, profile="eu-web")
    for attempt in (
        lambda: actions.deliver(by=target.people.other, frame=frame, profile="eu-web"),
        lambda: actions.download(by=target.people.other, delivery=delivery),
    ):
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.usefixtures("stand_in_marking")
def test_after_a_withdrawal_files_are_closed_tasks_are_dated_and_money_stands(
    target: Target, frame: Frame
) -> None:
    model, brand = target.people.model, target.people.brand
    actions.approve(by=model.user, frame=frame)
    delivery = actions.deliver(by=brand, frame=frame, profile="eu-web")
    today = clock.now().date()
    actions.note_placement(
        by=brand, delivery=delivery, url="https://shop.example/1", channel="paid_ads", since=today
    )
    earned = books.statement(model, "EUR").net
    withdraw_licence(by=model.user, licence=target.licence)
    with pytest.raises(NotAllowed) as refused:
        actions.download(by=brand, delivery=delivery)
    assert refused.value.code == "withdrawn"
    hours = sorted(
        round((task.due_at - task.opened_at) / timedelta(hours=1)) for task in target.licence.tasks.all()
    )
    assert hours == [24, 48, 168]  # the advertisement, the acknowledgement, the file
    assert books.statement(model, "EUR").net == earned


def test_a_placement_needs_an_address_a_channel_and_a_past_day(target: Target, frame: Frame) -> None:
    delivery = Delivery(frame=frame, profile="eu-web")
    delivery.credential = frame.credentials.get()
    delivery.made_by = target.people.brand
    delivery.save()
    good = {"url": "https://a.example/", "channel": "own_web", "since": clock.now().date()}
    for bad in (
        {"url": "javascript:alert(1)"},
        {"url": "file:///etc/passwd"},
        {"channel": "smoke signals"},
        {"since": clock.now().date() + timedelta(days=2)},
    ):
        with pytest.raises(BadInput):
            actions.note_placement(by=target.people.brand, delivery=delivery, **{**good, **bad})


def test_a_payout_pays_everybody_exactly_what_is_owed_and_only_once(target: Target, frame: Frame) -> None:
    operator, brand = target.people.operator, target.people.brand.brand
    assert brand is not None
    actions.approve(by=target.people.model.user, frame=frame)
    owed = books.owed_by(brand, "EUR")
    receive_payment(by=operator, brand=brand, amount=owed, reference="bank-1")
    run = paid_out(operator, target.people.second_operator)
    assert run.total_minor + -standing("platform_revenue", "EUR").amount == owed.amount
    assert "pain.001" in run.file
    assert books.owed_by(brand, "EUR") == Money(0, "EUR")
    with pytest.raises(Refused) as refused:
        plan(by=operator, currency="EUR")
    assert refused.value.code == "nothing_owed"
    assert check()[1] == []


def test_only_the_operator_moves_money(target: Target, frame: Frame) -> None:
    for who in (target.people.model.user, target.people.agent, target.people.brand):
        with pytest.raises(NotAllowed):
            plan(by=who, currency="EUR")
