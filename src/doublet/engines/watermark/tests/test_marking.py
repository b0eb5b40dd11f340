from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from doublet.engines import weights
from doublet.engines.watermark import Carried, Reading, at_long_side, carried, embed, look, new_payload, read
from doublet.engines.watermark.payload import to_bits, with_check
from doublet.kernel.refusals import BadInput, Unavailable

SIZE = 640, 280


def outdoors() -> np.ndarray:
    """A picture with detail of every size everywhere, as photos out of doors have."""
    chance = np.random.default_rng(4)
    picture = np.full((*SIZE, 3), 128.0)
    for cells in (4, 8, 16, 32, 64, 128, 256):
        layer = chance.normal(0, 90 / cells**0.6, (cells, cells * SIZE[1] // SIZE[0], 3))
        picture += cv2.resize(layer, SIZE[::-1], interpolation=cv2.INTER_CUBIC)
    return np.clip(picture, 0, 255).astype(np.uint8)


PAYLOAD = with_check(0x5EED42)


@pytest.fixture(scope="module")
def marked() -> np.ndarray:
    for name in ("rivagan_encoder.onnx", "rivagan_decoder.onnx"):
        try:
            weights.path(name)
        except Unavailable as missing:
            pytest.skip(missing.reason)
    return embed(outdoors(), PAYLOAD)


def jpeg(pixels: np.ndarray, quality: int) -> np.ndarray:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))


def turned(pixels: np.ndarray) -> np.ndarray:
    height, width = pixels.shape[:2]
    about = cv2.getRotationMatrix2D((width / 2, height / 2), 5, 1)
    return cv2.warpAffine(pixels, about, (width, height), borderMode=cv2.BORDER_REPLICATE)


ATTACKS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "nothing": lambda p: p,
    "JPEG 50": lambda p: jpeg(p, 50),
    "half size": lambda p: cv2.resize(p, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA),
    "5 degrees": turned,
    "10 % crop": lambda p: p[32:-32, 14:-14],
    "mirror": lambda p: np.ascontiguousarray(p[:, ::-1]),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_the_payload_survives(marked: np.ndarray, name: str) -> None:
    mark = read(ATTACKS[name](marked))
    assert mark is not None
    assert mark.valid
    assert mark.payload == PAYLOAD
    assert mark.mirrored is (name == "mirror")


def test_the_register_names_the_payload_of_a_straightened_copy(marked: np.ndarray) -> None:
    own = carried(outdoors(), marked, PAYLOAD)
    others = [Carried.unpack(with_check(number), b"") for number in range(8)]
    seen = looked(jpeg(marked, 50))
    found = seen.among([*others, own])
    assert found is not None
    assert found.payload == PAYLOAD
    assert seen.among(others) is None
    assert seen.among([]) is None
    assert looked(outdoors()).among([*others, own]) is None


def test_a_plain_reading_needs_no_register(marked: np.ndarray) -> None:
    alone = looked(marked).alone()
    assert alone is not None
    assert (alone.payload, alone.repaired) == (PAYLOAD, False)
    assert looked(outdoors()).alone() is None


def looked(pixels: np.ndarray) -> Reading:
    return look(at_long_side(pixels))


def read_as(payload: int, *, wrong: tuple[int, ...] = (), weak: float = 6.0) -> Reading:
    """What a picture with this payload reads as, some bits turned over."""
    seen = (to_bits(payload) * 2 - 1) * weak
    for bit in wrong:
        seen[bit] *= -1
    return Reading(seen)


@given(st.integers(0, 2**24 - 1), st.sets(st.integers(0, 31), max_size=10), st.floats(1, 20))
def test_of_a_picture_whose_readings_were_not_kept_three_bits_may_be_wrong(
    identifier: int, wrong: set[int], weak: float
) -> None:
    payload = with_check(identifier)
    found = read_as(payload, wrong=tuple(wrong), weak=weak).among([Carried.unpack(payload, b"")])
    assert (found is not None) is (len(wrong) <= 3)
    if found:
        assert (found.payload, found.repaired) == (payload, bool(wrong))


LEANING = Carried(
    PAYLOAD,
    plain=(to_bits(PAYLOAD) * 2 - 1) * np.resize([2.0, 3.0, 1.0, -0.5], 32),
    marked=(to_bits(PAYLOAD) * 2 - 1) * 9,
)


