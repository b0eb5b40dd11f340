"""A picture that left the house before she said yes, or against her no: its licence alone permits nothing."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client

from doublet.consents.languages import CODES
from doublet.licences.actions import withdraw_licence
from doublet.provenance.answers import pack, reopen
from doublet.provenance.languages import language
from doublet.provenance.models import Credential
from doublet.provenance.queries import file_of
from doublet.provenance.records import record_of
from doublet.provenance.verify import verify
from doublet.publishing.actions import approve, reject
from doublet.publishing.revoking import revoke_asset
from doublet.story.target import Target
from doublet.studio.models import Frame


@pytest.fixture
def leaked(frame: Frame) -> Credential:
    """The marked master, byte for byte, in the hands of somebody who was never given it."""
    credential = Credential.objects.get(frame=frame)
    credential.sha256 = hashlib.sha256(file_of(credential)).hexdigest()
    credential.save()
    return credential


def test_before_she_looked_it_is_not_approved_though_the_licence_stands(
    target: Target, leaked: Credential, client: Client
) -> None:
    answer = verify(file_of(leaked))
    assert not answer.verified
    assert (answer.permitted_by.state, answer.permitted_today.state) == ("nobody_yet", "not_approved")
    assert answer.permitted_today.words == "No. The model has not approved this picture."
    assert "stands, and each picture needs her yes" in answer.permitted_today.proof[0].told(language("en"))
    record = record_of(leaked)
    assert (record["permitted_today"], record["licence_stands"], record["picture"]) == (
        False,
        True,
        "awaiting",
    )
    page = client.get(f"/c/{leaked.pk}").content.decode()
    assert "<h1>Not approved</h1>" in page

    approve(by=target.people.model.user, frame=leaked.frame)
    assert reopen(pack(answer)).permitted_today.state == "permitted", "the link is asked anew"


def test_what_she_declined_and_what_she_took_back_is_said_so(
    target: Target, leaked: Credential, client: Client
) -> None:
    reject(by=target.people.model.user, frame=leaked.frame, reason="taste")
    answer = verify(file_of(leaked))
    assert (answer.permitted_by.state, answer.permitted_today.state) == ("nobody", "declined")
    told = str(answer.as_dict()) + client.get(f"/c/{leaked.pk}").content.decode()
    assert "<h1>Declined</h1>" in told
    assert "taste" not in told, "never why"


def test_a_picture_taken_back_is_told_apart_from_its_licence(
    target: Target, leaked: Credential, client: Client
) -> None:
    approve(by=target.people.model.user, frame=leaked.frame)
    revoke_asset(by=target.people.model.user, frame=leaked.frame)
    leaked.licence.refresh_from_db()
    record = record_of(leaked)
    assert (record["permitted_today"], record["licence_stands"], record["picture"]) == (
        False,
        True,
        "taken_back",
    )
    assert verify(file_of(leaked)).permitted_today.state == "picture_taken_back"
    assert "<h1>Taken back</h1>" in client.get(f"/c/{leaked.pk}").content.decode()


def test_a_withdrawn_licence_does_not_hide_that_she_never_said_yes(
    target: Target, leaked: Credential
) -> None:
    withdraw_licence(by=target.people.model.user, licence=target.licence)
    answer = verify(file_of(leaked))
    assert answer.permitted_today.state == "withdrawn"
    assert "she had not approved this picture" in str(answer.as_dict()["permitted_today"]["proof"])
    leaked.licence.refresh_from_db()
    assert not record_of(leaked)["licence_stands"]


@pytest.mark.parametrize("code", CODES)
def test_the_record_and_the_way_to_it_speak_every_language(
    leaked: Credential, client: Client, code: str
) -> None:
    said = language(code)
    page = client.get(f"/c/{leaked.pk}", headers={"accept-language": code})
    text = page.content.decode()
    assert f'<html lang="{said.html}">' in text
    assert said.word("record", "not_approved") in text
    assert said.word("today", "not_approved") in text
    assert page["Content-Language"] == said.html
    assert "Accept-Language" in page["Vary"]
    found = client.get("/status/", {"lang": code, "id": leaked.pk})
    assert found["Location"] == f"/c/{leaked.pk}?lang={code}"
    for typed, status, words in (
        ("crd_" + "0" * 20, 404, said.word("refusal", "no_such_record")),
        ("x" * 300, 400, said.word("record", "wrong")),
        ("", 400, said.word("record", "id_missing")),
    ):
        answer = client.get("/status/", {"lang": code, "id": typed})
        assert (answer.status_code, words in answer.content.decode()) == (status, True), typed
    unknown = client.get("/c/crd_none", {"lang": code})
    assert (unknown.status_code, said.word("record", "wrong") in unknown.content.decode()) == (404, True)
