"""Verify, the public register and the self-test, for people without an account."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from doublet.kernel.home import home
from doublet.licences.actions import withdraw_licence
from doublet.provenance import limits
from doublet.provenance.queries import file_of
from doublet.story.target import Target
from doublet.studio.models import Frame
from tests.house import House, furnish

VERIFY = "/verify"


@pytest.fixture
def house(target: Target, frame: Frame, monkeypatch: pytest.MonkeyPatch) -> House:
    return furnish(target, frame, monkeypatch)


def upload(client: Client, data: bytes) -> Any:
    return client.post(VERIFY, {"picture": SimpleUploadedFile("my holiday.jpg", data)}, follow=True)


def stranger() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((160, 160), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def files() -> set[Path]:
    """What lies in the house, apart from keys, which are made when they are first needed."""
    return {path for path in home().rglob("*") if path.is_file() and home() / "keys" not in path.parents}


@pytest.mark.django_db
def test_an_unknown_picture_is_not_called_fake_and_is_not_kept(client: Client) -> None:
    before = files()
    page = upload(client, stranger()).content.decode()
    assert page.count('<p class="short">Cannot be told') == 4
    assert "Unknown is not fake" in page
    assert files() == before


def test_a_known_picture_leads_to_its_record_and_a_withdrawal_shows_at_once(
    house: House, client: Client
) -> None:
    known = house.delivery.credential
    file = file_of(known)
    known.sha256 = hashlib.sha256(file).hexdigest()
    known.save()
    page = upload(client, file).content.decode()
    record = reverse("provenance:record", args=[known.pk])
    assert record in page
    assert "The licence stands today" in page
    assert "Permitted" in client.get(record).content.decode()
    withdraw_licence(by=house.target.people.model.user, licence=house.target.licence)
    assert "<h1>Permission withdrawn</h1>" in client.get(record).content.decode()
    told = client.get(f"{record}.json")
    assert told.json()["permitted_today"] is False
    assert told.json()["withdrawn_on"]
    assert told["Cache-Control"] == "public, max-age=30"
    assert told["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get(record)


def test_the_record_names_no_person(house: House, client: Client) -> None:
    record = reverse("provenance:record", args=[house.delivery.credential_id])
    model = house.target.people.model
    shown = client.get(record).content.decode() + json.dumps(client.get(f"{record}.json").json())
    for secret in (model.legal_name, model.public_name, model.pk, model.user.email):
        assert secret not in shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data", [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a"]
)
def test_what_is_no_picture_gets_a_plain_answer(client: Client, data: bytes) -> None:
    answer = upload(client, data)
    assert answer.status_code == 400
    assert b'class="errors"' in answer.content


@pytest.mark.django_db
def test_an_address_that_asks_too_often_is_told_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST", 1)
    assert upload(client, b"x").status_code == 400
    answer = upload(client, b"x")
    assert answer.status_code == 429
    assert b"Wait ten minutes" in answer.content


@pytest.mark.django_db
def test_a_record_is_looked_up_by_its_id(client: Client) -> None:
    look = reverse("provenance:status")
    assert client.get(look).status_code == 200
    assert client.get(look, {"id": "crd_<script>"}).status_code == 400
    assert client.get(look, {"id": "crd_" + "0" * 20}).status_code == 404
    assert client.get("/c/crd_none").status_code == 404
