"""Cutting garments out of their photos by colour, without the network: its belief is drawn."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from doublet.engines.tryon.drape import garment_photo
from doublet.engines.tryon.drape.garment_photo import cut_garment

WALL = (246, 246, 246)


def tee() -> np.ndarray:
    """A tee's outline in a 500x500 photo."""
    mask = np.zeros((500, 500), np.uint8)
    shape = [
        [206, 60], [250, 78], [294, 60], [360, 84], [430, 170], [392, 200], [354, 164],
        [354, 430], [146, 430], [146, 164], [108, 200], [70, 170], [140, 84],
    ]  # fmt: skip
    cv2.fillPoly(mask, [np.array(shape, np.int32)], 1)
    return mask > 0


def print_only(pixels: np.ndarray) -> np.ndarray:
    """What a network often sees of a white tee: its print."""
    dark = (pixels.astype(int).sum(2) < 500).astype(np.float32)
    return cv2.GaussianBlur(dark, (0, 0), 2)


@pytest.fixture(autouse=True)
def drawn_belief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garment_photo, "saliency", print_only)
    monkeypatch.setattr(garment_photo, "cut_out", print_only)


def photographed(cloth: tuple[int, int, int]) -> np.ndarray:
    """The tee in one colour with a dark print, and a thin shadow along its outline."""
    mask = tee()
    pixels = np.full((500, 500, 3), WALL, np.uint8)
    pixels[mask] = cloth
    rim = mask & ~(cv2.erode(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0)
    pixels[rim] = (np.array(cloth) * 0.97).astype(np.uint8)
    cv2.circle(pixels, (250, 250), 60, (40, 40, 90), -1)
    return pixels


@pytest.mark.parametrize("cloth", [(250, 250, 250), (246, 246, 246), (190, 50, 40), (20, 20, 24)])
def test_the_whole_tee_is_cut_and_not_only_its_print(cloth: tuple[int, int, int]) -> None:
    photo = cut_garment(photographed(cloth))
    truth = cv2.warpAffine(
        tee().astype(np.uint8),
        np.array([[photo.scale, 0, -photo.origin[0] * photo.scale], [0, photo.scale, -photo.origin[1] * photo.scale]]),
        photo.mask.shape[::-1],
    ) > 0  # fmt: skip
    shared = (photo.mask & truth).sum() / (photo.mask | truth).sum()
    assert shared > 0.95


def test_the_notch_under_a_sleeve_stays_open() -> None:
    photo = cut_garment(photographed((190, 50, 40)))
    x, y = photo.inward((128, 200))
    assert not photo.mask[int(y), int(x)]


def test_white_stripes_that_melt_into_the_wall_do_not_nibble_the_sides() -> None:
    pixels = photographed((20, 20, 60))
    stripes = (np.arange(500)[:, None] // 6 % 2 == 0) & tee()
    pixels[stripes] = (247, 247, 247)
    photo = cut_garment(pixels)
    rows = [np.nonzero(photo.mask[int(photo.inward((0, y))[1])])[0] for y in range(210, 420, 3)]
    left = np.array([row[0] for row in rows])
    assert np.ptp(left) < 0.03 * photo.mask.shape[1]


def test_big_photos_keep_their_detail_for_big_pictures() -> None:
    big = cv2.resize(photographed((190, 50, 40)), None, fx=5, fy=5, interpolation=cv2.INTER_CUBIC)
    photo = cut_garment(big)
    assert photo.fine.shape[0] == pytest.approx(2 * photo.clean.shape[0], rel=0.01)
