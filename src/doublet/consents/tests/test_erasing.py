"""Erasing a twin: key and files are gone, papers stay, a certificate says what, and no old database brings it back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from doublet.consents.erasing import erase_again, erase_twin
from doublet.consents.queries import paper
from doublet.kernel import blobs, clock, tokens, witness
from doublet.kernel.refusals import Conflict, NotAllowed, Refused, Unavailable
from doublet.licences.models import Licence
from doublet.licences.queries import contract
from doublet.studio.models import Frame
from doublet.testing import signed_in
from doublet.twins.models import CapturePhoto, Erasure, Twin


def erase(target: Any) -> Erasure:
    model = target.people.model
    return erase_twin(by=model.user, model=model, understood=True, reauthenticated_at=clock.now())


@pytest.mark.django_db(transaction=True)
def test_everything_goes_and_the_papers_stay(target: Any, frame: Frame) -> None:
    licence = target.licence
    before = contract(licence)
    twin = Twin.objects.get(model=target.people.model)
    key, photo, sealed = bytes(twin.wrapped_key), target.photo.blob, paper(target.use)
    erasure = erase(target)
    twin.refresh_from_db()
    assert twin.erased_at
    assert not twin.wrapped_key
    assert not CapturePhoto.objects.filter(capture_set__twin=twin).exists()
    licence = Licence.objects.get(pk=licence.pk)
    assert licence.status == "withdrawn"
    assert contract(licence) == before
    target.use.refresh_from_db()
    assert paper(target.use) == sealed
    with pytest.raises(Unavailable):
        blobs.get(key, twin.pk, photo)
    with pytest.raises(Unavailable):
        blobs.get(key, twin.pk, frame.raw)
    gone = {(kind, sha256) for kind, _, sha256 in erasure.claims["deleted"]}
    assert ("capture photo", target.photo.sha256) in gone
    assert {kind for kind, _ in gone} >= {"capture photo", "picture as made", "master file"}
    assert tokens.read("erasure", erasure.signature) == json.loads(json.dumps(erasure.claims))
    assert twin.pk in witness.withdrawn()
    with pytest.raises(Conflict):
        erase(target)


@pytest.mark.django_db(transaction=True)
def test_an_old_database_with_its_key_opens_nothing_and_is_erased_again(target: Any, frame: Frame) -> None:
    twin = Twin.objects.get(model=target.people.model)
    key = bytes(twin.wrapped_key)
    name = blobs.put(key, twin.pk, b"a photo from a backup")
    erasure = erase(target)
    papers = {row.pk: row.contract for row in Licence.objects.all()}
    kept = contract(Licence.objects.get(pk=target.licence.pk))
    with pytest.raises(Unavailable) as refused:
        blobs.get(key, twin.pk, name)
    assert refused.value.code == "key_destroyed"
    Erasure.objects.all().delete()  # as the old database was
    Twin.objects.filter(pk=twin.pk).update(wrapped_key=key, erased_at=None)
    Licence.objects.update(contract="0" * 32)
    with transaction.atomic():
        assert erase_again(witness.withdrawn(), by=target.people.operator) == [twin.pk]
    assert Erasure.objects.get().pk == erasure.pk
    assert {row.pk: row.contract for row in Licence.objects.all()} == papers
    assert contract(Licence.objects.get(pk=target.licence.pk)) == kept


def test_only_she_and_only_just_signed_in(target: Any) -> None:
    people, model = target.people, target.people.model
    for user in (people.agent, people.brand, people.operator):
        with pytest.raises(NotAllowed):
            erase_twin(by=user, model=model, understood=True, reauthenticated_at=clock.now())
    with pytest.raises(NotAllowed):
        erase_twin(by=model.user, model=model, understood=True, reauthenticated_at=None)
    with pytest.raises(NotAllowed):
        erase_twin(by=model.user, model=model, understood=True, reauthenticated_at=clock.now(), by_token=True)
    with pytest.raises(Refused):
        erase_twin(by=model.user, model=model, understood=False, reauthenticated_at=clock.now())


def test_the_pages(target: Any) -> None:
    her = signed_in(Client(), target.people.model.user)
    assert b"nobody can undo" in her.get("/twin/delete").content
    assert her.get("/twin/deletion").status_code == 404
    assert her.post("/twin/delete", {}).status_code == 400
    assert her.post("/twin/delete", {"understood": "yes"}).status_code == 302
    assert her.get("/twin/deletion.pdf").content[:4] == b"%PDF"
    told = json.loads(her.get("/twin/deletion.json").content)
    assert told["key_destroyed"] is True
    for page in ("/twin/deletion", "/capture/", "/consents/", "/licences/", "/home", "/review/"):
        assert her.get(page).status_code in (200, 302), page
