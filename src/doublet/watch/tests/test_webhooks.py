"""Messages to a brand's server: signed as the specification has it, tried again up the ladder, then a person's case."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from doublet.kernel import clock, outbound
from doublet.kernel.refusals import BadInput, NotAllowed, Refused
from doublet.licences.actions import pause_licence, withdraw_licence
from doublet.testing import signed_in
from doublet.watch.models import Case, Endpoint, Message
from doublet.watch.rules import LADDER
from doublet.watch.webhooks import endpoints, messages, signing


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What reached the brand's server; it answers 200 until told otherwise."""
    seen: list[dict[str, Any]] = []

    def ask(address: str, **told: Any) -> outbound.Reply:
        seen.append({"address": address, **told})
        return outbound.Reply(200, {}, b"")

    monkeypatch.setattr(outbound, "resolve", lambda *_: "93.184.215.14")
    monkeypatch.setattr(outbound, "ask", ask)
    return seen


@pytest.fixture
def endpoint(target: Any, asked: list[Any]) -> tuple[Endpoint, str]:
    return endpoints.register_endpoint(
        by=target.people.brand, brand=target.licence.brand, url="https://hooks.example/doublet"
    )


def test_the_signature_is_that_of_the_specification() -> None:
    """The example of the Standard Webhooks specification's own libraries."""
    made = signing.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_withdrawal_is_told_at_once_and_signed(target: Any, endpoint: Any, asked: list[Any]) -> None:
    row, secret = endpoint
    withdraw_licence(by=target.people.model.user, licence=target.licence)
    assert messages.send_next()
    assert not messages.send_next()
    sent = asked[0]
    body = json.loads(sent["body"])
    assert body["type"] == "licence.withdrawn"
    assert body["data"]["licence"] == target.licence.pk
    assert "reason" not in sent["body"].decode()
    headers = sent["headers"]
    assert headers["webhook-signature"] == signing.signature(
        secret, headers["webhook-id"], int(headers["webhook-timestamp"]), sent["body"]
    )
    assert sent["schemes"] == ("https",)
    assert secret.encode() not in bytes(row.secret)


def test_a_server_that_fails_is_tried_up_the_ladder_then_a_person_looks(
    target: Any, endpoint: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = []

    def broken(_address: str, **told: Any) -> outbound.Reply:
        ids.append(told["headers"]["webhook-id"])
        return outbound.Reply(503, {}, b"")

    monkeypatch.setattr(outbound, "ask", broken)
    pause_licence(by=target.people.model.user, licence=target.licence)
    for wait in LADDER:
        assert messages.send_next()
        message = Message.objects.get()
        left = (message.next_at - clock.now()).total_seconds()
        assert wait - 5 <= left <= wait
        assert not messages.send_next() or wait < 5
        Message.objects.update(next_at=clock.now() - timedelta(seconds=1))
    while messages.send_next():
        Message.objects.update(next_at=clock.now() - timedelta(seconds=1))
    message = Message.objects.get()
    assert message.given_up_at
    assert len(message.tries) == len(LADDER) + 1
    assert len(set(ids)) == 1, "the id is the same at every try"
    assert Case.objects.get(kind="webhook").subject == message.endpoint_id


@pytest.mark.parametrize(
    "url", ["http://hooks.example/", "https://u:p@hooks.example/", "https://x.example:8443/"]
)
def test_an_address_that_may_not_be_asked(target: Any, asked: list[Any], url: str) -> None:
    with pytest.raises(BadInput):
        endpoints.register_endpoint(by=target.people.brand, brand=target.licence.brand, url=url)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]"])
def test_no_address_of_the_operators_own_network(target: Any, host: str) -> None:
    with pytest.raises(Refused) as refused:
        endpoints.register_endpoint(
            by=target.people.brand, brand=target.licence.brand, url=f"https://{host}/"
        )
    assert refused.value.code == "private_address"


def test_the_page_shows_the_secret_once(target: Any, asked: list[Any]) -> None:
    team = signed_in(Client(), target.people.brand)
    made = team.post("/webhooks/", {"url": "https://hooks.example/doublet"}).content.decode()
    assert signing.PREFIX in made
    assert signing.PREFIX not in team.get("/webhooks/").content.decode()
    row = Endpoint.objects.get()
    assert team.post(f"/webhooks/{row.pk}/test").status_code == 302
    assert messages.send_next()
    assert b"Delivered" in team.get("/webhooks/").content
    other = signed_in(Client(), target.people.other)
    assert other.post(f"/webhooks/{row.pk}/off").status_code == 404
    with pytest.raises(NotAllowed):
        endpoints.turn_off(by=target.people.other, endpoint=row)
    assert team.post(f"/webhooks/{row.pk}/off").status_code == 302
    withdraw_licence(by=target.people.model.user, licence=target.licence)
    assert not messages.send_next()
