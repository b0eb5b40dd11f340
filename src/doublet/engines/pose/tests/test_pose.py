"""Pose: the geometry of regions, and people found in photos."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.engines import weights
from doublet.engines.pose import Joint, find
from doublet.engines.pose.detect import _anchors
from doublet.engines.pose.region import Region, upright
from doublet.kernel.refusals import Unavailable
from doublet.testing import shared_photos

DEMO = Path(__file__).resolve().parents[5] / "demo"


@pytest.fixture
def _models() -> None:
    try:
        weights.path("pose_detection.tflite")
        weights.path("pose_landmark_full.tflite")
    except Unavailable as missing:
        pytest.skip(missing.reason)


@given(
    st.floats(50, 400),
    st.floats(50, 400),
    st.floats(20, 300),
    st.floats(-3, 3),
    st.floats(0, 255),
    st.floats(0, 255),
)
def test_a_region_turns_about_its_centre(
    x: float, y: float, side: float, angle: float, u: float, v: float
) -> None:
    matrix = Region(x, y, side, angle).to_photo(256)
    assert matrix @ [128, 128, 1] == pytest.approx([x, y], abs=1e-6)
    moved = matrix @ [u, v, 1] - [x, y]
    assert np.hypot(*moved) == pytest.approx(np.hypot(u - 128, v - 128) * side / 256, rel=1e-6, abs=1e-6)


def test_an_upright_body_gives_an_unturned_region() -> None:
    region = upright(np.array([100.0, 200.0]), np.array([100.0, 100.0]))
    assert region.angle == pytest.approx(0)
    assert region.side == pytest.approx(250)
    assert upright(np.array([100.0, 100.0]), np.array([200.0, 100.0])).angle == pytest.approx(np.pi / 2)


def test_the_detector_has_its_2254_anchors() -> None:
    assert _anchors().shape == (2254, 2)
    assert _anchors().min() > 0
    assert _anchors().max() < 1


@pytest.mark.usefixtures("_models")
def test_nobody_is_found_in_noise_or_nothing() -> None:
    assert find(np.zeros((200, 300, 3), np.uint8)) is None
    assert find(np.random.default_rng(0).integers(0, 256, (300, 200, 3), dtype=np.uint8)) is None


@pytest.mark.usefixtures("_models")
def test_a_fictional_body_has_its_joints_in_order() -> None:
    photos = sorted(DEMO.glob("people/*/*body_full*.jpg"))
    if not photos:
        pytest.skip("no demo people here")
    picture = cv2.imread(str(photos[0]))
    assert picture is not None
    pose = find(picture[..., ::-1].copy())
    assert pose is not None
    heights = [
        pose.points[[a, b], 1].mean()
        for a, b in (
            (Joint.LEFT_EYE, Joint.RIGHT_EYE),
            (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER),
            (Joint.LEFT_HIP, Joint.RIGHT_HIP),
            (Joint.LEFT_KNEE, Joint.RIGHT_KNEE),
            (Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE),
        )
    ]
    assert heights == sorted(heights)
    assert pose.points[Joint.LEFT_SHOULDER, 0] > pose.points[Joint.RIGHT_SHOULDER, 0]
    assert pose.mask.shape == picture.shape[:2]
    x, y = pose.points[[Joint.LEFT_SHOULDER, Joint.RIGHT_HIP]].mean(0).astype(int)
    assert pose.mask[y, x] > 0.9
    flipped = find(picture[:, ::-1, ::-1].copy())
    assert flipped is not None
    assert flipped.points[Joint.NOSE, 0] == pytest.approx(
        picture.shape[1] - pose.points[Joint.NOSE, 0], abs=12
    )


@pytest.mark.usefixtures("_models")
def test_people_in_test_photos_are_found() -> None:
    for name in ("capture/synth_a/19_full_front.jpg", "capture/synth_b/19_full_front.jpg"):
        picture = cv2.imread(str(shared_photos() / name))
        assert picture is not None
        pose = find(picture[..., ::-1].copy())
        assert pose is not None, name
        assert pose.score > 0.9
