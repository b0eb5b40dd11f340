"""The rulebook's pages: public and exact; the operator's own, and nobody else's."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from doublet.kernel.canonical import digest
from doublet.people.models import User
from doublet.rulebook.pack import load
from doublet.rulebook.queries import book, setup
from doublet.story.target import Target
from doublet.testing import signed_in


def test_every_rule_stands_on_the_public_page_with_source_and_status(client: Client, db: None) -> None:
    page = client.get(reverse("rulebook:rules")).content.decode()
    for rule in load().rules:
        assert f'id="{rule.id}"' in page
    for words in ("not legal advice", "Official text", "Recalled", "Sources differ", load().sha256):
        assert words in page


def test_a_place_shows_what_counts_there(client: Client, db: None) -> None:
    page = client.get(reverse("rulebook:rules"), {"place": "NO"}).content.decode()
    assert 'id="NO-RET"' in page
    assert 'id="FR-RET"' not in page
    assert 'id="HOUSE-GATE"' in page


def test_a_rule_says_what_is_not_kept_yet(client: Client, db: None) -> None:
    page = client.get(reverse("rulebook:rule", args=["FWA-12"])).content.decode()
    assert "Not yet" in page
    assert "Not kept here yet" in page
    assert client.get(reverse("rulebook:rule", args=["FWA-99"])).status_code == 404


def test_the_download_has_the_hash_that_decisions_name(client: Client, db: None) -> None:
    data = json.loads(client.get(reverse("rulebook:rules_json")).content)
    rules = sorted(data["rules"], key=lambda rule: rule["id"])
    assert digest({"version": data["version"], "rules": rules}) == data["sha256"] == book().sha256


def test_an_operator_tries_a_rule_before_adding_it(target: Target) -> None:
    client = signed_in(Client(), target.people.operator)
    form = {
        "rule": "OWN-ONE",
        "title": "One picture",
        "what": "pictures",
        "most": "1",
        "level": "block",
        "why": "we begin small",
    }
    tried = client.post(reverse("rulebook:add"), form | {"try": "1"})
    assert target.licence.pk in tried.content.decode()
    assert book().version == load().version
    assert client.post(reverse("rulebook:add"), form).status_code == 302
    assert book().rule("OWN-ONE").level == "block"
    again = client.post(reverse("rulebook:add"), form)
    assert again.status_code == 400
    assert "There is a rule OWN-ONE already" in again.content.decode()


def test_an_operator_raises_a_rule_and_reads_why(target: Target) -> None:
    client = signed_in(Client(), target.people.operator)
    form = {"rule": "NY-FIFA-01", "level": "block", "why": "our lawyer asks for it"}
    assert client.post(reverse("rulebook:raise"), form).status_code == 302
    page = client.get(reverse("rulebook:operator")).content.decode()
    assert "our lawyer asks for it" in page
    assert client.post(reverse("rulebook:raise"), form | {"rule": "MIN-01"}).status_code == 400


def test_first_run_asks_what_the_operator_is(target: Target) -> None:
    client = signed_in(Client(), target.people.operator)
    assert "Say what you are" in client.get(reverse("operator:overview")).content.decode()
    form = {"kind": "agency", "seat": "US-NY", "takes_fee": "on"}
    assert client.post(reverse("rulebook:setup"), form | {"seat": "Mars"}).status_code == 400
    assert client.post(reverse("rulebook:setup"), form).status_code == 302
    answer = setup()
    assert answer is not None
    assert answer.takes_fee
    page = client.get(reverse("rulebook:setup")).content.decode()
    assert "No registration recorded" in page
    assert 'id="FWA-06"' in page
    assert "Say what you are" not in client.get(reverse("operator:overview")).content.decode()


@pytest.mark.parametrize("name", ["operator", "setup"])
def test_an_auditor_reads_and_a_model_does_not(target: Target, name: str) -> None:
    auditor = User.objects.create_user("auditor@test.invalid", "correct horse", role="auditor")
    assert signed_in(Client(), auditor).get(reverse(f"rulebook:{name}")).status_code == 200
    model = signed_in(Client(), target.people.model.user)
    assert model.get(reverse(f"rulebook:{name}")).status_code == 403


def test_a_licence_tells_what_the_gate_decided(target: Target) -> None:
    client = signed_in(Client(), target.people.model.user)
    page = client.get(reverse("licences:licence", args=[target.licence.pk])).content.decode()
    assert "A picture was asked for" in page
    assert "Taken again just now: the same answer." in page
    assert reverse("rulebook:rule", args=["HOUSE-NOTICE"]) in page
