from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from doublet.engines.fingerprint import (
    Fingerprint,
    Match,
    changed,
    compare,
    features,
    hashing,
    make,
    queries,
    record,
    straightened,
)
from doublet.kernel.refusals import BadInput
from doublet.testing import shared_photos


def scene(seed: int, height: int = 480, width: int = 360) -> np.ndarray:
    """A picture with many things in it: coloured shapes over soft noise."""
    chance = np.random.default_rng(seed)
    soft = chance.integers(60, 200, (8, 6, 3), dtype=np.uint8)
    picture = cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC)
    for _ in range(60):
        at = (int(chance.integers(width)), int(chance.integers(height)))
        colour = tuple(int(c) for c in chance.integers(0, 256, 3))
        if chance.random() < 0.5:
            cv2.circle(picture, at, int(chance.integers(6, 40)), colour, -1)
        else:
            size = chance.integers(8, 60, 2)
            cv2.rectangle(picture, at, (at[0] + int(size[0]), at[1] + int(size[1])), colour, -1)
    return picture


def recompressed(pixels: np.ndarray, quality: int) -> np.ndarray:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))


def resized(pixels: np.ndarray, factor: float) -> np.ndarray:
    return cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)


def turned(pixels: np.ndarray) -> np.ndarray:
    height, width = pixels.shape[:2]
    about = cv2.getRotationMatrix2D((width / 2, height / 2), 5, 1)
    return cv2.warpAffine(pixels, about, (width, height), borderMode=cv2.BORDER_REPLICATE)


def cropped(pixels: np.ndarray) -> np.ndarray:
    height, width = pixels.shape[:2]
    return pixels[height // 10 : -height // 10, width // 10 : -width // 10]


def on_a_page(pixels: np.ndarray) -> np.ndarray:
    return cv2.copyMakeBorder(pixels, 90, 60, 160, 120, cv2.BORDER_CONSTANT, value=(245, 245, 245))


def mirrored(pixels: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(pixels[:, ::-1])


def nearest(copy: np.ndarray, original: np.ndarray) -> Match:
    return max((compare(query, make(original)) for query in queries(copy)), key=lambda match: match.rank)


COPIES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "JPEG 50": lambda p: recompressed(p, 50),
    "half size": lambda p: recompressed(resized(p, 0.5), 80),
    "5 degrees": turned,
    "crop": cropped,
    "screenshot": lambda p: recompressed(on_a_page(p), 80),
    "mirror": mirrored,
    "quarter turn": lambda p: np.ascontiguousarray(np.rot90(p)),
}


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_found_and_is_not_called_changed(name: str) -> None:
    original = scene(1)
    copy = COPIES[name](original)
    assert nearest(copy, original).same
    report = changed(copy, original)
    assert report.aligned
    assert not report.changed, report
    assert report.mirrored is (name == "mirror")


def test_the_picture_itself_is_exact() -> None:
    match = nearest(scene(2), scene(2))
    assert (match.kind, match.distance) == ("exact", 0)


def test_kinds_go_from_copy_to_edited() -> None:
    assert nearest(recompressed(scene(3), 60), scene(3)).kind in {"exact", "copy"}
    assert nearest(on_a_page(scene(3)), scene(3)).kind == "edited"


def test_another_garment_on_the_same_photo_is_a_sibling_not_a_copy() -> None:
    other = scene(3)
    other[120:400, 90:270] = scene(77)[120:400, 90:270]
    match = nearest(other, scene(3))
    assert match.kind == "sibling"
    assert not match.same
    assert nearest(other, other).rank > match.rank


def test_a_straightened_copy_lies_where_the_original_does() -> None:
    original = scene(4)
    for copy in (on_a_page(original), turned(original), mirrored(on_a_page(original))):
        straight = straightened(copy, nearest(copy, original), original.shape[:2])
        apart = np.abs(straight.astype(int) - features.at_long_side(original)).mean(axis=2)
        assert np.median(apart) < 8


def test_other_pictures_are_not_the_same() -> None:
    for one, other in itertools.combinations(range(10, 18), 2):
        match = nearest(scene(one), scene(other))
        assert match.kind == "none"
        assert not match.same
        assert not changed(scene(one), scene(other)).aligned


def test_flat_pictures_match_only_themselves() -> None:
    white, grey = np.full((300, 200, 3), 255, np.uint8), np.full((300, 200, 3), 90, np.uint8)
    assert nearest(white, white).kind == "exact"
    assert not nearest(white, grey).same
    assert not nearest(scene(4), grey).same


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 50), across=st.floats(0.1, 0.8), down=st.floats(0.1, 0.8))
def test_a_painted_patch_is_seen_and_boxed(seed: int, across: float, down: float) -> None:
    original = scene(seed)
    copy = original.copy()
    left, top = round(across * 360), round(down * 480)
    patch = copy[top : top + 44, left : left + 44]
    patch[:] = np.where(patch.mean(axis=(0, 1)) > 127, 0, 255)
    report = changed(recompressed(copy, 75), original)
    assert report.aligned
    assert report.changed
    x0, y0, x1, y1 = report.boxes[0]
    assert x0 - 12 <= left + 22 <= x1 + 12
    assert y0 - 12 <= top + 22 <= y1 + 12
    assert 0 < report.share < 0.2


