"""Paying out through the payment service: its library, against a local server that speaks its protocol."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from doublet.engines.payout import stripe_connect
from doublet.engines.payout.tests.stripe_server import KEY, SECRET, Stripe, message, served, signature
from doublet.kernel.money import Money
from doublet.kernel.refusals import Conflict, NotAllowed, Unavailable
from doublet.ledger import book, checking
from doublet.ledger.brand_money import receive_payment
from doublet.ledger.models import PayeeChoice, Payout, PayoutItem, Posting
from doublet.ledger.payouts import approving, planning, sending, service, settling
from doublet.ledger.queries import owed_by
from doublet.publishing.actions import approve
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.testing import signed_in

pytest.importorskip("stripe", reason="the optional extra `stripe` is not installed")


@pytest.fixture
def stripe(settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stripe]:
    monkeypatch.setattr(stripe_connect, "RETRIES", 0)
    with served() as server:
        settings.STRIPE_URL = server.url  # type: ignore[attr-defined]
        settings.STRIPE_PAYOUT_KEY = KEY  # type: ignore[attr-defined]
        settings.STRIPE_PAYOUT_WEBHOOK_SECRET = SECRET  # type: ignore[attr-defined]
        yield server


@pytest.fixture
def approved(target: Target, frame: Frame, stripe: Stripe) -> Payout:
    """A run to the model's account at the service, approved and not sent; her agency has no account there."""
    approve(by=target.people.model.user, frame=frame)
    brand, operator = target.licence.brand, target.people.operator
    receive_payment(by=operator, brand=brand, amount=owed_by(brand, "EUR"), reference="bank-1")
    service.begin(by=target.people.model.user)
    choice = PayeeChoice.objects.get()
    stripe.ready(choice.stripe_account)
    service.look_at(choice)
    run = planning.plan(by=operator, currency="EUR", way="stripe")
    return approving.approve(by=target.people.second_operator, payout=run)


def the_item(run: Payout) -> PayoutItem:
    return run.items.get()


def heard(kind: str, item: PayoutItem, event: str = "evt_1") -> None:
    body = message(kind, {"id": item.outside}, event=event)
    service.hear(body=body, signature=signature(body))


def test_only_who_has_an_account_there_is_in_the_run(approved: Payout, target: Target) -> None:
    assert the_item(approved).destination == "acct_1"
    assert [(name, code) for name, _, code, _ in approved.left_out] == [
        (target.people.agency.name, "no_service_account")
    ]


def test_it_is_sent_once_and_booked_when_the_service_says_so(approved: Payout, stripe: Stripe) -> None:
    sending.send(payout=approved)
    sending.send(payout=approved)
    sending.carry_on()
    item = the_item(approved)
    assert (item.status, item.outside) == ("sent", "tr_1")
    assert stripe.transfers["tr_1"]["amount"] == item.net_minor
    heard("transfer.created", item)
    heard("transfer.created", item)
    item.refresh_from_db()
    approved.refresh_from_db()
    assert (item.status, approved.status) == ("booked", "done")
    assert Posting.objects.filter(kind="payout_booked").count() == 1
    assert checking.check()[1] == []


@pytest.mark.parametrize("wrong", [[0, -1], [0, 500], [429], [0, 429]])
def test_an_outage_in_the_middle_pays_once(approved: Payout, stripe: Stripe, wrong: list[int]) -> None:
    stripe.fail = list(wrong)
    with pytest.raises(Unavailable):
        sending.send(payout=approved)
    assert the_item(approved).status == "planned"
    assert sending.carry_on() == 1
    assert the_item(approved).status == "sent"
    assert len(stripe.transfers) == 1


def test_killed_after_the_service_took_it_and_before_we_wrote_it_down(
    approved: Payout, stripe: Stripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sending, "_note_sent", killed)
    with pytest.raises(KeyboardInterrupt):
        sending.send(payout=approved)
    monkeypatch.undo()
    monkeypatch.setattr(stripe_connect, "RETRIES", 0)
    stripe.keys.clear()  # as after a day, when the service has forgotten its keys
    sending.carry_on()
    assert len(stripe.transfers) == 1
    assert the_item(approved).outside == "tr_1"


