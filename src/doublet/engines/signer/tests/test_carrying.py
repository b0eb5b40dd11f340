"""What an upload came with stays with every picture made from it: checked, passed on, never believed."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json

import pytest
from PIL import Image

from doublet.engines import signer
from doublet.engines.signer import (
    Carried,
    CredentialClaims,
    Identity,
    Ingredient,
    Role,
    SourceType,
    Verdict,
    carried,
    read,
    sign,
)
from doublet.engines.signer.tests.conftest import picture
from doublet.engines.signer.tests.test_signing import stored
from doublet.kernel.refusals import BadInput
from doublet.testing import shared_photos

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif"}


def upload(theirs: Identity, facts: CredentialClaims, kind: str = "JPEG") -> bytes:
    """A photo that somebody else signed."""
    file = io.BytesIO()
    Image.open(io.BytesIO(picture(4))).save(file, kind)
    return sign(file.getvalue(), dataclasses.replace(facts, source_type=SourceType.PHOTO), theirs)


def garment(photo: bytes, kind: str = "image/jpeg") -> Ingredient:
    return Ingredient(
        Role.GARMENT, hashlib.sha256(photo).hexdigest(), media_type=kind, came_with=carried(photo, kind)
    )


@pytest.mark.parametrize("kind", FORMATS)
def test_an_input_keeps_the_credential_that_it_came_with(
    kind: str, ours: Identity, theirs: Identity, facts: CredentialClaims
) -> None:
    photo = upload(theirs, facts, kind)
    frame = sign(picture(), facts, ours, ingredients=(garment(photo, FORMATS[kind]),))
    report = read(frame, "image/jpeg", identity=ours)
    assert report.verdict is Verdict.OURS_DEVELOPMENT
    assert report.inputs == ("componentOf: garment 1",)
    assert report.kept == (read(photo, FORMATS[kind]).signer,)
    told = stored(frame)["ingredients"][0]
    before = read(photo, FORMATS[kind])
    assert before.valid
    assert told["active_manifest"]
    assert "thumbnail" not in told


def test_a_delivery_still_tells_of_it(ours: Identity, theirs: Identity, facts: CredentialClaims) -> None:
    frame = sign(picture(), facts, ours, ingredients=(garment(upload(theirs, facts)),))
    smaller = sign(picture(2), facts, ours, parent=frame)
    report = read(smaller, "image/jpeg", identity=ours)
    assert report.verdict is Verdict.OURS_DEVELOPMENT
    assert len(report.kept) == 1


def test_a_picture_without_such_an_input_tells_of_none_and_stays_small(
    ours: Identity, facts: CredentialClaims
) -> None:
    plain = Ingredient(Role.GARMENT, hashlib.sha256(picture(4)).hexdigest())
    twin = Ingredient(Role.TWIN, "cd" * 32, media_type="")
    frame = sign(picture(), facts, ours, ingredients=(twin, plain))
    assert read(frame, "image/jpeg", identity=ours).kept == ()
    assert len(frame) - len(picture()) <= 5000


def test_what_was_kept_comes_back_as_it_was(theirs: Identity, facts: CredentialClaims) -> None:
    came = carried(upload(theirs, facts), "image/jpeg")
    assert came is not None
    assert signer.unpacked(came.packed()) == came
    assert picture(4)[200:400] not in came.packed(), "none of the photo itself is kept"
    for wrong in (b"", b"{}", b"{}\nstore", b'{"active": 1, "results": {}, "signer": ""}\nx', came.store):
        with pytest.raises(BadInput, match="cannot be read"):
            signer.unpacked(wrong)


def test_a_file_without_a_sound_credential_has_none_to_keep(
    theirs: Identity, facts: CredentialClaims
) -> None:
    photo = upload(theirs, facts)
    broken = photo[:-30] + bytes((photo[-30] ^ 1,)) + photo[-29:]
    assert carried(picture(4), "image/jpeg") is None
    assert carried(broken, "image/jpeg") is None
    assert carried(b"no picture at all", "image/jpeg") is None
    assert carried(photo, "image/gif") is None


def test_a_credential_of_another_house_is_kept_whole(ours: Identity, facts: CredentialClaims) -> None:
    photo = (shared_photos() / "c2pa" / "adobe-20220124-CA.jpg").read_bytes()
    frame = sign(picture(), facts, ours, ingredients=(garment(photo),))
    report = read(frame, "image/jpeg", identity=ours)
    assert report.verdict is Verdict.OURS_DEVELOPMENT, report.problems
    assert report.kept == (read(photo, "image/jpeg").signer,)


def test_a_large_one_is_refused_with_its_size(
    theirs: Identity, facts: CredentialClaims, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doublet.engines.signer.carrying.LARGEST", 2000)
    with pytest.raises(BadInput) as refusal:
        carried(upload(theirs, facts), "image/jpeg")
    assert refusal.value.code == "credential_too_large"


def test_a_kept_one_that_was_tampered_with_is_not_passed_on_as_sound(
    ours: Identity, theirs: Identity, facts: CredentialClaims
) -> None:
    photo = upload(theirs, facts)
    came = carried(photo, "image/jpeg")
    assert came is not None
    at = came.store.index(b"Example Atelier")
    forged = dataclasses.replace(came, store=came.store[:at] + b"F" + came.store[at + 1 :])
    item = dataclasses.replace(garment(photo), came_with=forged)
    try:
        frame = sign(picture(), facts, ours, ingredients=(item,))
    except BadInput:
        return
    assert read(frame, "image/jpeg", identity=ours).verdict is Verdict.INGREDIENT_BROKEN


def test_no_photo_of_hers_has_its_credential_passed_on() -> None:
    with pytest.raises(BadInput) as refusal:
        Ingredient(Role.TWIN, "ab" * 32, came_with=Carried(b"x", "urn:x", {}, "somebody"))
    assert refusal.value.code == "twin_with_credential"


def test_the_store_is_cut_out_as_another_reader_finds_it(theirs: Identity, facts: CredentialClaims) -> None:
    """A JPEG store over 64 kB lies in several segments; put together it is one box of its own length."""
    photo = (shared_photos() / "c2pa" / "adobe-20220124-CA.jpg").read_bytes()
    for data in (photo, upload(theirs, facts)):
        came = carried(data, "image/jpeg")
        assert came is not None
        assert int.from_bytes(came.store[:4], "big") == len(came.store)
        assert json.dumps(came.results)
