"""Verify as people meet it: a link that is asked anew, seven languages, a pasted address, foreign signed files."""

from __future__ import annotations

import hashlib
import io

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from doublet.engines.fingerprint import queries
from doublet.kernel.refusals import BadInput, NotThere
from doublet.licences.actions import withdraw_licence
from doublet.provenance import register
from doublet.provenance.answers import pack, reopen
from doublet.provenance.models import Credential
from doublet.provenance.queries import file_of
from doublet.provenance.tests.web import Web, said
from doublet.provenance.tests.web import web as web
from doublet.provenance.verify import verify
from doublet.publishing.actions import approve
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.testing import shared_photos

VERIFY = "/verify"


def noise() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((160, 160), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def known(target: Target, frame: Frame) -> Credential:
    credential = Credential.objects.get(frame=frame)
    credential.sha256 = hashlib.sha256(file_of(credential)).hexdigest()
    credential.save()
    approve(by=target.people.model.user, frame=frame)
    return credential


def test_a_link_says_what_was_seen_and_what_is_permitted_now(
    target: Target, known: Credential, client: Client
) -> None:
    then = verify(file_of(known))
    assert then.verified
    where = reverse("provenance:result", args=[pack(then)])
    page = client.get(where)
    assert "The licence stands today" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    withdraw_licence(by=target.people.model.user, licence=target.licence)
    again = client.get(where, headers={"accept-language": "de-AT,de;q=0.9"})
    text = again.content.decode()
    assert '<html lang="de"' in text
    assert "Die Erlaubnis wurde am" in text
    assert "Jedes Byte ist so" in text
    assert then.sha256 in text
    assert again["Content-Language"] == "de"
    assert "Accept-Language" in again["Vary"]
    assert not reopen(pack(then)).verified
    assert len(where) < 2_000


def test_a_link_that_somebody_wrote_himself_is_none(known: Credential, client: Client) -> None:
    token = pack(verify(file_of(known)))
    head, body, seal = token.split(".")
    for forged in ("x", f"{head}.{body}.", f"{head}.{body[:-4]}AAAA.{seal}", token[:-6] + "AAAAAA"):
        with pytest.raises(NotThere):
            reopen(forged)
        assert client.get(f"/verify/r/{forged}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["en", "fr", "es", "it", "pt", "de", "zh"])
def test_the_pages_speak_seven_languages(client: Client, code: str) -> None:
    page = client.get(VERIFY, {"lang": code}, headers={"accept-language": "en"}).content.decode()
    assert f'<html lang="{code}' in page
    assert f"/verify?lang={code}" in page
    wrong = client.post(f"{VERIFY}?lang={code}", {"address": "http://127.0.0.1/"})
    assert wrong.status_code == 400
    assert (b"public server" in wrong.content) == (code == "en")
    empty = client.post(f"{VERIFY}?lang={code}", {"address": ""})
    assert (b"This field is required" in empty.content, empty.status_code) == (False, 400)


@pytest.mark.django_db
def test_a_pasted_address_is_looked_at(web: Web, client: Client) -> None:
    web.pages["/a.jpg"] = said(noise())
    web.pages["/page"] = said(b"<!doctype html><p>hello")
    page = client.post(VERIFY, {"address": "http://pictures.example/a.jpg"}, follow=True)
    assert page.redirect_chain
    assert "Unknown is not fake" in page.content.decode()
    assert b"address of a page" in client.post(VERIFY, {"address": "http://pictures.example/page"}).content
    script = client.post(VERIFY, {"address": "http://pictures.example/a.jpg"}, headers={"HX-Request": "true"})
    assert script["HX-Redirect"].startswith("/verify/r/")


def test_a_code_may_be_typed_as_people_type(known: Credential, client: Client) -> None:
    bare = known.pk.removeprefix("crd_")
    for typed in (
        known.pk,
        bare.upper(),
        f" CRD_{bare[:5]} {bare[5:10]}-{bare[10:]} ",
        f"https://x.example/c/{known.pk}",
    ):
        assert client.get("/status/", {"id": typed})["Location"] == f"/c/{known.pk}"


@pytest.mark.django_db
def test_foreign_signed_files_are_never_ok_and_never_fake() -> None:
    """Old files of others: some hold, some were tampered with, some have no credential."""
    for file in sorted((shared_photos() / "c2pa").iterdir()):
        try:
            answer = verify(file.read_bytes())
        except BadInput:
            continue
        told = answer.as_dict()
        assert not answer.verified, file.name
        assert told["permitted_by"]["state"] == told["permitted_today"]["state"] == "unknown"
        assert "fake" not in str(told).lower()
        if "-E-" in file.name or "-XCA" in file.name:
            assert any("does not hold" in note for note in told["notes"]), file.name


def test_a_picture_counts_at_once_and_a_database_put_back_is_read_anew(
    target: Target, frame: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    from conftest import picture

    from doublet.engines import fingerprint
    from doublet.kernel import audit

    monkeypatch.setattr(register, "_loaded", None)
    assert register.warm() == 0, "a stand-in without points is not searched"
    seen = fingerprint.make(picture(3))
    row = Credential.objects.get(frame=frame)
    row.pdq, row.features = seen.pdq, seen.features
    row.save()
    audit.record("credential.registered", actor="worker", subject=row)
    found = register.Masters().find(queries(picture(3)))
    assert [one.key for one in found if one.match.same] == [row.pk]
    row.kind = Credential.Kind.SUPERSEDED
    row.save()
    assert not register.Masters().find(queries(picture(3)))
    loaded = register._loaded
    assert loaded is not None
    loaded.seen = (loaded.seen[0], "another past")
    assert register.warm() == 0
