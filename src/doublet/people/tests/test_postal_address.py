"""Her postal address: hers to give and to take back, unreadable on disk, and in her contracts alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import BadInput, Unavailable
from doublet.licences.books import read_at_signing
from doublet.licences.models import Licence
from doublet.licences.papers import _typeset
from doublet.people.models import ModelProfile
from doublet.people.rules import clean_address
from doublet.testing import signed_in

GIVEN = "12 Rue des Exemples\n75011 Paris\nFrance"


def save(client: Client, model: ModelProfile, address: str) -> Any:
    form = {"public_name": model.public_name, "residence": model.residence, "language": "en"}
    return client.post("/me/profile", form | {"postal_address": address})


def missing(licence: Licence) -> tuple[str, ...]:
    signing = read_at_signing(licence, commission_bp=0)[0].signing
    assert signing is not None
    return signing.addresses_missing


def test_she_gives_it_sees_it_and_takes_it_back(target: Any) -> None:
    model = target.people.model
    client = signed_in(Client(), model.user)
    assert save(client, model, GIVEN.replace("\n", "\r\n")).status_code == 302
    model = ModelProfile.objects.get(pk=model.pk)
    assert model.postal_address == GIVEN
    assert b"Exemples" not in bytes(model.sealed_address)
    assert "12 Rue des Exemples" in client.get("/me").content.decode()
    assert not any("Exemples" in str(event.data) for event in AuditEvent.objects.all())
    assert save(client, model, "").status_code == 302
    model = ModelProfile.objects.get(pk=model.pk)
    assert model.postal_address == ""
    assert bytes(model.sealed_address) == b""


def test_a_contract_names_it_and_the_gate_no_longer_misses_it(target: Any) -> None:
    licence = target.licence
    assert "the model's" in missing(licence)
    assert save(signed_in(Client(), target.people.model.user), target.people.model, GIVEN).status_code == 302
    licence.model.refresh_from_db()
    assert "the model's" not in missing(licence)
    assert _typeset(licence).startswith(b"%PDF-")


def test_no_address_is_said_in_the_form(target: Any) -> None:
    answer = save(signed_in(Client(), target.people.model.user), target.people.model, "just a street")
    assert answer.status_code == 400
    assert b"two to six lines" in answer.content


@given(st.text(max_size=300))
def test_what_is_taken_has_lines_that_can_be_printed(typed: str) -> None:
    try:
        kept = clean_address(typed)
    except BadInput:
        return
    assert clean_address(kept) == kept
    assert all(line.isprintable() and len(line) <= 80 for line in kept.splitlines())


def test_a_sealed_address_fits_nobody_else(target: Any) -> None:
    save(signed_in(Client(), target.people.model.user), target.people.model, GIVEN)
    model = ModelProfile.objects.get(pk=target.people.model.pk)
    model.id = "mdl_somebodyelse"
    with pytest.raises(Unavailable):
        model.postal_address  # noqa: B018
