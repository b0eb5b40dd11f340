"""Slivers are closed, real openings stay open."""

from __future__ import annotations

import numpy as np

from doublet.engines.tryon.drape.mend import mend

RED = np.array([190.0, 50.0, 40.0], np.float32)
WIDE = 100.0  # shoulder width, pixels


def two_pieces(gap: int) -> tuple[np.ndarray, np.ndarray]:
    """Red cloth left and right of an upright gap of so many pixels."""
    cover = np.zeros((120, 160), np.float32)
    cover[20:100, 20:70] = 1
    cover[20:100, 70 + gap : 130] = 1
    return np.where(cover[..., None] > 0, RED, 200.0).astype(np.float32), cover


def test_a_seam_that_opens_is_closed_with_darker_cloth() -> None:
    pixels, cover = two_pieces(gap=3)
    nothing = np.zeros(cover.shape, bool)
    mended, whole = mend(pixels, cover, nothing, nothing, WIDE)
    assert whole[60, 71] > 0.9
    assert mended[60, 71, 0] < RED[0]
    assert mended[60, 71, 0] > 2 * mended[60, 71, 2], "still red"


def test_the_space_between_arm_and_trunk_stays_open() -> None:
    pixels, cover = two_pieces(gap=20)
    nothing = np.zeros(cover.shape, bool)
    _, whole = mend(pixels, cover, nothing, nothing, WIDE)
    assert whole[60, 80] == 0


def test_hands_and_hair_are_never_painted_over() -> None:
    pixels, cover = two_pieces(gap=3)
    everything = np.ones(cover.shape, bool)
    mended, whole = mend(pixels, cover, everything, everything, WIDE)
    assert np.array_equal(whole, cover)
    assert np.array_equal(mended, pixels)


def test_the_base_layer_is_swallowed_at_the_rim_and_left_for_the_check_further_off() -> None:
    pixels, cover = two_pieces(gap=20)
    old = np.zeros(cover.shape, bool)
    old[100:118, 30:60] = True  # a hem that hangs out below
    _, whole = mend(pixels, cover, old, np.zeros(cover.shape, bool), WIDE)
    assert whole[101, 45] > 0.9
    assert whole[112, 45] < 0.1
