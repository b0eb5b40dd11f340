from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.engines.signer import CredentialClaims, Identity, media_type, read, sign
from doublet.engines.signer.formats import ENDINGS, carries_credential
from doublet.engines.signer.tests.conftest import picture
from doublet.engines.signer.vendor import licence_assertion
from doublet.testing import shared_photos


def test_a_picture_without_a_credential_is_just_that() -> None:
    report = read(picture(), "image/jpeg")
    assert not report.present
    assert report.problems == ()


@pytest.mark.parametrize("media_type", ["image/svg+xml", "application/pdf", "video/mp4", "", "../x"])
def test_other_formats_are_not_opened(media_type: str) -> None:
    assert not read(b"<svg/>", media_type).present


def test_appended_and_replaced_bytes_are_seen(ours: Identity, facts: CredentialClaims) -> None:
    frame = sign(picture(), facts, ours)
    for forged in (frame + b"x", frame[:-2] + b"\x00\x00", frame[:-300]):
        report = read(forged, "image/jpeg", identity=ours)
        assert not report.valid
        assert not report.data_unchanged


def test_a_credential_does_not_move_to_another_picture(ours: Identity, facts: CredentialClaims) -> None:
    plain, other = picture(1), picture(2)
    frame = sign(plain, facts, ours)
    # The credential is one run of bytes right after the JFIF header of the plain file.
    head = next(i for i, (a, b) in enumerate(zip(plain, frame, strict=False)) if a != b)
    credential = frame[head : head + len(frame) - len(plain)]
    report = read(other[:head] + credential + other[head:], "image/jpeg", identity=ours)
    assert report.present
    assert not report.valid
    assert "assertion.dataHash.mismatch" in report.problems


def test_no_single_flipped_byte_changes_what_is_proved(ours: Identity, facts: CredentialClaims) -> None:
    frame = sign(picture(), facts, ours)
    honest = read(frame, "image/jpeg", identity=ours)
    chance = random.Random(7)
    survivors = 0
    for place in chance.sample(range(len(frame)), 300):
        forged = bytearray(frame)
        forged[place] ^= 1 << chance.randrange(8)
        report = read(bytes(forged), "image/jpeg", identity=ours)
        if report.valid and report.ours:
            survivors += 1
            assert report.licence == honest.licence
            assert report.actions == honest.actions
    assert survivors < 150, "only the signature's padding may be touched unseen"


def test_a_strangers_assertion_is_taken_apart_before_it_is_shown() -> None:
    good = {
        "asset_id": "a",
        "licence_id": "l",
        "consent_sha256": "ab" * 32,
        "twin": "t",
        "status_url": "https://doublet.example/s/a",
        "provider": "P",
        "engine": "drape",
        "engine_version": "1",
        "development_key": True,
    }
    assert licence_assertion(good) is not None
    strange: tuple[object, ...] = (
        None,
        [],
        {},
        good | {"status_url": "javascript:alert(1)"},
        good | {"twin": ["t"]},
        good | {"development_key": "yes"},
        good | {"provider": "a\x00b"},
        {name: value for name, value in good.items() if name != "twin"},
    )
    for broken in strange:
        assert licence_assertion(broken) is None


def test_unicode_of_a_provider_survives(ours: Identity, facts: CredentialClaims) -> None:
    named = dataclasses.replace(facts, provider="Ателье Ōsaka 工房")
    report = read(sign(picture(), named, ours), "image/jpeg", identity=ours)
    assert report.licence is not None
    assert report.licence.provider == "Ателье Ōsaka 工房"


def test_hostile_files_never_crash_the_reader() -> None:
    for kind in ("negative", "format"):
        for file in sorted((shared_photos() / kind).iterdir())[::3]:
            for kind_said in ("image/jpeg", "image/png", "image/heic"):
                report = read(file.read_bytes(), kind_said)
                assert not report.valid


@given(st.binary(max_size=200), st.sampled_from(sorted(ENDINGS)))
def test_no_structure_keeps_the_look_for_a_credential_from_its_end(junk: bytes, kind: str) -> None:
    starts = {
        "image/jpeg": b"\xff\xd8\xff",
        "image/png": b"\x89PNG\r\n\x1a\n",
        "image/webp": b"RIFF\0\0\0\0WEBP",
        "image/avif": b"\0\0\0\x10ftypavif\0\0\0\0",
    }
    data = starts[kind] + junk
    assert media_type(data) == kind
    assert carries_credential(data, kind) in (True, False)
