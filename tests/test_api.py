"""The API in stories: what a token may, what no token may, and how errors speak."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from ninja import Schema
from PIL import Image

from doublet.api.main import api
from doublet.api.problems import MAX_BODY
from doublet.kernel import clock
from doublet.kernel.models import AuditEvent, Tally
from doublet.licences.models import Licence
from doublet.people.actions import make_token, revoke_token
from doublet.people.models import User
from doublet.provenance import limits
from doublet.story.target import Target
from doublet.studio.models import Frame, Shot
from tests.house import House, furnish

API = "/api/v1"


@pytest.fixture
def house(target: Target, frame: Frame, monkeypatch: pytest.MonkeyPatch) -> House:
    return furnish(target, frame, monkeypatch)


def token_of(user: User, *scopes: str) -> dict[str, str]:
    _, secret = make_token(by=user, label="machine", scopes=list(scopes), days=1)
    return {"Authorization": f"Bearer {secret}"}


def post(client: Client, path: str, headers: dict[str, str], **body: Any) -> Any:
    return client.post(API + path, body, content_type="application/json", headers=headers)


@pytest.mark.parametrize("what", ["consents/{consent}", "offers/{offer}"])
@pytest.mark.parametrize("role", ["model", "agent", "operator"])
def test_no_token_signs_and_the_attempt_is_remembered(
    house: House, client: Client, what: str, role: str
) -> None:
    path = f"/{what.format(**house.ids())}/signature"
    answer = post(client, path, house.headers(role))
    assert answer.status_code == 403
    assert answer.json()["code"] == "token_cannot_sign"
    assert answer.json()["rule"] == "FWA-05"
    last = AuditEvent.objects.order_by("-seq")[0]
    assert (last.kind, last.actor) == ("refused", house.users[role].pk)
    assert last.data["code"] == "token_cannot_sign"
    assert Licence.objects.count() == 1


def test_a_token_does_only_what_it_was_made_for(target: Target, client: Client) -> None:
    reading = token_of(target.people.brand, "read")
    shot = {"garment": target.garment.pk, "background": "studio_white"}
    path = f"/licences/{target.licence.pk}/shots"
    refused = post(client, path, reading, shots=[shot])
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert client.get(API + path, headers=reading).json()["total"] == 1
    made = post(client, path, token_of(target.people.brand, "studio"), shots=[shot])
    assert made.status_code == 201
    assert made.json()["items"][0]["status"] == "queued"
    assert Shot.objects.count() == 2


def test_the_gate_stands_behind_the_api_too(target: Target, client: Client) -> None:
    shot = {"garment": target.garment.pk, "background": "teal_gradient"}
    answer = post(
        client, f"/licences/{target.licence.pk}/shots", token_of(target.people.brand, "studio"), shots=[shot]
    )
    assert answer.status_code == 403
    assert Shot.objects.count() == 1
    assert AuditEvent.objects.filter(kind="refused", data__code=answer.json()["code"]).exists()


def test_a_revoked_a_dead_and_a_made_up_token_are_nobody(target: Target, client: Client) -> None:
    token, secret = make_token(by=target.people.brand, label="machine", scopes=["read"], days=1)
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get(f"{API}/account", headers=headers).json()["role"] == "brand"
    revoke_token(by=target.people.brand, token=token)
    other, dead = make_token(by=target.people.brand, label="old", scopes=["read"], days=1)
    other.expires_at = clock.now() - timedelta(seconds=1)
    other.save()
    for key in (secret, dead, "dbl_made-up", ""):
        answer = client.get(f"{API}/account", headers={"Authorization": f"Bearer {key}"})
        assert (answer.status_code, answer.json()["code"]) == (401, "token_needed")
        assert answer["WWW-Authenticate"] == "Bearer"


def test_a_session_of_the_site_is_nobody_here(target: Target, client: Client) -> None:
    client.force_login(target.people.brand)
    assert client.get(f"{API}/account").status_code == 401


def test_a_brief_from_quote_to_offer_and_a_counter(target: Target, client: Client) -> None:
    brand, agent = token_of(target.people.brand, "offers", "read"), token_of(target.people.agent, "offers")
    wish = _wish(target)
    quoted = post(client, "/quotes", brand, **wish).json()
    assert quoted["breaches"] == []
    assert sum(line["amount_minor"] for line in quoted["quote"]["lines"]) == quoted["quote"]["gross_minor"]
    brief = post(client, "/briefs", brand, title="Winter", **wish).json()
    assert brief["terms"]["rate_minor"] == quoted["quote"]["per_picture_minor"]
    offer = post(client, f"/briefs/{brief['id']}/offer", brand, note="Hello").json()
    assert (offer["status"], offer["versions"][0]["accepted_by_brand"]) == ("open", True)
    rate = brief["terms"]["rate_minor"] + 500
    countered = post(client, f"/offers/{offer['id']}/counters", agent, rate_minor=rate).json()
    assert countered["versions"][1]["changes"] == [["rate_minor", brief["terms"]["rate_minor"], rate]]
    stale = post(client, f"/offers/{offer['id']}/acceptance", brand, version=1)
    assert (stale.status_code, stale.json()["code"]) == (409, "newer_version")
    agreed = post(client, f"/offers/{offer['id']}/acceptance", brand, version=2)
    assert agreed.json()["status"] == "agreed"


def test_a_brief_over_a_boundary_is_refused_with_its_name(target: Target, client: Client) -> None:
    brand = token_of(target.people.brand, "offers")
    answer = post(client, "/briefs", brand, title="Winter", **{**_wish(target), "purpose": "ooh"})
    assert (answer.status_code, answer.json()["code"]) == (422, "boundary")
    assert "posters and screens outside" in answer.json()["reason"]
    seen = post(client, "/quotes", brand, **{**_wish(target), "purpose": "ooh"}).json()
    assert [breach["boundary"] for breach in seen["breaches"]] == ["Purposes: posters and screens outside"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"pictures": 0},
        {"pictures": 10**30},
        {"pictures": -1},
        {"pictures": "many"},
        {"starts": "9999-99-99"},
        {"ends": "0001-01-01"},
        {"garments": []},
        {"garments": ["' OR 1=1 --"]},
        {"description": "a\u0000b"},
        {"channels": ["x" * 41]},
    ],
)
def test_numbers_and_words_without_bound_are_refused(
    target: Target, client: Client, wrong: dict[str, Any]
) -> None:
    answer = post(
        client, "/briefs", token_of(target.people.brand, "offers"), title="Winter", **_wish(target) | wrong
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert next(iter(wrong)) in answer.json()["reason"]


def test_every_kind_of_error_speaks_the_same_way(target: Target, client: Client) -> None:
    headers = token_of(target.people.brand, "read", "offers")
    broken = client.post(f"{API}/briefs", "{", content_type="application/json", headers=headers)
    lone = client.post(
        f"{API}/briefs", '{"title": "\\ud800"}', content_type="application/json", headers=headers
    )
    nothing = client.get(f"{API}/nothing", headers=headers)
    method = client.put(f"{API}/briefs", headers=headers)
    large = client.post(f"{API}/verify", "x", content_type="image/jpeg", CONTENT_LENGTH=MAX_BODY + 1)
    long = client.post(f"{API}/briefs", "[" * (6 * 2**20), content_type="application/json", headers=headers)
    wanted = [(broken, 400), (lone, 422), (nothing, 404), (method, 405), (large, 413), (long, 413)]
    for answer, status in wanted:
        assert answer.status_code == status
        assert set(answer.json()) == {"code", "reason", "rule", "hint"}
    assert set(method["Allow"].split(", ")) == {"GET", "POST"}


def test_anybody_verifies_but_not_for_ever(
    target: Target, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST", 2)
    out = io.BytesIO()
    Image.effect_noise((160, 160), 60).convert("RGB").save(out, "JPEG")
    for expected in (200, 200, 429):
        answer = client.post(f"{API}/verify", {"picture": SimpleUploadedFile("x.jpg", out.getvalue())})
        assert answer.status_code == expected
    assert answer.json()["code"] == "too_often"
    Tally.objects.all().delete()
    told = client.post(f"{API}/verify", {"picture": SimpleUploadedFile("x.jpg", out.getvalue())}).json()
    assert told["verified"] is False
    assert {told[name]["state"] for name in ("ai", "permitted_by", "permitted_today", "changed")} == {
        "unknown"
    }


def test_a_public_record_names_no_person(house: House, client: Client) -> None:
    model = house.target.people.model
    told = client.get(f"{API}/records/{house.delivery.credential_id}")
    assert told.json()["permitted_today"] is True
    assert told.json()["licence"] == house.target.licence.pk
    for secret in (model.legal_name, model.public_name, model.pk, model.user.email, model.user.pk):
        assert secret not in json.dumps(told.json())


def _wish(target: Target) -> dict[str, Any]:
    today = clock.now().date()
    return {
        "model": target.people.model.pk,
        "garments": [target.garment.pk],
        "backgrounds": ["studio_white"],
        "pictures": 2,
        "purpose": "ecommerce",
        "channels": ["own_web"],
        "territories": ["EU"],
        "starts": today.isoformat(),
        "ends": (today + timedelta(days=60)).isoformat(),
        "description": "Product pictures of the winter collection for the product pages of our own web shop in Europe.",
    }


def test_no_two_shapes_share_a_name() -> None:
    """The document keeps one shape a name: the second would silently replace the first."""

    def below(shape: type) -> Iterator[type]:
        for each in shape.__subclasses__():
            yield each
            yield from below(each)

    assert api.get_openapi_schema()  # every part of it is loaded now
    names = Counter(
        shape.__name__
        for shape in below(Schema)
        if shape.__module__.startswith("doublet.api") and "[" not in shape.__name__
    )
    assert [name for name, count in names.items() if count > 1] == []