@example(amount=0.046875, seed=1)
@given(amount=st.floats(-1, 1), seed=st.integers(0, 10**6))
def test_what_counts_is_how_far_a_reading_moved_towards_the_marked_one(amount: float, seed: int) -> None:
    """Unmarked, this picture agrees with its payload in 24 bits by itself."""
    noise = np.random.default_rng(seed).normal(0, 0.4, 32)
    seen = Reading(LEANING.plain + amount * (LEANING.marked - LEANING.plain) + noise)
    named = seen.among([LEANING]) is not None
    assert named or amount < 0.3
    assert not named or amount > 0.05


def test_a_sibling_that_leans_like_the_payload_does_not_carry_it() -> None:
    """28 of 32 bits agree, and surely; but the picture itself reads like that without any mark."""
    plain = read_as(PAYLOAD, wrong=(3, 7, 20, 30), weak=5.0).seen
    own = Carried(PAYLOAD, plain, (to_bits(PAYLOAD) * 2 - 1) * 10)
    sibling = Reading(plain * np.resize([1.3, 0.8, 1.1], 32))
    assert own.bits(sibling.seen) == 28
    assert sibling.among([own]) is None
    assert Reading(own.marked * 0.6).among([own]) is not None


def test_two_marks_that_fit_about_as_well_are_no_answer() -> None:
    payload = with_check(0x5EED42)
    one, other = (Carried.unpack(each, b"") for each in (payload, payload ^ 0b1))
    between = (one.marked + other.marked) / 2
    assert Reading(between).among([one, other]) is None
    assert Reading(between).among([one]) is not None


def test_what_the_register_keeps_of_a_mark_is_128_bytes_and_enough() -> None:
    """Also of plain cloth, in which the decoder shouts."""
    for loud in (1, 10):
        mark = Carried(PAYLOAD, LEANING.plain * loud, LEANING.marked * loud)
        again = Carried.unpack(PAYLOAD, mark.readings())
        assert len(mark.readings()) == 128
        assert np.allclose(again.plain, mark.plain, atol=0.05)
        assert np.allclose(again.marked, mark.marked, atol=0.05)


def test_a_weak_or_broken_reading_says_nothing_alone() -> None:
    assert read_as(PAYLOAD).alone() is not None
    assert read_as(PAYLOAD, weak=1.0).alone() is None
    assert read_as(PAYLOAD, wrong=(3,)).alone() is None


def test_the_mark_is_invisible(marked: np.ndarray) -> None:
    difference = marked.astype(float) - outdoors()
    assert marked.shape == outdoors().shape
    assert 10 * np.log10(255**2 / (difference**2).mean()) > 39.9
    assert np.abs(difference.mean(axis=(0, 1))).max() < 0.5, "no tint"


def test_an_unmarked_picture_carries_nothing(marked: np.ndarray) -> None:
    mark = read(outdoors())
    assert mark is None or mark.payload != PAYLOAD


def test_a_payload_with_wrong_check_bits_is_refused() -> None:
    with pytest.raises(BadInput) as refusal:
        embed(outdoors(), PAYLOAD ^ 1)
    assert refusal.value.code == "watermark_payload_invalid"


@pytest.mark.parametrize(
    ("pixels", "code"),
    [
        (np.zeros((100, 100), np.uint8), "not_an_rgb_picture"),
        (np.zeros((100, 100, 4), np.uint8), "not_an_rgb_picture"),
        (np.zeros((100, 100, 3), np.float32), "not_an_rgb_picture"),
        (np.zeros((63, 100, 3), np.uint8), "picture_too_small"),
    ],
)
def test_what_cannot_be_marked_is_refused(pixels: np.ndarray, code: str) -> None:
    for call in (
        lambda: embed(pixels, PAYLOAD),
        lambda: read(pixels),
        lambda: new_payload(Random(1), suited_to=pixels),
    ):
        with pytest.raises(BadInput) as refusal:
            call()
        assert refusal.value.code == code


def test_missing_model_files_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights.session.cache_clear()
    monkeypatch.setenv("DOUBLET_MODELS", str(tmp_path))
    with pytest.raises(Unavailable, match=r"rivagan_encoder\.onnx"):
        embed(outdoors(), PAYLOAD)
