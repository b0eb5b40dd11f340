from __future__ import annotations

import dataclasses
import io
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, IptcImagePlugin

from doublet.engines.metadata import Fields, Format, Found, encode, read, write
from doublet.engines.metadata.segments import APP1, APP11, COMMENT, Jpeg, Segment, take_apart
from doublet.kernel.refusals import BadInput, Conflict
from doublet.testing import shared_photos

FIELDS = Fields(
    source_type="http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic",
    ai_system="Doublet drape",
    ai_system_version="1.0",
    asset_id="frame-01",
    licence_id="lic-01",
    status_url="https://doublet.example/s/frame-01",
    description="Composite of a real model's digital twin, made with consent",
    credit="Example Atelier",
    usage_terms="Use only as the licence allows.",
    created=datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
)


def picture(**save: object) -> bytes:
    noise = np.random.default_rng(3).integers(0, 255, (40, 30, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "JPEG", **save)
    return file.getvalue()


ENCODED = {
    format_: encode(np.full((40, 30, 3), 90, np.uint8), FIELDS, format_)
    for format_ in ("png", "webp", "avif")
}


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)))


def test_what_was_written_is_read() -> None:
    found = read(write(picture(), FIELDS))
    for name in ("source_type", "ai_system", "asset_id", "licence_id", "status_url", "description", "credit"):
        assert getattr(found, name) == getattr(FIELDS, name)
    assert found.created == "2026-11-21T09:30:00+00:00"
    assert found.data_mining.endswith("DMI-PROHIBITED")
    assert found.says_ai


@pytest.mark.parametrize("format", ["jpeg", "png", "webp", "avif"])
def test_every_format_says_the_same(format: Format) -> None:
    shown = np.random.default_rng(3).integers(0, 255, (80, 60, 3), dtype=np.uint8)
    file = encode(shown, FIELDS, format)
    assert read(file) == read(write(picture(), FIELDS))
    assert pixels(file).shape == shown.shape
    assert not Image.open(io.BytesIO(file)).getexif()


@pytest.mark.parametrize("format", ["png", "webp", "avif"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_damage_to_other_formats_breaks_the_reader(format: Format, data: st.DataObject) -> None:
    file = bytearray(ENCODED[format])
    for place in data.draw(st.lists(st.integers(0, len(file) - 1), max_size=8)):
        file[place] ^= 1 << data.draw(st.integers(0, 7))
    cut = data.draw(st.integers(0, len(file)))
    assert isinstance(read(bytes(file)), Found)
    assert isinstance(read(bytes(file[:cut])), Found)


def test_what_a_model_was_told_is_said_where_it_was_told_anything() -> None:
    told = "The person of image 1 wears the dress of image 2. A photograph."
    file = write(picture(), dataclasses.replace(FIELDS, ai_prompt=told))
    assert read(file).ai_prompt == told
    assert b"AIPromptInformation" not in write(picture(), FIELDS)
    assert b"AIPromptWriterName" not in file, "nobody is named"


def test_not_a_pixel_changes() -> None:
    for save in ({}, {"progressive": True}, {"quality": 30, "subsampling": 2}):
        plain = picture(**save)
        assert (pixels(write(plain, FIELDS)) == pixels(plain)).all()


def test_other_programs_read_it_too() -> None:
    image = Image.open(io.BytesIO(write(picture(), FIELDS)))
    said = image.info["xmp"]
    assert b"<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/comp" in said
    assert b"<plus:ModelReleaseID><rdf:Bag><rdf:li>lic-01</rdf:li></rdf:Bag></plus:ModelReleaseID>" in said
    old = IptcImagePlugin.getiptcinfo(image)
    assert old is not None
    assert old[(2, 110)] == b"Example Atelier"
    assert b"doublet.example/s/frame-01" in old[(2, 40)]


def test_everything_personal_goes() -> None:
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825)[1] = "N"
    before = picture(exif=exif, comment=b"shot at her flat", icc_profile=b"profile" * 20)
    after = write(before, FIELDS)
    image = Image.open(io.BytesIO(after))
    assert not image.getexif()
    assert b"PhoneMaker" not in after
    assert b"flat" not in after
    assert image.info["icc_profile"] == b"profile" * 20


def test_writing_twice_replaces() -> None:
    second = write(write(picture(), FIELDS), dataclasses.replace(FIELDS, licence_id="lic-02"))
    assert read(second).licence_id == "lic-02"
    assert second.count(b"xpacket begin") == 1


def test_a_signed_file_is_left_alone() -> None:
    file = take_apart(picture())
    signed = Jpeg((*file.segments, Segment(APP11, b"JP...")), file.rest).assemble()
    with pytest.raises(Conflict) as refusal:
        write(signed, FIELDS)
    assert refusal.value.rule == "C2-03"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status_url", "javascript:alert(1)"),
        ("source_type", "composite"),
        ("credit", "two\nlines"),
        ("description", ""),
        ("licence_id", "x" * 501),
    ],
)
def test_a_malformed_field_is_named(field: str, value: str) -> None:
    with pytest.raises(BadInput, match=field):
        Fields(**(dataclasses.asdict(FIELDS) | {field: value}))


line = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=500)


@given(description=line, credit=line)
def test_any_script_and_any_sign_survives(description: str, credit: str) -> None:
    fields = dataclasses.replace(FIELDS, description=description, credit=credit)
    data = write(picture(), fields)
    found = read(data)
    assert (found.description, found.credit) == (description, credit)
    assert len(take_apart(data).segments) > 2


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(junk: bytes) -> None:
    assert read(junk) == Found()
    file = take_apart(picture())
    packet = Segment(APP1, b"http://ns.adobe.com/xap/1.0/\x00" + junk)
    assert isinstance(read(Jpeg((packet, *file.segments), file.rest).assemble()), Found)


def test_entities_of_a_stranger_are_not_resolved() -> None:
    xml = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x xmlns="adobe:ns:meta/">&e;</x>'
    file = take_apart(picture())
    packet = Segment(APP1, b"http://ns.adobe.com/xap/1.0/\x00" + xml)
    assert read(Jpeg((packet, *file.segments), file.rest).assemble()) == Found()


@given(st.integers(0, 200))
def test_a_cut_file_is_refused_or_kept_whole(length: int) -> None:
    cut = picture()[:length]
    with pytest.raises(BadInput):
        write(cut, FIELDS)


def test_the_worst_files_are_refused_or_written_clean() -> None:
    for file in sorted((shared_photos() / "negative").iterdir()):
        try:
            after = write(file.read_bytes(), FIELDS)
        except (BadInput, Conflict):
            continue
        kept = take_apart(after).segments
        assert all(s.marker != COMMENT for s in kept)
        assert sum(s.marker == APP1 for s in kept) == 1
        assert read(after).licence_id == "lic-01"
