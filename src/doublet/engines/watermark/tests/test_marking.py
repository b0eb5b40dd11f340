from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest

from doublet.engines import weights
from doublet.engines.watermark import embed, new_payload, read
from doublet.engines.watermark.payload import with_check
from doublet.kernel.refusals import BadInput, Unavailable

PAYLOAD = with_check(0x5EED42)


def person_like(height: int = 640, width: int = 480) -> np.ndarray:
    """A figure of soft shapes with cloth-like grain before a soft wall."""
    chance = np.random.default_rng(4)
    wall = cv2.resize(
        chance.integers(150, 190, (6, 5, 3), dtype=np.uint8), (width, height), interpolation=cv2.INTER_CUBIC
    )
    cv2.ellipse(wall, (width // 2, height // 4), (60, 80), 0, 0, 360, (196, 150, 128), -1)
    cv2.rectangle(wall, (width // 3, height // 3), (2 * width // 3, height - 60), (52, 84, 120), -1)
    for line in range(height // 3, height - 60, 9):
        cv2.line(wall, (width // 3, line), (2 * width // 3, line + 30), (90, 120, 160), 2)
    grain = chance.normal(0, 5, (height, width, 1))
    return np.clip(wall + grain, 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def marked() -> np.ndarray:
    for name in ("rivagan_encoder.onnx", "rivagan_decoder.onnx"):
        try:
            weights.path(name)
        except Unavailable as missing:
            pytest.skip(missing.reason)
    return embed(person_like(), PAYLOAD)


def jpeg(pixels: np.ndarray, quality: int) -> np.ndarray:
    _, file = cv2.imencode(
        ".jpg", np.ascontiguousarray(pixels[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    return np.ascontiguousarray(cv2.imdecode(file, cv2.IMREAD_COLOR)[..., ::-1])


def turned(pixels: np.ndarray) -> np.ndarray:
    height, width = pixels.shape[:2]
    about = cv2.getRotationMatrix2D((width / 2, height / 2), 5, 1)
    return cv2.warpAffine(pixels, about, (width, height), borderMode=cv2.BORDER_REPLICATE)


ATTACKS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "nothing": lambda p: p,
    "JPEG 50": lambda p: jpeg(p, 50),
    "half size": lambda p: jpeg(cv2.resize(p, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), 85),
    "5 degrees": turned,
    "10 % crop": lambda p: p[32:-32, 24:-24],
    "mirror": lambda p: np.ascontiguousarray(p[:, ::-1]),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_the_payload_survives(marked: np.ndarray, name: str) -> None:
    mark = read(ATTACKS[name](marked))
    assert mark is not None
    assert mark.valid
    assert mark.payload == PAYLOAD
    assert mark.mirrored is (name == "mirror")


def test_the_mark_is_invisible(marked: np.ndarray) -> None:
    difference = marked.astype(float) - person_like()
    assert marked.shape == person_like().shape
    assert 10 * np.log10(255**2 / (difference**2).mean()) > 39
    assert np.abs(difference.mean(axis=(0, 1))).max() < 0.5, "no tint"


def test_an_unmarked_picture_carries_nothing(marked: np.ndarray) -> None:
    mark = read(person_like())
    assert mark is None or mark.payload != PAYLOAD


def test_a_payload_with_wrong_check_bits_is_refused() -> None:
    with pytest.raises(BadInput) as refusal:
        embed(person_like(), PAYLOAD ^ 1)
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
    with pytest.raises(Unavailable, match="rivagan_encoder.onnx"):
        embed(person_like(), PAYLOAD)
