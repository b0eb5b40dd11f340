"""Colour difference against published values and against itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.engines.image.lab import ciede2000, lab

COLOUR = st.tuples(st.floats(0, 100), st.floats(-80, 80), st.floats(-80, 80))


# rows of the test data that Sharma, Wu and Dalal publish with their paper; each guards one branch
@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.1848, -84.8006), (50, 0, -82.7485), 1.0000),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (56, -27, -3), 31.9030),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_published_pairs(one: tuple[float, ...], other: tuple[float, ...], difference: float) -> None:
    assert float(ciede2000(np.array(one), np.array(other))) == pytest.approx(difference, abs=1e-4)


@given(one=COLOUR, other=COLOUR)
def test_it_is_symmetric_and_zero_only_for_the_same(one: tuple[float, ...], other: tuple[float, ...]) -> None:
    there, back = ciede2000(np.array(one), np.array(other)), ciede2000(np.array(other), np.array(one))
    assert float(there) == pytest.approx(float(back), abs=1e-6)
    assert float(ciede2000(np.array(one), np.array(one))) == pytest.approx(0, abs=1e-6)


def test_lab_of_white_and_black_and_the_shape_is_kept() -> None:
    found = lab(np.array([[[255, 255, 255], [0, 0, 0]]]))
    assert found.shape == (1, 2, 3)
    assert np.allclose(found, [[[100, 0, 0], [0, 0, 0]]], atol=0.05)
