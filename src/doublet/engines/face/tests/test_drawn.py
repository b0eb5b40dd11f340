"""What holds without any photo: empty pictures, hashes, refusals when a model file is missing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doublet.engines import face, weights
from doublet.engines.face import detect
from doublet.engines.face.lookalike import picture_hash
from doublet.engines.face.quality import quality
from doublet.kernel.refusals import Unavailable

random_pictures = st.builds(
    lambda seed, h, w: np.random.default_rng(seed).integers(0, 256, (h, w, 3)).astype(np.uint8),
    st.integers(0, 999),
    st.integers(64, 200),
    st.integers(64, 200),
)


@settings(max_examples=30, deadline=None)
@given(random_pictures)
def test_quality_of_anything_is_finite(pixels):
    found = quality(pixels, None, None)
    numbers = [found.sharpness, found.noise, found.lightness, found.contrast, found.highlights]
    assert np.isfinite(numbers).all()
    assert 0 <= found.lightness <= 100


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_plain_card_has_no_structure(level):
    found = quality(np.full((200, 200, 3), level, np.uint8), None, None)
    assert (found.noise, found.contrast) == (0, 0)
    assert found.highlights == (1 if level == 255 else 0)
    assert found.shadows == (1 if level == 0 else 0)


@settings(max_examples=30, deadline=None)
@given(random_pictures)
def test_the_hash_has_64_bits_and_hardly_moves_with_brightness(pixels):
    import cv2

    scene = cv2.resize(cv2.resize(pixels, (9, 9)), (256, 256), interpolation=cv2.INTER_CUBIC)
    darker = (scene * 0.8).astype(np.uint8)
    assert 0 <= picture_hash(scene) < 2**64
    assert (picture_hash(scene) ^ picture_hash(darker)).bit_count() <= 6


def test_a_missing_detector_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("DOUBLET_MODELS", str(tmp_path))
    detect._detector.cache_clear()
    with pytest.raises(Unavailable) as refusal:
        face.find(np.zeros((100, 100, 3), np.uint8))
    assert "yunet" in refusal.value.reason
    weights.session.cache_clear()


def test_nobody_is_found_in_a_blank_wall():
    weights.path("face_landmark.tflite")
    assert face.find(np.full((300, 400, 3), 200, np.uint8)) == ()
