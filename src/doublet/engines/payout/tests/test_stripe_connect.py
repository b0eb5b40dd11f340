"""Stripe's own library against a local server that speaks the documented protocol."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from doublet.engines.payout import stripe_connect
from doublet.engines.payout.stripe_connect import Connect
from doublet.engines.payout.tests.stripe_server import KEY, SECRET, Stripe, message, served, signature
from doublet.kernel.money import Money
from doublet.kernel.refusals import NotAllowed, Refused, Unavailable

library = pytest.importorskip("stripe", reason="the optional extra `stripe` is not installed")
FEE = Money(64_00, "EUR")


@pytest.fixture
def stripe(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stripe]:
    monkeypatch.setattr(stripe_connect, "RETRIES", 0)
    monkeypatch.setattr(library, "enable_telemetry", False)
    with served() as server:
        yield server


@pytest.fixture
def connect(stripe: Stripe) -> Connect:
    return Connect(KEY, stripe.url, SECRET)


@pytest.fixture
def account(stripe: Stripe, connect: Connect) -> str:
    pk = connect.open_account("mdl_1", "US-NY")
    stripe.ready(pk)
    return pk


def test_a_payee_opens_an_account_once_and_goes_on_at_stripe(stripe: Stripe, connect: Connect) -> None:
    pk = connect.open_account("mdl_1", "US-NY")
    assert connect.open_account("mdl_1", "US-NY") == pk
    assert stripe.accounts[pk]["country"] == "US"
    assert connect.onboarding(pk, "https://house.example/back").startswith("https://connect.stripe.com/")
    assert not connect.is_ready(pk)
    stripe.ready(pk)
    assert connect.is_ready(pk)


def test_a_transfer_is_made_once_however_often_it_is_asked_for(
    stripe: Stripe, connect: Connect, account: str
) -> None:
    first = connect.send("PIT-1", FEE, account)
    assert connect.send("PIT-1", FEE, account) == first
    assert connect.send("PIT-2", FEE, account) != first
    assert [row["amount"] for row in stripe.transfers.values()] == [64_00, 64_00]
    told = connect.transfer(first)
    assert (told.amount, told.reversed, told.reference) == (FEE, Money(0, "EUR"), "PIT-1")


@pytest.mark.parametrize("when", [-1, 500, 503, 429])
def test_an_answer_that_never_came_pays_once(
    stripe: Stripe, connect: Connect, account: str, when: int
) -> None:
    stripe.fail = [0, when]  # looking for it goes well, making it does not
    with pytest.raises(Unavailable) as refused:
        connect.send("PIT-1", FEE, account)
    assert refused.value.code == "service_unreachable"
    connect.send("PIT-1", FEE, account)
    assert len(stripe.transfers) == 1


def test_the_idempotency_key_alone_pays_once_too(
    stripe: Stripe, connect: Connect, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = connect.send("PIT-1", FEE, account)
    monkeypatch.setattr(Connect, "transfers", lambda _self, _reference: [])
    assert connect.send("PIT-1", FEE, account) == first
    with pytest.raises(Refused) as refused:
        connect.send("PIT-1", Money(1, "EUR"), account)
    assert refused.value.code == "service_refused"
    assert len(stripe.transfers) == 1


def test_another_amount_under_the_same_reference_is_no_success(connect: Connect, account: str) -> None:
    connect.send("PIT-1", FEE, account)
    with pytest.raises(Refused) as refused:
        connect.send("PIT-1", Money(1, "EUR"), account)
    assert "another transfer" in refused.value.reason


def test_what_stripe_refuses_is_told_in_its_words(connect: Connect) -> None:
    with pytest.raises(Refused) as refused:
        connect.send("PIT-1", FEE, "acct_nobody")
    assert refused.value.code == "service_refused"


def test_a_wrong_key_and_no_key(stripe: Stripe) -> None:
    with pytest.raises(Refused) as wrong:
        Connect("sk_test_wrong", stripe.url).transfers("PIT-1")
    assert "sk_test_wrong" not in wrong.value.reason
    with pytest.raises(Unavailable) as none:
        Connect("", stripe.url).transfers("PIT-1")
    assert none.value.code == "stripe_not_set_up"


def test_a_message_counts_only_with_a_fresh_signature(connect: Connect) -> None:
    body = message("transfer.reversed", {"id": "tr_1"})
    told = connect.read_message(body, signature(body))
    assert (told.kind, told.about) == ("transfer.reversed", "tr_1")
    updated = message("account.updated", {"id": "acct_1"})
    assert connect.read_message(updated, signature(updated)).account == "acct_1"
    for wrong in (
        "",
        "t=1",
        signature(body + b" "),
        signature(body, secret="other"),
        signature(body, at=time.time() - 301),
    ):
        with pytest.raises(NotAllowed) as refused:
            connect.read_message(body, wrong)
        assert refused.value.code == "message_forged"
    for odd in (b"[]", b"{}", b"\xff", b"{"):
        with pytest.raises(NotAllowed):
            connect.read_message(odd, signature(odd))
    with pytest.raises(NotAllowed):
        Connect(KEY, connect.url).read_message(body, signature(body))
