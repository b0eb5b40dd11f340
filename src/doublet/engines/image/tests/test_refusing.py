"""Somebody uploads what is no photo, or more than a photo: one clear refusal, no crash, little memory."""

from __future__ import annotations

import tracemalloc
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from doublet.engines.image import Limits, decode
from doublet.engines.image.tests.pictures import chunk, file_of, gradient, png_of
from doublet.kernel.refusals import BadInput
from doublet.testing import shared_photos

SECOND_FRAME = Image.fromarray(gradient() // 2)
SCRIPT = b"<script>alert(1)</script>"
SCAN = bytes.fromhex("ffda0008010100003f00")


def refused(data: bytes) -> str:
    with pytest.raises(BadInput) as refusal:
        decode(data)
    assert refusal.value.reason.endswith(".")
    assert refusal.value.rule == "INPUT"
    return refusal.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"hello, I am a photo", "not_a_picture"),
        (b"<html><body>photo.jpg</body></html>", "not_a_picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>', "unsupported_format"),
        (b"%PDF-1.7\n", "unsupported_format"),
        (b"PK\x03\x04" + b"\0" * 40, "unsupported_format"),
        (file_of("GIF"), "unsupported_format"),
        (file_of("TIFF"), "unsupported_format"),
        (file_of("BMP"), "unsupported_format"),
        (file_of("JPEG2000"), "unsupported_format"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isomavc1", "unsupported_format"),
        (b"%PDF-1.7\n" + file_of("JPEG"), "polyglot"),
        (b"#!/bin/sh\n" + file_of("JPEG"), "polyglot"),
        (file_of("JPEG") + b"PK\x03\x04 an archive", "polyglot"),
        (file_of("JPEG") + SCRIPT, "polyglot"),
        (file_of("PNG") + SCRIPT, "polyglot"),
        (file_of("WEBP") + SCRIPT, "polyglot"),
        (file_of("AVIF") + b"\0\0\0\x20evil" + SCRIPT, "polyglot"),
        (file_of("PNG", save_all=True, append_images=[SECOND_FRAME]), "animated"),
        (file_of("WEBP", save_all=True, append_images=[SECOND_FRAME]), "animated"),
        (file_of("AVIF", save_all=True, append_images=[SECOND_FRAME]), "animated"),
        (file_of("PNG", gradient(63, 200)), "too_small"),
        (png_of(100_000, 100_000), "too_many_pixels"),
        (png_of(2_000_000_000, 2_000_000_000), "too_many_pixels"),
        (png_of(96, 80, b"\0" * 100), "truncated"),
        (file_of("PNG").replace(b"IDAT", b"IDAX"), "broken_picture"),
        (file_of("PNG")[:40] + b"\xff" + file_of("PNG")[41:], "broken_picture"),
        (file_of("JPEG").replace(b"\xff\xda", SCAN * 200 + b"\xff\xda"), "broken_picture"),
        (b"\xff\xd8\xff\xd9", "truncated"),
    ],
)
def test_each_wrong_file_gets_its_own_words(data, code):
    assert refused(data) == code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_half_a_file_is_refused(kind, share):
    data = file_of(kind)
    assert refused(data[: int(len(data) * share)]) in {"truncated", "broken_picture"}


def test_a_bomb_is_refused_before_it_is_unpacked():
    side = 20_000
    bomb = png_of(side, side, zlib.compress(b"\0" * 10_000_000))
    tracemalloc.start()
    assert refused(bomb) == "too_many_pixels"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_a_bomb_in_the_colour_profile_is_not_unpacked():
    plain = file_of("PNG")
    profile = chunk(b"iCCP", b"p\0\0" + zlib.compress(b"\0" * 100_000_000))
    assert refused(plain[:33] + profile + plain[33:]) == "broken_picture"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_never_crash(data):
    assert refused(data)


STARTS = [
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\xff\0\0\0WEBPVP8 ",
    b"\0\0\0\x1cftypheic\0\0\0\0mif1heic",
]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(STARTS), st.binary(max_size=200))
def test_a_right_beginning_with_nonsense_behind_it_never_crashes(start, rest):
    assert refused(start + rest)


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(["JPEG", "PNG", "WEBP", "AVIF"]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), min_size=1, max_size=12),
)
def test_flipped_bits_give_a_picture_or_a_refusal(kind, flips):
    data = bytearray(file_of(kind))
    for place, change in flips:
        data[min(int(place * len(data)), len(data) - 1)] ^= change
    with suppress(BadInput):
        photo = decode(bytes(data), Limits(max_pixels=1_000_000))
        assert photo.pixels.shape == (photo.height, photo.width, 3)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_nonsense_exif_is_ignored(block):
    photo = decode(file_of("JPEG", exif=b"Exif\0\0" + b"II*\0\x08\0\0\0" + block))
    assert photo.pixels.shape in {(80, 96, 3), (96, 80, 3)}


def test_the_corpus_of_hostile_files_never_crashes():
    folder = shared_photos() / "negative"
    seen = {}
    for file in sorted(folder.iterdir()):
        try:
            decode(file.read_bytes())
        except BadInput as refusal:
            seen[file.name] = refusal.code
    expected = {
        "bomb_1bit_40000.png": "too_many_pixels",
        "bomb_rgb_15000.png": "too_many_pixels",
        "gif_300_frames.gif": "unsupported_format",
        "poly_jpeg_zip.jpg": "polyglot",
        "poly_pdf_jpeg.jpg": "polyglot",
        "script.svg": "unsupported_format",
        "truncated_half.jpg": "truncated",
        "no_eoi.jpg": "truncated",
        "png_bad_crc.png": "broken_picture",
        "html_named.jpg": "not_a_picture",
        "one_pixel.jpg": "too_small",
    }
    assert expected.items() <= seen.items()
    assert not {"exif_gps.jpg", "poly_php_comment.jpg", "xmp_xxe.jpg", "png_named.jpg"} & seen.keys()
