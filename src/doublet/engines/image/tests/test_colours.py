"""Phones and cameras save in wide colour spaces: skin must look the same here as on the phone."""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
import pytest
from PIL import Image

from doublet.engines.image import decode, nclx
from doublet.engines.image.tests.pictures import exif_block, file_of, gradient, wide_profile
from doublet.kernel.refusals import BadInput
from doublet.testing import shared_photos

DISPLAY_P3 = {"r": (0.680, 0.320), "g": (0.265, 0.690), "b": (0.150, 0.060)}
ADOBE_RGB = {"r": (0.640, 0.330), "g": (0.210, 0.710), "b": (0.150, 0.060)}
SKIN = (198, 150, 125)


def delta_e(a: np.ndarray, b: np.ndarray) -> float:
    """Mean CIE76 difference of two pictures."""
    labs = [cv2.cvtColor(p.astype(np.float32) / 255, cv2.COLOR_RGB2LAB) for p in (a, b)]
    return float(np.linalg.norm(labs[0] - labs[1], axis=2).mean())


def stored_in(primaries: dict[str, tuple[float, float]], gamma: float) -> np.ndarray:
    """The skin colour as a camera of this space writes it."""

    def to_xyz(points: dict[str, tuple[float, float]]) -> np.ndarray:
        columns = np.array([[x / y, 1, (1 - x - y) / y] for x, y in points.values()]).T
        return columns * np.linalg.solve(columns, [0.95047, 1, 1.08883])

    srgb = {"r": (0.64, 0.33), "g": (0.30, 0.60), "b": (0.15, 0.06)}
    share = np.array(SKIN) / 255
    linear = ((share + 0.055) / 1.055) ** 2.4
    coded = np.linalg.solve(to_xyz(primaries), to_xyz(srgb) @ linear) ** (1 / gamma)
    return np.full((80, 80, 3), np.rint(coded * 255), np.uint8)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize(("space", "gamma"), [(DISPLAY_P3, 2.2), (ADOBE_RGB, 2.19921875)])
def test_skin_from_a_wide_profile_comes_out_as_it_was(kind, space, gamma):
    file = file_of(kind, stored_in(space, gamma), icc_profile=wide_profile(space, gamma), quality=95)
    photo = decode(file)
    wanted = np.full((80, 80, 3), SKIN, np.uint8)
    assert delta_e(photo.pixels, wanted) < 2
    assert delta_e(decode(file_of("PNG", stored_in(space, gamma))).pixels, wanted) > 3, "it matters"
    assert "colour_profile" in photo.dropped


def coded_avif(pixels: np.ndarray, primaries: int, transfer: int) -> bytes:
    """An AVIF that names its colours by code points, as phones write them."""
    data = bytearray(file_of("AVIF", pixels, quality=95))
    place = data.index(b"colrnclx") + 8
    data[place : place + 4] = primaries.to_bytes(2, "big") + transfer.to_bytes(2, "big")
    return bytes(data)


def test_code_points_count_where_no_profile_is():
    wide = coded_avif(stored_in(DISPLAY_P3, 2.2), 12, 13)
    assert delta_e(decode(wide).pixels, np.full((80, 80, 3), SKIN, np.uint8)) < 2.5
    plain = coded_avif(np.full((80, 80, 3), SKIN, np.uint8), 1, 13)
    assert delta_e(decode(plain).pixels, np.full((80, 80, 3), SKIN, np.uint8)) < 1.5


@pytest.mark.parametrize("transfer", [16, 18])
def test_an_hdr_photo_is_refused_rather_than_greyed(transfer):
    with pytest.raises(BadInput, match="hdr_photo"):
        decode(coded_avif(gradient(), 9, transfer))


@pytest.mark.parametrize("primaries", [9, 12])
def test_grey_stays_grey_and_nothing_leaves_the_range(primaries):
    grey = np.repeat(np.arange(256, dtype=np.uint8)[:, None, None], 3, axis=2)
    assert np.abs(nclx.to_srgb(grey, primaries).astype(int) - grey).max() <= 1
    red = np.array([[[255, 0, 0]]], np.uint8)
    assert nclx.to_srgb(red, primaries).tolist() == [[[255, 0, 0]]]


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied_once_in_every_format(kind, orientation):
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
    photo = decode(file_of(kind, stored, exif=exif_block(orientation=orientation), quality=95))
    assert delta_e(photo.pixels, gradient()) < 4


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("photo.heic", 2.0),
        ("photo.avif", 2.5),
        ("lossy.webp", 2.5),
        ("lossless.webp", 0.1),
        ("rgb16.png", 0.6),
        ("alpha.png", 0.1),
        ("cmyk.jpg", 2.0),
        ("progressive.jpg", 2.0),
        ("swapped_icc.jpg", 2.0),
    ],
)
def test_the_same_photo_in_every_format_has_the_same_colours(name, most):
    folder = shared_photos() / "format"
    wanted = decode((folder / "photo.png").read_bytes()).pixels
    assert delta_e(decode((folder / name).read_bytes()).pixels, wanted) < most


def test_grey_photos_of_8_and_16_bits_agree():
    folder = shared_photos() / "format"
    deep, plain = (decode((folder / name).read_bytes()).pixels for name in ("gray16.png", "gray.jpg"))
    assert delta_e(deep, plain) < 1.5
    assert (deep[..., 0] == deep[..., 2]).all()


def test_sixteen_bit_colour_keeps_its_levels():
    deep = (gradient().astype(np.uint16) * 257)[..., ::-1]
    out = cv2.imencode(".png", deep)[1].tobytes()
    assert np.abs(decode(out).pixels.astype(int) - gradient()).max() <= 1


def test_a_cmyk_jpeg_is_not_inverted():
    out = BytesIO()
    Image.new("RGB", (80, 80), SKIN).convert("CMYK").save(out, "JPEG", quality=95)
    assert delta_e(decode(out.getvalue()).pixels, np.full((80, 80, 3), SKIN, np.uint8)) < 3


@pytest.mark.parametrize(
    "name", ["photo.tif", "rgb16.tif", "photo.bmp", "photo.gif", "photo.jp2", "photo.ico"]
)
def test_other_formats_are_refused_by_their_names(name):
    with pytest.raises(BadInput, match="unsupported_format") as refusal:
        decode((shared_photos() / "format" / name).read_bytes())
    assert "JPEG" in refusal.value.hint
