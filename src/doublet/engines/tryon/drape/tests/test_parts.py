"""The smallest parts: splines, geometry, the store of prepared photos."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from doublet.engines.tryon.drape.cache import Recent
from doublet.engines.tryon.drape.geometry import along, between, fill_holes, outline, ray, route
from doublet.engines.tryon.drape.spline import backward_map

CORNERS = np.array([[0, 0], [127, 0], [0, 95], [127, 95]], float)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(20, 100), st.integers(20, 70)), min_size=1, max_size=4, unique=True))
def test_a_spline_goes_through_its_knots(knots: list[tuple[int, int]]) -> None:
    target = np.vstack([CORNERS, np.array(knots, float)])
    source = target + np.array([[0, 0]] * 4 + [[3, -2]] * len(knots))
    lookup = backward_map((96, 128), target, source)
    for (x, y), want in zip(target.astype(int), source, strict=True):
        # between grid nodes the map is bilinear, hence the tolerance
        assert np.allclose(lookup[y, x], want, atol=1.6)


@given(st.floats(-20, 20), st.floats(-20, 20))
@settings(max_examples=20, deadline=None)
def test_a_shift_is_kept_exactly_everywhere(dx: float, dy: float) -> None:
    lookup = backward_map((96, 128), CORNERS, CORNERS + np.array([dx, dy]))
    y, x = np.mgrid[:96, :128]
    assert np.abs(lookup[..., 0] - x - dx).max() < 0.05
    assert np.abs(lookup[..., 1] - y - dy).max() < 0.05


def test_the_way_round_an_outline() -> None:
    mask = np.zeros((60, 60), bool)
    mask[10:50, 20:40] = True
    contour = outline(mask)
    left = between(contour, np.array([20, 12]), np.array([20, 47]))
    assert (left[:, 0] == 20).all()
    long_way = route(contour, np.array([20, 12]), np.array([20, 47]), np.array([20, 30]))
    assert long_way[:, 0].max() == 39
    assert np.allclose(along(left, [0.5])[0], (20, 29.5), atol=0.6)


def test_rays_and_holes() -> None:
    mask = np.zeros((60, 60), bool)
    mask[10:50, 20:40] = True
    assert ray(mask, np.array([30.0, 30.0]), np.array([1.0, 0.0]), 0, 30) == 10
    assert ray(mask, np.array([30.0, 30.0]), np.array([1.0, 0.0]), 0, 5) is None
    mask[20:23, 25:28] = False
    assert fill_holes(mask, 0.05)[21, 26]
    assert not fill_holes(mask, 0.001)[21, 26]


def test_prepared_photos_are_made_once_and_forgotten_in_turn() -> None:
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key

    def get(key: str, packed: str | None = None) -> tuple[str, bool]:
        return kept.get(key, lambda: packed, lambda: make(key))

    kept: Recent[str] = Recent(2)
    assert get("a") == ("a", False)
    assert get("a") == ("a", True)
    get("b")
    get("c")
    assert get("a") == ("a", False)
    kept.forget()
    assert get("c")[1] is False
    assert get("d", packed="unpacked") == ("unpacked", True)
    assert made == ["a", "b", "c", "a", "c"]
