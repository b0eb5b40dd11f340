"""Cut-outs: edges on drawn scenes, colours without the backdrop's, people on the project's own photos."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from doublet.engines import pose, weights
from doublet.engines.matte import cut_out, foreground, guided
from doublet.engines.matte.backdrop import fit_backdrop
from doublet.engines.matte.cutout import _edge
from doublet.engines.matte.nearest import spread
from doublet.kernel.refusals import Unavailable

DEMO = Path(__file__).resolve().parents[5] / "demo"
RED, GREEN = np.array([200, 40, 30], np.float32), np.array([30, 160, 60], np.float32)


def disc() -> tuple[np.ndarray, np.ndarray]:
    """A red disc with a soft edge on green: the photo, and its true alpha."""
    y, x = np.mgrid[:200, :200]
    alpha = np.clip((60 - np.hypot(x - 100, y - 100)) / 3 + 0.5, 0, 1).astype(np.float32)
    photo = RED * alpha[..., None] + GREEN * (1 - alpha[..., None])
    return np.round(photo).astype(np.uint8), alpha


def test_the_edge_is_found_to_a_few_hundredths() -> None:
    photo, alpha = disc()
    rough = cv2.dilate((alpha > 0.5).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    found = _edge(photo, rough, np.full(alpha.shape, 8, np.float32), 1.0)
    assert np.abs(found - alpha).mean() < 0.01
    assert np.abs(found - alpha).max() < 0.45


def test_foreground_has_none_of_the_backdrops_colour() -> None:
    photo, alpha = disc()
    colours = foreground(photo, alpha)
    rim = (alpha > 0.2) & (alpha < 0.9)
    before = np.abs(photo[rim] - RED).mean()
    after = np.abs(colours[rim] - RED).mean()
    assert after < 0.35 * before
    solid = alpha > 0.999
    assert (colours[solid] == photo[solid]).all()


def test_a_guided_map_keeps_the_guides_edges_and_loses_its_own_noise() -> None:
    photo, alpha = disc()
    noise = np.random.default_rng(0).normal(0, 0.3, alpha.shape)
    noisy = (alpha + noise).astype(np.float32)
    smooth = guided(noisy, photo, 6, 0.05)
    assert np.abs(smooth - guided(alpha, photo, 6, 0.05)).mean() < 0.4 * np.abs(noisy - alpha).mean()


def test_nearest_colours_fill_outwards() -> None:
    photo, alpha = disc()
    filled = spread(photo, alpha > 0.999)
    assert np.abs(filled - RED).max() < 2
    assert (spread(photo, np.zeros(alpha.shape, bool)) == photo).all()


def test_a_plain_backdrop_is_told_from_a_busy_one() -> None:
    photo, alpha = disc()
    assert fit_backdrop(photo, alpha < 0.001).plain
    noise = np.random.default_rng(0).integers(0, 256, photo.shape, dtype=np.uint8)
    assert not fit_backdrop(noise, alpha < 0.001).plain


def test_a_fictional_person_is_cut_out_whole() -> None:
    try:
        weights.path("u2netp.onnx")
        weights.path("pose_detection.tflite")
    except Unavailable as missing:
        pytest.skip(missing.reason)
    photos = sorted(DEMO.glob("people/*/*body_full*.jpg"))
    if not photos:
        pytest.skip("no demo people here")
    picture = cv2.imread(str(photos[0]))
    assert picture is not None
    pixels = picture[..., ::-1].copy()
    found = pose.find(pixels)
    assert found is not None
    alpha = cut_out(pixels, found)
    assert alpha.dtype == np.float32
    for joint in (pose.Joint.NOSE, pose.Joint.LEFT_ELBOW, pose.Joint.RIGHT_KNEE, pose.Joint.LEFT_ANKLE):
        x, y = found.points[joint].astype(int)
        assert alpha[y, x] > 0.9, joint.name
    assert alpha[:20].max() < 0.05
    x, y = ((found.points[pose.Joint.LEFT_ANKLE] + found.points[pose.Joint.RIGHT_ANKLE]) / 2).astype(int)
    assert alpha[y, x] < 0.1, "between the feet"