def test_a_lost_message_is_made_up_for_and_a_late_one_changes_nothing(
    approved: Payout, stripe: Stripe
) -> None:
    sending.send(payout=approved)
    assert service.poll() == 1
    item = the_item(approved)
    assert item.status == "booked"
    heard("transfer.created", item, "evt_late")
    assert service.poll() == 0
    assert Posting.objects.filter(kind="payout_booked").count() == 1


def test_a_transfer_that_was_taken_back_is_hers_again_once(approved: Payout, stripe: Stripe) -> None:
    sending.send(payout=approved)
    item = the_item(approved)
    stripe.reverse(item.outside)
    for event in ("evt_1", "evt_1", "evt_2"):
        heard("transfer.reversed", item, event)
    item.refresh_from_db()
    assert item.status == "returned"
    assert -book.standing(item.account, "EUR") == Money(item.gross_minor, "EUR")
    assert Posting.objects.filter(kind="payout_returned").count() == 1
    assert checking.check()[1] == []


def test_a_part_taken_back_waits_for_a_person(approved: Payout, stripe: Stripe) -> None:
    sending.send(payout=approved)
    stripe.reverse("tr_1", 1)
    assert service.poll() == 0
    assert "a person has to look" in the_item(approved).problem


def test_what_the_service_refuses_is_said_and_can_be_tried_again(
    approved: Payout, stripe: Stripe, target: Target
) -> None:
    account = stripe.accounts.pop("acct_1")
    sending.send(payout=approved)
    item = the_item(approved)
    assert (item.status, "Stripe refused" in item.problem) == ("planned", True)
    assert sending.carry_on() == 1, "it is not tried by itself"
    assert len(stripe.transfers) == 0
    stripe.accounts["acct_1"] = account
    stripe.keys.clear()
    sending.try_again(by=target.people.operator, item=item)
    sending.send(payout=approved)
    assert the_item(approved).status == "sent"


def test_what_the_service_has_cannot_be_cancelled_here(approved: Payout, target: Target) -> None:
    operator = target.people.operator
    with pytest.raises(Conflict) as refused:
        approving.cancel(by=operator, payout=approved, reason="a mistake")
    assert refused.value.code == "already_paid", "it may be on its way at this very moment"
    sending.send(payout=approved)
    with pytest.raises(Conflict) as returned:
        settling.return_item(by=operator, item=the_item(approved), reason="it came back", bounced=False)
    assert returned.value.code == "at_the_service"


def test_her_bank_refuses_and_the_next_run_leaves_her_out(
    approved: Payout, stripe: Stripe, target: Target
) -> None:
    sending.send(payout=approved)
    body = message("payout.failed", {"id": "po_1"}, account="acct_1")
    service.hear(body=body, signature=signature(body))
    assert "could not pay on" in the_item(approved).problem
    assert not PayeeChoice.objects.get().stripe_ready


def test_messages_come_in_by_the_door_with_a_signature_only(approved: Payout, client: Client) -> None:
    sending.send(payout=approved)
    body = message("transfer.created", {"id": "tr_1"})
    page = reverse("payouts:message")
    assert client.post(page, body, content_type="application/json").status_code == 403
    forged = {"Stripe-Signature": signature(body, secret="mine")}
    assert client.post(page, body, content_type="application/json", headers=forged).status_code == 403
    assert the_item(approved).status == "sent"
    true = {"Stripe-Signature": signature(body)}
    assert client.post(page, body, content_type="application/json", headers=true).status_code == 204
    assert the_item(approved).status == "booked"


def test_opening_an_account_is_for_those_who_are_paid(stripe: Stripe, target: Target, client: Client) -> None:
    with pytest.raises(NotAllowed):
        service.begin(by=target.people.brand)
    signed_in(client, target.people.model.user)
    assert "Open an account at Stripe" in client.get(reverse("payouts:way")).content.decode()
    for _ in range(2):
        assert 'href="https://connect.stripe.com/' in client.post(reverse("payouts:begin")).content.decode()
    assert len(stripe.accounts) == 1
    client.get(reverse("payouts:back"))
    assert not PayeeChoice.objects.get().stripe_ready
    stripe.ready("acct_1")
    client.get(reverse("payouts:back"))
    assert PayeeChoice.objects.get().stripe_ready
