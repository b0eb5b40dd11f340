"""Crops, sizes and formats that the product makes: each is signed anew and leads back to what it was made from."""

from __future__ import annotations

import dataclasses
import io

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from doublet.engines import metadata
from doublet.engines.image import decode
from doublet.engines.metadata import Format
from doublet.engines.signer import CredentialClaims, Identity, Shape, derive, media_type, read, sign
from doublet.engines.signer.tests import rubric
from doublet.engines.signer.tests.conftest import FACTS
from doublet.kernel.refusals import BadInput, Conflict

FORMATS: tuple[Format, ...] = ("jpeg", "png", "webp", "avif")


def told(facts: CredentialClaims) -> metadata.Fields:
    return metadata.Fields(
        source_type=facts.source_type,
        ai_system="Doublet drape",
        ai_system_version="1.0",
        asset_id=facts.asset_id,
        licence_id=facts.licence_id,
        status_url=facts.status_url,
        description="Composite of a digital twin, made with consent",
        credit=facts.provider,
        usage_terms="Use only as the licence allows.",
        created=facts.made_at,
    )


def scene() -> np.ndarray:
    coarse = np.random.default_rng(4).integers(40, 220, (8, 6, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((300, 400), Image.Resampling.BICUBIC))


@pytest.fixture(scope="module")
def master(ours: Identity) -> bytes:
    """A signed frame."""
    facts = CredentialClaims(**FACTS)
    return sign(metadata.encode(scene(), told(facts), "jpeg", quality=94), facts, ours)


@pytest.fixture
def delivery(facts: CredentialClaims) -> CredentialClaims:
    """What is said of the derivative."""
    return dataclasses.replace(facts, asset_id="delivery-01")


def outlined(pixels: np.ndarray) -> np.ndarray:
    marked = pixels.copy()
    marked[-30:, :] = 255
    return marked


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_carries_credential_metadata_and_parent(
    format: Format,
    master: bytes,
    delivery: CredentialClaims,
    ours: Identity,
) -> None:
    shape = Shape(crop=(50, 0, 250, 400), long_side=320, format=format)
    made = derive(master, shape, credential=delivery, fields=told(delivery), identity=ours, label=outlined)
    assert made.media_type == media_type(made.data) == f"image/{format}"
    assert decode(made.data).pixels.shape == made.pixels.shape == (320, 160, 3)
    report = read(made.data, made.media_type, identity=ours)
    assert report.valid
    assert report.ours
    assert report.inputs == ("parentOf: parent frame",)
    last = "c2pa.transcoded" if format == "jpeg" else "c2pa.converted"
    assert report.actions[2:] == (
        "c2pa.opened",
        "c2pa.cropped",
        "c2pa.resized.proportional",
        "c2pa.addedText",
        last,
    )
    assert report.licence is not None
    assert report.licence.asset_id == "delivery-01"
    assert rubric.failing(rubric.crjson(made.data, made.media_type)) == {}
    found = metadata.read(made.data)
    assert found.source_type == delivery.source_type
    assert (found.ai_system, found.ai_system_version) == ("Doublet drape", "1.0")
    assert found.asset_id == "delivery-01"
    assert found.data_mining.endswith("DMI-PROHIBITED")


@pytest.mark.parametrize("format", FORMATS)
def test_a_derivative_of_any_format_shows_when_it_was_tampered_with(
    format: Format,
    master: bytes,
    delivery: CredentialClaims,
    ours: Identity,
) -> None:
    made = derive(master, Shape(format=format), credential=delivery, fields=told(delivery), identity=ours)
    altered = bytearray(made.data)
    altered[len(altered) - 60] ^= 0x08
    assert not read(bytes(altered), made.media_type, identity=ours).valid
    with pytest.raises(Conflict) as refusal:
        sign(made.data, delivery, ours, parent=master)
    assert refusal.value.code == "already_signed"
    stripped = io.BytesIO()
    Image.open(io.BytesIO(made.data)).save(stripped, format)
    assert not read(stripped.getvalue(), made.media_type, identity=ours).present


def test_a_derivative_of_a_derivative_keeps_the_whole_line(
    master: bytes, delivery: CredentialClaims, ours: Identity
) -> None:
    wide = derive(master, Shape(format="png"), credential=delivery, fields=told(delivery), identity=ours).data
    thumb = dataclasses.replace(delivery, asset_id="thumb-01")
    small = derive(
        wide, Shape(long_side=100, format="webp"), credential=thumb, fields=told(thumb), identity=ours
    )
    report = read(small.data, "image/webp", identity=ours)
    assert report.valid
    assert report.actions.count("c2pa.opened") == 2
    assert report.actions[0] == "c2pa.created"
    assert report.source_type == "compositeSynthetic"


def test_the_label_is_drawn_after_the_crop(master: bytes, delivery: CredentialClaims, ours: Identity) -> None:
    made = derive(
        master,
        Shape(crop=(0, 0, 300, 200)),
        credential=delivery,
        fields=told(delivery),
        identity=ours,
        label=outlined,
    )
    assert decode(made.data).pixels[-20:].mean() > 250


def test_a_derivative_is_never_enlarged(master: bytes, delivery: CredentialClaims, ours: Identity) -> None:
    made = derive(master, Shape(long_side=4000), credential=delivery, fields=told(delivery), identity=ours)
    assert made.pixels.shape == (400, 300, 3)
    assert "c2pa.resized.proportional" not in read(made.data, "image/jpeg").actions


def test_what_was_tampered_with_is_not_derived_from(
    master: bytes, delivery: CredentialClaims, ours: Identity
) -> None:
    altered = master[:-40] + bytes((master[-40] ^ 0x10,)) + master[-39:]
    with pytest.raises(BadInput) as refusal:
        derive(altered, Shape(), credential=delivery, fields=told(delivery), identity=ours)
    assert refusal.value.code == "parent_not_intact"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(box=st.tuples(*[st.integers(-20, 420)] * 4))
def test_a_crop_lies_in_the_picture_or_is_refused(
    box: tuple[int, int, int, int], master: bytes, delivery: CredentialClaims, ours: Identity
) -> None:
    left, top, right, bottom = box
    fits = left >= 0 and top >= 0 and right <= 300 and bottom <= 400
    if fits and right - left >= 64 and bottom - top >= 64:
        made = derive(master, Shape(crop=box), credential=delivery, fields=told(delivery), identity=ours)
        assert made.pixels.shape[:2] == (bottom - top, right - left)
    else:
        with pytest.raises(BadInput) as refusal:
            derive(master, Shape(crop=box), credential=delivery, fields=told(delivery), identity=ours)
        assert refusal.value.code in ("crop_outside", "crop_too_small")
