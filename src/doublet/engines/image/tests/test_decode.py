"""A model uploads a photo: it becomes plain pixels, and nothing else of the file survives."""

from __future__ import annotations

import hashlib
import zlib
from datetime import timedelta
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageCms

from doublet.engines.image import Limits, decode, encode_jpeg, encode_png
from doublet.engines.image.tests.pictures import chunk, exif_block, file_of, gradient
from doublet.kernel.refusals import BadInput
from doublet.testing import shared_photos


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_each_accepted_kind_gives_the_same_picture(kind):
    data = file_of(kind, quality=95)
    photo = decode(data)
    assert photo.format == kind.lower()
    assert photo.pixels.shape == (80, 96, 3)
    assert photo.pixels.dtype == np.uint8
    assert np.abs(photo.pixels.astype(int) - gradient()).mean() < 6
    assert photo.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_whatever_way_the_phone_was_held_the_picture_stands_upright(orientation):
    turns = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2),
        6: lambda a: np.rot90(a),
        7: lambda a: np.rot90(a, 2).transpose(1, 0, 2),
        8: lambda a: np.rot90(a, -1),
    }
    stored = np.ascontiguousarray(turns[orientation](gradient()))
    photo = decode(file_of("PNG", stored, exif=exif_block(orientation=orientation)))
    assert np.array_equal(photo.pixels, gradient())


def test_metadata_are_read_for_the_date_and_then_dropped():
    data = file_of("JPEG", exif=exif_block(), comment=b"<?php evil() ?>")
    photo = decode(data)
    assert photo.taken_at is not None
    assert photo.taken_at.isoformat() == "2024-05-06T07:08:09+02:00"
    assert {"exif", "gps", "serial_number", "comments"} <= set(photo.dropped)
    again = encode_jpeg(photo.pixels)
    assert b"Exif" not in again
    assert b"php" not in again
    assert decode(again).dropped == ()


@pytest.mark.parametrize(
    ("taken", "offset", "says"),
    [
        ("2024:05:06 07:08:09", "-05:30", timedelta(hours=-5, minutes=-30)),
        ("2024:05:06 07:08:09", "", timedelta(0)),
        ("0000:00:00 00:00:00", "+01:00", None),
        ("yesterday", "+01:00", None),
    ],
)
def test_a_camera_clock_may_say_nonsense(taken, offset, says):
    photo = decode(file_of("JPEG", exif=exif_block(taken=taken, offset=offset)))
    assert (photo.taken_at.utcoffset() if photo.taken_at else None) == says


def test_transparency_becomes_white():
    rgba = np.dstack([gradient(), np.zeros((80, 96), np.uint8)])
    assert (decode(file_of("PNG", rgba)).pixels == 255).all()


def test_sixteen_bit_grey_is_scaled_not_clipped():
    deep = np.linspace(0, 65535, 80 * 96).reshape(80, 96).astype(np.uint16)
    photo = decode(file_of("PNG", deep))
    assert abs(float(photo.pixels.mean()) - 127) < 2


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "LA"])
def test_every_colour_mode_ends_as_rgb(mode):
    out = BytesIO()
    Image.fromarray(gradient()).convert(mode).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert decode(out.getvalue()).pixels.shape == (80, 96, 3)


def test_a_right_colour_profile_keeps_the_colours_and_goes():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = decode(file_of("PNG", icc_profile=srgb))
    assert np.abs(photo.pixels.astype(int) - gradient()).max() <= 2
    assert "colour_profile" in photo.dropped


@pytest.mark.parametrize("profile", [b"not a profile", b"\0" * 200])
def test_a_broken_colour_profile_spoils_nothing(profile):
    assert np.array_equal(decode(file_of("PNG", icc_profile=profile)).pixels, gradient())


def test_a_phones_extra_picture_behind_the_photo_is_dropped_not_refused():
    photo = decode(file_of("JPEG") + b"\0" * 7 + file_of("JPEG", gradient(64, 64)))
    assert photo.dropped == ("extra_pictures",)
    assert photo.width == 96


def test_text_in_a_png_is_never_even_unpacked():
    bomb = chunk(b"zTXt", b"note\0\0" + zlib.compress(b"A" * 50_000_000))
    plain = file_of("PNG")
    photo = decode(plain[:33] + bomb + plain[33:])
    assert photo.dropped == ("comments",)


def test_limits_are_the_callers_to_tighten():
    with pytest.raises(BadInput, match="file_too_big"):
        decode(file_of("PNG"), Limits(max_bytes=100))
    with pytest.raises(BadInput, match="too_small"):
        decode(file_of("PNG"), Limits(min_side=81))
    with pytest.raises(BadInput, match="too_many_pixels"):
        decode(file_of("PNG"), Limits(max_pixels=80 * 96 - 1))


def test_encoding_and_decoding_png_loses_nothing():
    assert np.array_equal(decode(encode_png(gradient())).pixels, gradient())


def test_a_phones_heic_photo_reads_like_its_jpeg():
    folder = shared_photos() / "format"
    heic = decode((folder / "photo.heic").read_bytes())
    jpeg = decode((folder / "progressive.jpg").read_bytes())
    assert (heic.format, heic.width, heic.height) == ("heic", 450, 600)
    assert np.abs(heic.pixels.astype(int) - jpeg.pixels).mean() < 4
    cmyk = decode((folder / "cmyk.jpg").read_bytes())
    assert np.abs(cmyk.pixels.astype(int) - jpeg.pixels).mean() < 4


def test_a_profile_that_swaps_colours_is_not_believed():
    folder = shared_photos() / "format"
    swapped = decode((folder / "swapped_icc.jpg").read_bytes())
    plain = decode((folder / "progressive.jpg").read_bytes())
    assert np.abs(swapped.pixels.astype(int) - plain.pixels).mean() < 4
