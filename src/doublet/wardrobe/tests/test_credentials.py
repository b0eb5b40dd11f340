"""A garment photo that came signed: its credential is kept beside the clean picture and goes along with what is made."""

from __future__ import annotations

import dataclasses

import pytest
from conftest import picture
from django.test import Client
from django.urls import reverse

from doublet.engines import signer
from doublet.engines.image import decode, encode_jpeg
from doublet.engines.signer.tests.conftest import FACTS
from doublet.kernel import clock
from doublet.kernel.leases import claim
from doublet.kernel.refusals import BadInput, Conflict
from doublet.provenance.actions import register_master
from doublet.provenance.marking import mark_delivery, mark_master
from doublet.provenance.models import Credential
from doublet.provenance.verify import verify
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.testing import signed_in
from doublet.wardrobe import queries
from doublet.wardrobe.actions import add_garment
from doublet.wardrobe.credentials import came_with, look, send_credential
from doublet.wardrobe.models import Garment


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A photo that the brand's photographer signed."""
    theirs = signer.development_identity(tmp_path_factory.mktemp("photographer") / "keys")
    facts = dataclasses.replace(signer.CredentialClaims(**FACTS), source_type=signer.SourceType.PHOTO)
    return signer.sign(encode_jpeg(picture(8)), facts, theirs)


def test_a_garment_keeps_the_credential_and_not_the_file(
    target: Target, signed: bytes, client: Client
) -> None:
    brand = target.people.brand
    garment = add_garment(by=brand, data=signed, name="Signed tee", category="tops")
    came = came_with(garment)
    assert came is not None
    assert came.signer in garment.credential_words
    assert not signer.read(queries.photo(garment), "image/jpeg").present, "the picture has no luggage left"
    pages = [
        signed_in(client, brand).get(reverse("wardrobe:garment", args=[pk])).content.decode()
        for pk in (garment.pk, target.garment.pk)
    ]
    assert ["came with a content credential" in page for page in pages] == [True, False]


def test_what_does_not_hold_or_is_too_large_is_said_and_not_kept(
    target: Target, signed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    brand = target.garment.brand
    broken = signed[:-30] + bytes((signed[-30] ^ 1,)) + signed[-29:]
    plain = encode_jpeg(picture(8))
    said = "It does not hold, so the picture was kept without it."
    none = {"credential": "", "credential_goes": "whole"}
    assert look(broken, decode(broken)).keep(brand) == {**none, "credential_words": said}
    assert look(plain, decode(plain)).keep(brand) == {**none, "credential_words": ""}
    monkeypatch.setattr("doublet.engines.signer.carrying.LARGEST", 1000)
    found = look(signed, decode(signed))
    assert found.carried is None
    assert "at most 0 kB are kept" in found.words


def test_every_picture_made_with_it_carries_it_and_verify_tells(
    target: Target, frame: Frame, signed: bytes
) -> None:
    garment = target.garment
    kept = look(signed, decode(signed)).keep(garment.brand)
    Garment.objects.filter(pk=garment.pk).update(**kept)
    garment.refresh_from_db()
    credential = Credential.objects.get(frame=frame)
    Credential.objects.filter(pk=credential.pk).update(status="pending", blob="", sha256="")
    waiting = claim(Credential.objects.filter(pk=credential.pk), at=clock.now())
    assert waiting is not None
    made = mark_master(waiting)
    master = signer.read(made.file, "image/jpeg")
    assert master.valid
    assert master.inputs[1] == "componentOf: garment 2"
    came = came_with(garment)
    assert came is not None
    assert master.kept == (came.signer,)
    register_master(credential=waiting, made=made)
    delivered = mark_delivery(frame, label=None).file
    assert signer.read(delivered, "image/jpeg").kept == master.kept
    notes = verify(delivered).as_dict()["notes"]
    assert any("came with a credential of its own" in note for note in notes)


def marked_anew(frame: Frame) -> bytes:
    """A frame's master, marked as it would be now."""
    Credential.objects.filter(frame=frame).update(
        status="pending", blob="", sha256="", lease_token="", lease_until=None
    )
    waiting = claim(Credential.objects.filter(frame=frame), at=clock.now())
    assert waiting is not None
    return mark_master(waiting).file


@pytest.fixture
def naming(signed: bytes, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The same photo, as if its credential named its photographer."""
    monkeypatch.setattr(signer, "persons_in", lambda data, kind: ("the name of an author",))
    return signed


def test_a_credential_that_names_somebody_waits_for_the_brands_word(
    target: Target, frame: Frame, naming: bytes, client: Client
) -> None:
    brand = target.people.brand
    garment = target.garment
    Garment.objects.filter(pk=garment.pk).update(**look(naming, decode(naming)).keep(garment.brand))
    garment.refresh_from_db()
    assert garment.credential_goes == "ask"
    assert "It holds the name of an author. Until you decide" in garment.credential_words
    frame.shot.refresh_from_db()
    assert signer.read(marked_anew(frame), "image/jpeg").kept == (), "its hash alone, while nobody decided"

    team, page = signed_in(client, brand), reverse("wardrobe:garment", args=[garment.pk])
    assert "names somebody: may it go along?" in team.get(page).content.decode()
    send = reverse("wardrobe:credential", args=[garment.pk])
    assert team.post(send, {"whole": "yes"})["Location"] == page
    frame = Frame.objects.get(pk=frame.pk)
    assert len(signer.read(marked_anew(frame), "image/jpeg").kept) == 1
    team.post(send, {"whole": "no"})
    garment.refresh_from_db()
    assert "by its hash alone" in garment.credential_words
    frame = Frame.objects.get(pk=frame.pk)
    master = signer.read(marked_anew(frame), "image/jpeg")
    assert (master.valid, master.kept, master.inputs[1]) == (True, (), "componentOf: garment 2")
    assert signed_in(Client(), target.people.other).post(send, {"whole": "yes"}).status_code == 404


@pytest.mark.parametrize(("wish", "goes"), [("ask", "ask"), ("whole", "whole"), ("hash", "hash")])
def test_the_brand_can_say_it_at_the_upload(target: Target, naming: bytes, wish: str, goes: str) -> None:
    garment = add_garment(
        by=target.people.brand, data=naming, name="Signed tee", category="tops", credential=wish
    )
    assert garment.credential_goes == goes
    with pytest.raises(BadInput, match="unknown_way"):
        look(naming, decode(naming), "maybe")


def test_without_a_name_it_goes_along_whole_as_ever_and_without_a_credential_nothing_is_asked(
    target: Target, signed: bytes
) -> None:
    assert look(signed, decode(signed)).goes == "whole"
    with pytest.raises(Conflict, match="no_credential"):
        send_credential(by=target.people.brand, thing=target.garment, whole=True)