def test_boxes_are_in_the_pixels_of_the_copy() -> None:
    original = scene(5)
    copy = resized(original, 2.0)
    copy[200:320, 500:620] = (255, 0, 255)
    (x0, y0, x1, y1), *_ = changed(mirrored(copy), original).boxes
    assert x0 == pytest.approx(720 - 620, abs=16)
    assert (y0, y1) == (pytest.approx(200, abs=16), pytest.approx(320, abs=16))
    assert x1 == pytest.approx(720 - 500, abs=16)


def test_new_colours_are_a_change() -> None:
    original = scene(6)
    warmer = np.clip(original * np.array([1.2, 1.0, 0.7]), 0, 255).astype(np.uint8)
    report = changed(warmer, original)
    assert report.recoloured
    assert report.changed


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_hash_distance_is_a_distance(one: bytes, other: bytes) -> None:
    assert hashing.distance(one, one) == 0
    assert hashing.upright_distance(one, other) == hashing.upright_distance(other, one)
    assert hashing.distance(one, other) <= hashing.upright_distance(one, other) <= 256


def test_the_hash_knows_all_eight_positions() -> None:
    known = hashing.perceptual_hash(scene(7, 400, 400))
    for quarter in range(4):
        for flipped in (False, True):
            view = np.ascontiguousarray(np.rot90(scene(7, 400, 400), quarter))
            view = mirrored(view) if flipped else view
            assert hashing.distance(hashing.perceptual_hash(view), known) < 30


def test_a_record_is_small_and_unpacks_to_the_same() -> None:
    kept = record.of(features.at_long_side(scene(8)))
    packed = record.pack(kept)
    assert len(packed) <= 300 * 38 + 3000
    again = record.unpack(packed)
    assert kept.blot is not None
    assert again.blot is not None
    assert (again.blot == kept.blot).all()
    assert again.points.size == kept.points.size == (384, 512)
    assert (again.points.codes == kept.points.codes).all()
    assert np.abs(again.points.at - kept.points.at).max() < 0.01
    assert np.abs(again.points.turns - kept.points.turns).max() % 360 < 1


def test_a_record_of_the_first_version_still_finds_its_copies() -> None:
    points = features.find(features.at_long_side(scene(9)))
    first = np.zeros(len(points.at), np.dtype([("at", "<u2", 2), ("code", "u1", 32)]))
    first["at"], first["code"] = (points.at / 512 * 65535).round(), points.codes
    old = Fingerprint(hashing.perceptual_hash(scene(9)), first.tobytes())
    query, _ = queries(recompressed(scene(9), 60))
    assert compare(query, old).same
    assert not compare(queries(scene(10))[0], old).same


@pytest.mark.parametrize("broken", [np.zeros((50, 50), np.uint8), np.zeros((20, 50, 3), np.uint8)])
def test_what_is_no_picture_is_refused(broken: np.ndarray) -> None:
    with pytest.raises(BadInput):
        make(broken)


def photo(file: Path) -> np.ndarray:
    return np.asarray(Image.open(file).convert("RGB"))


def test_unrelated_photos_do_not_match() -> None:
    files = sorted((shared_photos() / "background").iterdir())[::9]
    prints = [(queries(photo(file)), make(photo(file))) for file in files]
    for (asked, _), (_, known) in itertools.combinations(prints, 2):
        assert all(compare(query, known).kind == "none" for query in asked)


def test_people_in_one_pose_frame_and_light_are_not_one_picture() -> None:
    files = sorted((shared_photos() / "portraits").glob("*_neutral.jpg"))[::4]
    prints = [(queries(photo(file))[0], make(photo(file))) for file in files]
    for (one, _), (_, other) in itertools.combinations(prints, 2):
        assert not compare(one, other).same
