"""Uploads of photos and garments: good ones are judged, bad ones get a clear answer and leave nothing behind."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from conftest import picture
from PIL import Image

from doublet.engines.image import encode_jpeg, encode_png
from doublet.kernel.home import home
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.story.target import Target
from doublet.twins.actions import add_photo, make_version, open_capture, remove_photo
from doublet.twins.models import CapturePhoto, CaptureSet
from doublet.wardrobe.actions import add_garment
from doublet.wardrobe.models import Garment

PEOPLE = Path(__file__).resolve().parents[1] / "demo" / "people"
GARMENTS = Path(__file__).resolve().parents[1] / "demo" / "garments"


def jpeg() -> bytes:
    return encode_jpeg(picture(5))


def animated() -> bytes:
    frames = [Image.fromarray(picture(n)) for n in (1, 2)]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of 60,000 x 60,000 pixels in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(200_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


BAD = {
    "empty": b"",
    "text": b"hello, I am a photo",
    "cut off": jpeg()[:2000],
    "tiny": encode_png(np.zeros((8, 8, 3), dtype=np.uint8)),
    "animated": animated(),
    "bomb": bomb(),
    "polyglot": jpeg() + b"PK\x03\x04" + bytes(200),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "gif": b"GIF89a" + bytes(100),
    "too big": b"\xff\xd8\xff" + bytes(41_000_000),
}


def files() -> int:
    return sum(1 for file in (home() / "blobs").rglob("*") if file.is_file())


@pytest.fixture
def capture(target: Target) -> CaptureSet:
    model = target.people.model
    return open_capture(by=model.user, model=model, attests_adult=True, may_compare_faces=True)


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_photo_gets_a_clear_answer_and_leaves_nothing(
    kind: str, target: Target, capture: CaptureSet
) -> None:
    before = files()
    with pytest.raises(BadInput) as refused:
        add_photo(by=target.people.model.user, capture=capture, data=BAD[kind], name="x.jpg")
    assert refused.value.reason
    assert refused.value.code != "not_a_picture" or kind in ("empty", "text", "svg", "too big")
    assert files() == before
    assert capture.photos.count() == 0


@pytest.mark.parametrize("kind", ["empty", "bomb", "polyglot", "animated"])
def test_a_bad_garment_gets_a_clear_answer_and_leaves_nothing(kind: str, target: Target) -> None:
    before, rows = files(), Garment.objects.count()
    with pytest.raises(BadInput):
        add_garment(by=target.people.brand, data=BAD[kind], name="Tee", category="tops")
    assert (files(), Garment.objects.count()) == (before, rows)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "x"},
        {"name": "n" * 400},
        {"category": "hats"},
        {"kind": "armour"},
        {"size_cm": {"length": 0}},
        {"size_cm": {"length": -3}},
        {"size_cm": {"length": 1e9}},
        {"size_cm": {"wingspan": 80}},
    ],
)
def test_a_garment_with_nonsense_is_refused_before_it_is_looked_at(wrong: dict, target: Target) -> None:
    with pytest.raises(BadInput):
        add_garment(by=target.people.brand, data=jpeg(), **{"name": "Tee", "category": "tops", **wrong})


def test_only_a_brand_has_a_wardrobe(target: Target) -> None:
    with pytest.raises(NotAllowed):
        add_garment(by=target.people.model.user, data=jpeg(), name="Tee", category="tops")


def test_a_photo_without_anybody_is_kept_with_its_reason_and_makes_no_twin(
    target: Target, capture: CaptureSet
) -> None:
    photo = add_photo(by=target.people.model.user, capture=capture, data=jpeg(), name="wall.jpg")
    assert photo.state == CapturePhoto.State.REFUSED
    assert photo.reasons[0]["words"]
    with pytest.raises(Refused) as refused:
        make_version(by=target.people.model.user, capture=capture)
    assert refused.value.code == "set_not_ready"
    remove_photo(by=target.people.model.user, photo=photo)
    assert capture.photos.count() == 0


def test_a_set_is_judged_as_a_whole(target: Target, capture: CaptureSet) -> None:
    """A body photo, the same file again, and somebody else among them."""
    by = target.people.model.user
    body = (PEOPLE / "ines-fiktiv" / "21_body_three_quarter_length.jpg").read_bytes()
    photo = add_photo(by=by, capture=capture, data=body, name="body.jpg")
    assert photo.wearable == ["tops"]
    with pytest.raises(Conflict):
        add_photo(by=by, capture=capture, data=body, name="again.jpg")
    capture.refresh_from_db()
    assert capture.report["missing"]


def test_gps_and_everything_else_is_dropped_and_the_stored_file_is_sealed(
    target: Target, capture: CaptureSet
) -> None:
    image = Image.fromarray(picture(6))
    exif = Image.Exif()
    exif[0x010E] = "secret words"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 30.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    photo = add_photo(by=target.people.model.user, capture=capture, data=out.getvalue(), name="gps.jpg")
    assert "gps" in photo.dropped
    stored = (home() / "blobs" / photo.blob[:2] / photo.blob).read_bytes()
    assert b"secret words" not in stored
    assert not stored.startswith(b"\xff\xd8")


def test_without_her_word_that_all_photos_show_an_adult_nothing_begins(target: Target) -> None:
    model = target.people.model
    with pytest.raises(Refused) as refused:
        open_capture(by=model.user, model=model, attests_adult=False, may_compare_faces=True)
    assert refused.value.rule == "MIN-01"


@pytest.mark.parametrize("who", ["agent", "brand", "operator"])
def test_nobody_else_adds_photos_of_her(who: str, target: Target, capture: CaptureSet) -> None:
    with pytest.raises(NotAllowed):
        add_photo(by=getattr(target.people, who), capture=capture, data=jpeg(), name="x.jpg")
